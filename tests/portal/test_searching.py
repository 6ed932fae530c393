"""The search as a page: what is found and shown, narrowed and widened, and what whoever asks nonsense is told."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from lxml import html
from tests.files.reading import makers
from tests.portal.items import MOMENT, add, column, renew
from tests.portal.sites import BEIJING, a_platform
from wagtail.rich_text import RichText

from gongkai.agencies.models import Agency
from gongkai.files.models import OfficeDocument
from gongkai.files.services import disclose
from gongkai.portal import gate
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.portal.models.parts import Attachment
from gongkai.search.models import QueryCount
from gongkai.search.services import keep_synonyms
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    agency = a_platform(phone="0531-00000000", office="办公室")
    agency.refresh_from_db()
    return agency


def words(text: str) -> list[Any]:
    return [("paragraph", RichText(f"<p>{text}</p>"))]


def ask(address: str = "/search/", **given: object) -> Any:
    return Client().get(address, {name: str(value) for name, value in given.items()})


def seen(response: Any) -> str:
    """What somebody reads of the page's middle."""
    tree = html.fromstring(response.content.decode())
    return re.sub(r"\s+", " ", tree.find(".//main").text_content())


def titles(response: Any) -> list[str]:
    tree = html.fromstring(response.content.decode())
    return [one.text_content().strip() for one in tree.findall(".//main//ol/li/h3/a")]


def links(response: Any) -> dict[str, str]:
    tree = html.fromstring(response.content.decode())
    return {one.text_content().strip(): unescape(one.get("href")) for one in tree.findall(".//main//a")}


def test_what_is_found_shows_where_it_says_so(agency: Agency) -> None:
    add(
        column(agency, "permits"),
        PolicyPage,
        title="关于加强湿地保护的通知",
        document_number="清自然发〔2024〕7号",
        validity=ItemPage.Validity.REPEALED,
        body=words("禁止在<b>湿地</b>范围内擅自开垦。"),
    )
    answer = ask(q="湿地")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<mark>湿地</mark>" in page
    text = seen(answer)
    assert "找到1条信息" in text
    assert "关于加强湿地保护的通知 废止" in text
    assert "禁止在湿地范围内擅自开垦" in text
    assert "2024-03-05" in text
    assert "行政许可" in text
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "script" not in Client().get("/")["Content-Security-Policy"]
    assert titles(ask(q="〔2024〕7号")) == ["关于加强湿地保护的通知"]


def test_the_choices_narrow_and_widen(agency: Agency) -> None:
    permits, penalties = column(agency, "permits"), column(agency, "penalties")
    add(permits, title="湿地许可甲", theme="环境保护")
    add(permits, title="湿地许可乙", at=datetime(2022, 1, 1, tzinfo=BEIJING))
    add(penalties, title="湿地处罚丙", at=datetime(2022, 1, 2, tzinfo=BEIJING))
    whole = ask(q="湿地")
    assert len(titles(whole)) == 3
    assert "2022年 2条" in seen(whole)
    of_year = Client().get(f"/search/{links(whole)['2022年']}")
    assert sorted(titles(of_year)) == ["湿地处罚丙", "湿地许可乙"]
    assert "发布年份：2022年" in seen(of_year)
    narrow = Client().get(f"/search/{links(of_year)['行政许可和对外管理服务']}")
    assert titles(narrow) == ["湿地许可乙"]
    wider = links(narrow)
    assert wider["去掉全部条件"] == f"?q={quote('湿地')}"
    without_year = Client().get(f"/search/{wider['去掉条件发布年份：2022年×']}")
    assert sorted(titles(without_year)) == ["湿地许可乙", "湿地许可甲"]
    assert titles(ask(q="湿地", theme="环境保护")) == ["湿地许可甲"]


def test_the_newest_come_first_when_asked(agency: Agency) -> None:
    add(column(agency, "permits"), title="湿地", at=datetime(2020, 1, 1, tzinfo=BEIJING))
    add(column(agency, "permits"), title="其他", body=words("湿地"))
    assert titles(ask(q="湿地")) == ["湿地", "其他"]
    by_date = Client().get(f"/search/{links(ask(q='湿地'))['按发布时间']}")
    assert titles(by_date) == ["其他", "湿地"]


