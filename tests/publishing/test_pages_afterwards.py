"""The pages of what follows review over HTTP: papers, withdrawal, purging, packets, my day, settings; nothing foreign anywhere."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from docx import Document
from tests.agencies.office import logged_in
from tests.once import once
from tests.publishing.desk import (
    PNG,
    Desk,
    a_document,
    a_scan,
    approve,
    attach,
    change,
    column_of,
    desk,
    draft,
    fresh,
    published,
    send,
    today,
)

from gongkai.agencies.models import Duty, Role, User
from gongkai.portal.models import ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import ReadingRule, ReviewPlan, Round, SensitiveWord, Withdrawal
from gongkai.publishing.urls import urlpatterns

pytestmark = pytest.mark.django_db


built, at = once(desk)


@pytest.fixture
def item(at: Desk) -> ItemPage:
    return draft(at.officer, at.agency)


def page(who: User, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = logged_in(who).get(f"{reverse(f'publishing:{name}', args=args)}{query}")
    assert answer.status_code == status, (name, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode(errors="replace")


def post(who: User, name: str, *args: Any, **data: Any) -> Any:
    return logged_in(who).post(reverse(f"publishing:{name}", args=args), data, follow=True)


# On paper


def scan(name: str = "签字.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def on_paper(who: User, one: Round, signer: User, **more: Any) -> Any:
    values = {
        "signer": signer.public_id,
        "on": f"{today():%Y-%m-%d}",
        "verdict": "approve",
        "comment": "同意",
        "proofread": "on",
        "scan": scan(),
        "seen": Round.everything.get(pk=one.pk).verdicts.count(),
    }
    return post(who, "paper", one.public_id, **(values | more))


def test_paper_approval_over_http(at: Desk, item: ItemPage) -> None:
    one = send(at.officer, item)
    shown = page(at.officer, "paper", one.public_id)
    assert "li-yingji某" in shown
    assert "zhao-yingji某" not in shown.split("</nav>")[-1].split("<form")[-1]
    bad = on_paper(at.officer, one, at.reviewer, scan=scan("扫描.png", b"not a picture"))
    assert bad.status_code == 422
    word = on_paper(at.officer, one, at.reviewer, scan=scan("意见.txt", "同意".encode()))
    assert "应为PDF、JPG或者PNG" in word.content.decode()
    assert on_paper(at.officer, one, at.head).status_code == 422
    assert "已登记纸质审批" in on_paper(at.officer, one, at.reviewer).content.decode()
    shown = page(at.officer, "item", item.slug)
    assert "纸质审批" in shown
    assert "由zhang-yingji某登记" in shown
    number = one.verdicts.get(paper=True).number
    answer = logged_in(at.officer).get(reverse("publishing:scan", args=[one.public_id, number]))
    assert b"".join(answer) == PNG  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    assert logged_in(at.officer).get(reverse("publishing:scan", args=[one.public_id, 1])).status_code == 404
    assert on_paper(at.officer, one, at.secrecy, verdict="return", comment="退").status_code == 200
    assert Round.everything.get().state == Round.State.RETURNED


def test_the_papers(at: Desk, item: ItemPage) -> None:
    one = approve(at.reviewer, send(at.officer, item), comment="内容属实")
    shown = page(at.officer, "paper_form", one.public_id)
    for words in ("政府信息公开审批单", "保密审查单", "内容属实", "☐涉及国家秘密", "主要（分管）领导审签"):
        assert words in shown
    approve(at.secrecy, one, secrecy=services.SecrecyAnswer("partly", "条例第十五条", frozenset({"privacy"})))
    shown = page(at.officer, "paper_form", one.public_id)
    assert "☑涉及个人隐私" in shown
    assert "☑作区分处理后公开" in shown
    answer = logged_in(at.officer).get(reverse("publishing:paper_docx", args=[one.public_id]))
    document = Document(io.BytesIO(answer.content))
    assert [table.cell(0, 0).text for table in document.tables] == ["信息名称", "填表日期"]
    assert "条例第十五条" in document.tables[1].rows[-1].cells[1].text


# Afterwards


def test_withdrawal_and_its_review_over_http(at: Desk) -> None:
    item = published(at)
    assert "立即撤回" in page(at.officer, "withdraw", item.slug)
    assert post(at.officer, "withdraw", item.slug, reason="").status_code == 422
    assert "公众现在看不到了" in post(at.officer, "withdraw", item.slug, reason="有误").content.decode()
    one = Withdrawal.everything.get()
    assert "有误" in page(at.head, "withdrawals")
    assert 'name="do"' in page(at.head, "withdrawal", one.public_id)
    assert 'name="do"' not in page(at.officer, "withdrawal", one.public_id)
    answer = post(at.head, "withdrawal", one.public_id, do="restore", comment="内容没有问题")
    assert "恢复公开" in answer.content.decode()
    assert fresh(item).live
    assert "有误" in page(at.head, "withdrawals", query="?all=1")


def test_purging_asks_for_the_word(at: Desk) -> None:
    item = attach(draft(at.officer, at.agency), at.officer, a_document(at.agency, "名单.txt"))
    shown = page(at.head, "purge", item.slug)
    assert "全部2个版本" in shown
    assert "名单.txt" in shown
    assert "备份" in shown
    assert post(at.head, "purge", item.slug, why="privacy", confirm="是").status_code == 422
    assert fresh(item).purged_at is None
    assert (
        "由机关负责人" in post(at.officer, "purge", item.slug, why="privacy", confirm="清除").content.decode()
    )
    assert (
        "已清除2个版本、1个文件"
        in post(at.head, "purge", item.slug, why="privacy", confirm="清除").content.decode()
    )
    assert "（内容已清除）" in page(at.officer, "item", item.slug)


def test_places_and_address_over_http(at: Desk) -> None:
    item = published(at)
    data = {"place-kind": "board", "place-place": "一楼公开栏", "place-on": f"{today():%Y-%m-%d}"}
    assert "一楼公开栏" in post(at.officer, "place", item.slug, **data).content.decode()
    late = data | {"place-on": f"{today() + timedelta(days=2):%Y-%m-%d}", "place-place": "还没有的"}
    answer = post(at.officer, "place", item.slug, **late)
    assert answer.status_code == 422
    assert "还没有的" in answer.content.decode()
    number = item.placements.get().pk
    assert "已删除这项登记" in post(at.officer, "unplace", item.slug, number).content.decode()
    answer = post(at.officer, "outside", item.slug, **{"outside-address": "www.example.gov.cn"})
    assert answer.status_code == 422
    post(at.officer, "outside", item.slug, **{"outside-address": "https://www.example.gov.cn/1.html"})
    assert fresh(item).outside_address == "https://www.example.gov.cn/1.html"


def test_the_packet(at: Desk) -> None:
    item = draft(at.officer, at.agency, keywords="=安全")
    item = attach(
        item,
        at.officer,
        a_document(at.agency, "附表.txt", b"exactly"),
        a_document(at.agency, "附表.txt", b"two"),
    )
    one = send(at.officer, item)
    assert "没有公开" in post(at.officer, "packet", item.slug).content.decode()
    for who in at.deciders:
        one = approve(who, one)
    assert "下载" in page(at.officer, "packet", item.slug)
    answer = logged_in(at.officer).post(reverse("publishing:packet", args=[item.slug]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert {"正文.html", "目录信息.json", "目录信息.csv"} < set(names)
        files = {packed.read(name) for name in names if name.startswith("附件/")}
        assert files == {b"exactly", b"two"}
        facts = json.loads(packed.read("目录信息.json"))
        assert facts["索引号"] == fresh(item).index_number
        assert "6月30日前" in packed.read("正文.html").decode()
        assert "'=安全" in packed.read("目录信息.csv").decode()


# My day


def day(who: User) -> str:
    answer = logged_in(who).get("/office/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_my_day(at: Desk, item: ItemPage) -> None:
    assert "新建信息" in day(at.officer)
    assert "新建信息" not in day(at.secrecy)
    assert "我的草稿（1）" in day(at.officer)
    one = send(at.officer, item)
    assert "我送审的（1）" in day(at.officer)
    assert "待我审核（1）" in day(at.reviewer)
    assert "没有等您审核的信息" in day(at.head)
    services.give_back(at.reviewer, at.agency, one, "改一改")
    shown = day(at.officer)
    assert "退回给我（1）" in shown
    assert "改一改" in shown
    assert "待我审核（1）" not in day(at.reviewer)
    one = send(at.officer, item, publish_at=timezone.now() + timedelta(minutes=5))
    assert "退回给我" not in day(at.officer)
    for who in at.deciders:
        one = approve(who, one)
    assert "定时发布（1）" in day(at.officer)
    gone = published(at, "要撤的")
    services.withdraw_item(at.head, at.agency, gone, "看错")
    assert "待复核的撤回（1）" in day(at.reviewer)
    assert "待复核的撤回" not in day(at.head)


# Settings


def test_the_plan_over_http(at: Desk) -> None:
    assert "三审（签发）" in page(at.head, "settings")
    assert "一审" in page(at.head, "plan")
    data: dict[str, Any] = {"agency": at.agency.public_id, "kind": "", "name-0": "审核", "duty-0": "head"}
    answer = post(at.head, "plan", **data)
    assert answer.status_code == 422
    assert "保密审查单" in answer.content.decode()
    post(at.head, "plan", **data, **{"secrecy-0": "on", "several": "on"})
    plan = ReviewPlan.everything.get()
    assert (plan.steps, plan.several) == ([{"name": "审核", "duty": "head", "secrecy": True}], True)
    assert "没有办理这件事的职责" in post(at.officer, "plan", **data).content.decode()


def test_the_rules_over_http(at: Desk) -> None:
    column = column_of(at.agency)
    shown = page(at.head, "rules", query=f"?column={column.pk}")
    assert "手机号码" in shown
    data = {
        "agency": at.agency.public_id,
        "column": column.pk,
        "set:PHONE-MOBILE": "off",
        "why:PHONE-MOBILE": "",
    }
    answer = post(at.head, "rules", **data)
    assert answer.status_code == 422
    assert "写明理由" in answer.content.decode()
    post(at.head, "rules", **(data | {"why:PHONE-MOBILE": "律师名录"}))
    row = ReadingRule.everything.get()
    assert (row.column, row.rule, row.setting) == (column, "PHONE-MOBILE", "off")
    assert "律师名录" in page(at.head, "rules")


def test_the_words_over_http(at: Desk) -> None:
    agency = {"agency": at.agency.public_id}
    assert post(at.reviewer, "word_add", **agency, word="的", kind="自定义").status_code == 422
    post(at.reviewer, "word_add", **agency, word="清河新区", kind="自定义", suggestion="清河区")
    table = "词语,类别,建议\n清河新城,自定义,清河区\n,自定义,\n某词,没有的类,\n".encode()
    answer = post(at.reviewer, "words_import", **agency, file=SimpleUploadedFile("词表.csv", table))
    shown = answer.content.decode()
    assert "已导入1个词" in shown
    assert "第3行" in shown
    assert "第4行" in shown
    taken = logged_in(at.reviewer).get(reverse("publishing:words_export")).content.decode()
    assert "清河新区,自定义,清河区" in taken
    again = post(at.reviewer, "words_import", **agency, file=SimpleUploadedFile("再来.csv", taken.encode()))
    assert "已导入2个词" in again.content.decode()
    word = SensitiveWord.everything.get(word="清河新区")
    post(at.reviewer, "word_remove", word.pk, **agency)
    assert SensitiveWord.everything.count() == 1
    assert "没有办理" in post(at.officer, "words").content.decode()


def test_the_catalogue_over_http(at: Desk) -> None:
    agency = {"agency": at.agency.public_id}
    assert page(at.head, "catalogue")
    assert post(at.head, "catalogue", **agency, index_pattern="{year}", digits=5).status_code == 422
    post(at.head, "catalogue", **agency, index_pattern="QH-{year}-{number}", digits=3)
    assert published(at).index_number == f"QH-{timezone.localdate().year}-001"


# Nothing foreign


def test_nothing_of_another_agency_is_there(at: Desk) -> None:
    other = desk("示例市清河区水务局", "shuiwu")
    item = published(other, "水务局的秘密")
    change(item, other.officer, title="水务局的新秘密")
    one = send(other.officer, item)
    verdict = approve(
        other.officer, one, paper=services.PaperSignature(other.reviewer, today(), a_scan(other))
    )
    services.withdraw_item(other.officer, other.agency, item, "水务局的理由")
    withdrawal = Withdrawal.everything.get()
    services.set_words(other.head, other.agency, [("水务秘词", "自定义", "", "")])
    word = SensitiveWord.everything.get()
    place = {"slug": item.slug, "public_id": one.public_id, "number": word.pk}
    mine = logged_in(at.head)
    Role.everyone.create(person=at.head, agency=at.agency, duty=Duty.REVIEWER)
    assert verdict.step == 1
    for pattern in urlpatterns:
        if not isinstance(pattern, URLPattern):  # the pages of imports have tests of their own
            continue
        names = list(pattern.pattern.converters)
        values = [place[name] for name in names]
        if pattern.name == "withdrawal":
            values = [withdrawal.public_id]
        if pattern.name == "scan":
            values = [one.public_id, one.verdicts.get(paper=True).number]
        address = reverse(f"publishing:{pattern.name}", args=values)
        for method in ("get", "post"):
            for query in ("", f"?agency={other.agency.public_id}"):
                answer = getattr(mine, method)(address + query)
                body = b"".join(answer) if answer.streaming else answer.content
                assert "水务" not in body.decode(errors="replace"), (address, method)
                if names:
                    assert answer.status_code in (404, 405), (address, method, answer.status_code)
    assert SensitiveWord.everything.filter(pk=word.pk).exists()
    assert Client().get(reverse("publishing:items")).status_code == 302


def test_every_date_is_chinas(at: Desk, item: ItemPage) -> None:
    assert fresh(item).formed_on == date(2026, 3, 2)
    assert "2026-03-02" in page(at.officer, "items", query="?stand=all")