def test_a_word_of_an_attachment_is_found_once_the_worker_has_read_it(agency: Agency) -> None:
    content = makers.docx(makers.paragraph("附件里才写明补偿标准每亩三万元"))
    document = OfficeDocument.objects.create(
        title="附件1", agency=agency, file=ContentFile(content, name="补偿标准.docx")
    )
    item = ItemPage(title="征收公告", body=words("见附件。"), published_at=MOMENT, first_published_at=MOMENT)
    item.attachments = [Attachment(document=document, title="补偿标准")]
    with gate.opened():
        column(agency, "permits").add_child(instance=item)
        disclose(item.pk, [document.pk], [])
    assert titles(ask(q="每亩三万元")) == []
    run_waiting()
    found = ask(q="每亩三万元")
    assert titles(found) == ["征收公告"]
    assert "附件“补偿标准”：" in seen(found)
    assert titles(ask(q="补偿标准", kind="docx")) == ["征收公告"]
    with gate.opened():
        ItemPage.objects.get(pk=item.pk).delete()
    assert titles(ask(q="每亩三万元")) == []


def test_what_is_withdrawn_is_found_no_more_at_once(agency: Agency) -> None:
    item = add(column(agency, "permits"), title="湿地公告")
    assert titles(ask(q="湿地")) == ["湿地公告"]
    renew(item, live=False)
    assert titles(ask(q="湿地")) == []
    assert json.loads(ask("/search/suggest/", q="湿地").content) == {"titles": []}


def test_nothing_found_says_what_to_do(agency: Agency) -> None:
    add(column(agency, "permits"), title="不动产登记资料查询")
    text = seen(answer := ask(q="不动产登计", year=2020))
    assert "没有找到“不动产登计”" in text
    assert "您要找的是不是：不动产登记" in text
    there = links(answer)
    assert there["去掉已选的条件，在全部信息中查“不动产登计”"].startswith("?q=")
    assert there["依申请公开这里没有您需要的信息，可以向本机关申请"].endswith("/apply/")
    assert "0531-00000000" in text
    assert "按栏目查阅" in text


def test_an_empty_question_tells_how_to_ask(agency: Agency) -> None:
    today = timezone.localdate()
    QueryCount.objects.create(day=today, words="公积金提取", times=5, total=3)
    QueryCount.objects.create(day=today, words="张某某的邻居", times=1, total=1)
    QueryCount.objects.create(day=today, words="没有的东西", times=9, total=0)
    text = seen(ask())
    assert "怎样查得准" in text
    assert "公积金提取" in text
    assert "张某某" not in text
    assert "没有的东西" not in text


def test_a_question_is_counted_once_and_never_with_personal_data(agency: Agency) -> None:
    add(column(agency, "permits"), title="湿地公告")
    ask(q="湿地")
    ask(q="湿地", page=2)
    ask(q="湿地", year=2024)
    Client().head("/search/", {"q": "湿地"})
    ask(q="13800138000")
    ask(q="110105194912310025")
    assert list(QueryCount.objects.values_list("words", "times", "total")) == [("湿地", 1, 1)]


def test_synonyms_are_searched_and_said(agency: Agency) -> None:
    keep_synonyms(None, None, ["办事大厅", "政务服务大厅"])
    add(column(agency, "permits"), title="政务服务大厅搬迁公告")
    found = ask(q="办事大厅")
    assert titles(found) == ["政务服务大厅搬迁公告"]
    assert "同时查找了同义词：“政务服务大厅”" in seen(found)


def test_a_platform_finds_its_own_and_the_district_all(agency: Agency) -> None:
    other = a_platform("示例市清河区水务局", "shuiwu")
    other.refresh_from_db()
    add(column(agency, "permits"), title="湿地公告甲")
    add(column(other, "permits"), title="湿地公告乙")
    own = ask("/ziran/search/", q="湿地")
    assert titles(own) == ["湿地公告甲"]
    assert links(own)["在全部机关中查找“湿地”"] == f"/search/?q={quote('湿地')}"
    both = ask("/search/", q="湿地")
    assert len(titles(both)) == 2
    assert titles(Client().get(f"/search/{links(both)['示例市清河区水务局']}")) == ["湿地公告乙"]
    assert "机关 " in seen(both)
    other_column = column(other, "permits").pk
    assert "没有找到所选的栏目" in seen(ask("/ziran/search/", q="湿地", column=other_column))


def test_pages_of_results_are_bounded(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(23):
        add(column(agency, "permits"), title=f"湿地公告第{number}号", at=MOMENT + timedelta(hours=number))
    first = ask(q="湿地公告")
    assert len(titles(first)) == 20
    assert len(titles(Client().get(f"/search/{links(first)['下一页']}"))) == 3
    assert "没有这一页，结果一共2页" in seen(ask(q="湿地公告", page=3))
    monkeypatch.setattr("gongkai.search.finding.REACHABLE", 20)
    assert "最多翻看前20条" in seen(ask(q="湿地公告", page=2))
    assert "这里最多翻看前20条" in seen(ask(q="湿地公告"))


NO_PAGES = ["0", "-1", "abc", "1e9", "９", "99999999999999999999", "1;DROP", "\x00"]
NO_CHOICES = [
    ("year", "20x2"),
    ("year", "9999"),
    ("column", "0"),
    ("column", "1 OR 1=1"),
    ("validity", "maybe"),
    ("kind", "exe"),
    ("theme", "长" * 300),
]
QUESTIONS = [
    '"湿地', "湿地*", "湿地 OR", "NEAR(湿地, 3)", "title:湿地", "^湿地", "湿地 AND NOT", "{湿地}", "(湿地", "湿地)", "+湿地", "~湿地",
    "湿地:*", "湿地 & !", "'湿地' | ''", "湿地 <-> x", "\\湿地\\", "湿地%", "湿地_", "'; DROP TABLE search_item; --", "湿地 /*",
    "<script>alert(1)</script>", "{{7*7}}", "{% load static %}", "%s%s%n", "湿\x00地", "湿地\r\nSet-Cookie: a=b", "😀", "-湿地", "--", '""',
    "“”", "（）", "，。", "_index:*", '{"query":{"match_all":{}}}', "湿地^2", "/湿.*/", "湿地~1", "[2020 TO *]",
]  # fmt: skip
"""Signs that mean something to one engine or another, to a template, a page, a header."""


def test_what_cannot_be_a_page_or_a_choice_is_left_out(agency: Agency) -> None:
    add(column(agency, "permits"), title="湿地公告")
    for page in NO_PAGES:
        answer = ask(q="湿地", page=page)
        assert answer.status_code == 200, page
        assert "页码无法识别" in seen(answer), page
        assert titles(answer) == ["湿地公告"], page
    for name, value in NO_CHOICES:
        answer = ask(q="湿地", **{name: value})
        assert "无法识别，已略去" in seen(answer), value
        assert titles(answer) == ["湿地公告"], value


def test_no_question_is_a_fault(agency: Agency) -> None:
    add(column(agency, "permits"), title="湿地公告")
    for question in QUESTIONS:
        answer = ask(q=question)
        assert answer.status_code == 200, question
        assert "<script>alert" not in answer.content.decode()
        assert "49" not in seen(answer), question
        json.loads(ask("/search/suggest/", q=question).content)
    for broken in ("q=%ff%fe", "q=%ed%a0%bd", "q", "q=%E6%B9%BF&q=%E5%9C%B0", "&&&=", "q=%00"):
        assert Client().get(f"/search/?{broken}").status_code == 200, broken


def test_signs_nobody_sees_are_taken_out_and_said(agency: Agency) -> None:
    add(column(agency, "permits"), title="湿地公告")
    answer = ask(q="湿地\x08")
    assert "控制字符已经去掉" in seen(answer)
    assert titles(answer) == ["湿地公告"]


def test_a_question_too_long_is_not_looked_for(agency: Agency) -> None:
    for question in ("湿" * 301, "湿地 " * 3400, "\x00" + "a" * 10_000):
        answer = ask(q=question)
        assert answer.status_code == 400
        assert "检索词太长" in seen(answer)
        assert not QueryCount.objects.exists()
        assert json.loads(ask("/search/suggest/", q=question).content) == {"titles": []}


def test_suggestions_are_titles_of_what_is_public(agency: Agency) -> None:
    add(column(agency, "permits"), title="不动产登记费用")
    add(column(agency, "permits"), title="不动产转移登记", live=False)
    answer = ask("/search/suggest/", q="不动产")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == {"titles": ["不动产登记费用"]}
    assert json.loads(ask("/search/suggest/").content) == {"titles": []}


def test_every_page_has_the_search_in_its_head(agency: Agency) -> None:
    item = add(column(agency, "permits"), title="湿地公告")
    for address in ("/", item.url, "/none/"):
        page = Client().get(address).content.decode()
        assert 'role="search" action="/search/"' in page
    assert page.count('type="search"') == 1
    assert ask().content.decode().count('type="search"') == 1
    assert Client().get("/search/elsewhere/").status_code == 404
    assert "/search/" not in Client().get("/sitemap-1.xml").content.decode()
