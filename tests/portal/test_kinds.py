"""The page of an item of every kind: what it shows, and that it is sound."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.once import once
from tests.portal.items import MOMENT, add, column, document, every_kind, renew, window
from tests.portal.sites import Page, a_platform
from tests.portal.test_pages import check_soundness

from gongkai.portal.models import ConsultationPage, EnforcementPage, GuidePage, ItemPage, PolicyPage

pytestmark = pytest.mark.django_db


built, agency = once(a_platform, phone="0531-00000000", address="示例路1号", office="办公室")


@pytest.fixture
def items(agency: Any) -> dict[str, Any]:
    return every_kind(agency)


def look(client: Client, item: Any) -> Page:
    response = client.get(item.get_url())
    assert response.status_code == 200
    return Page(response)


def facts(page: Page) -> dict[str, str]:
    """The table at the head of an item."""
    import re

    html = page.html.split('<dl class="facts catalogue">')[1].split("</dl>")[0]
    return dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", html))


def test_every_kind_is_sound(items: dict[str, Any], client: Client) -> None:
    from gongkai.portal import models

    kinds = {type(one) for one in items.values()}
    assert kinds == {
        one for one in models.__dict__.values() if isinstance(one, type) and issubclass(one, ItemPage)
    }
    for slug, item in items.items():
        response = client.get(item.get_url())
        assert response.status_code == 200, slug
        check_soundness(response)
        page = Page(response)
        assert item.title in page.words
        assert facts(page)["发布机构"] == "示例市清河区自然资源局"
        assert page.html.index("facts catalogue") < page.html.index("<h1"), "the table comes first"


def test_every_link_of_every_kind_leads_somewhere(items: dict[str, Any], client: Client) -> None:
    links = {link for item in items.values() for link in look(client, item).links if link.startswith("/")}
    assert [link for link in sorted(links) if client.get(link).status_code not in {200, 302}] == []
    shown = {one["src"] for item in items.values() for one in look(client, item).all("img")}
    assert [src for src in shown if src.startswith("/files/") and client.get(src).status_code != 200] == []


def test_the_table_has_only_what_applies(items: dict[str, Any], client: Client) -> None:
    assert facts(look(client, items["plain"])) == {
        "索引号": "ZIRAN/2024-00001",
        "主题分类": "国土资源、能源\\土地",
        "体裁": "公告",
        "发布机构": "示例市清河区自然资源局",
        "成文日期": "2024-03-01",
        "发布日期": "2024-03-05 08:07",
        "公开方式": "主动公开",
        "公开依据": "条例第二十条第（五）项",
        "责任部门": "不动产登记中心",
        "来源": "示例市人民政府办公室",
        "关键词": "不动产登记，网上预约",
        "内容概述": "网上预约不动产登记的时间和办法",
    }
    assert facts(look(client, items["explanation"])).keys() == {"发布机构", "发布日期", "公开方式"}


def test_body_attachments_and_the_original(items: dict[str, Any], client: Client) -> None:
    page = look(client, items["plain"])
    heads = [one.get("scope") for one in page.all("th")]
    assert heads == ["col", "col", "col", "row", "row"]
    region = next(one for _, one in page.elements if one.get("role") == "region")
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] in {one.get("id") for one in page.all("caption")}
    assert "登记窗口照片" in {one["alt"] for one in page.all("img")}
    for words in (
        "Word文档（.docx），20.0 KB",
        "Excel表格（.xlsx）",
        "OFD版式文件（.ofd）",
        "WPS表格（.et）",
        "PDF文件（.pdf）",
    ):
        assert words in page.words
    assert "https://www.example.gov.cn/2024/1.html" in page.links
    assert "本机关网站上的原文" in page.words
    assert [client.get(link).status_code for link in page.links if link.startswith("/attachments/")] == [
        200
    ] * 5


def test_an_attachment_without_ending_or_size_is_still_shown(agency: Any, client: Client) -> None:
    item = add(column(agency, "permits"))
    strange = document(agency, "说明")
    type(strange).objects.filter(pk=strange.pk).update(file_size=None)
    item.attachments.create(document=strange, title="<b>说明</b>")
    renew(item)
    page = look(client, item)
    assert "<b>说明</b> 文件" in " ".join(page.words.split())
    assert "None" not in page.words


def test_a_policy_names_its_makers_the_leading_one_first(items: dict[str, Any], client: Client) -> None:
    page = look(client, items["policy"])
    own = facts(page)
    assert own["发文机关"] == "示例市清河区人民政府、中共示例市清河区委组织部（党的机关）、示例市清河区财政局"
    assert own["文件种类"] == "行政规范性文件"
    assert own["有效性"].startswith("有效（有效期至")
    assert own["文号"] == "清河规〔2024〕1号"


def test_document_and_interpretation_lead_to_each_other(items: dict[str, Any], client: Client) -> None:
    policy, explanation = items["policy"], items["explanation"]
    assert explanation.get_url() in look(client, policy).links
    assert "政策解读" in look(client, policy).words
    assert policy.get_url() in look(client, explanation).links
    assert "解读的文件" in look(client, explanation).words
    renew(explanation, live=False)
    assert explanation.get_url() not in look(client, policy).links, "not public any more"


def test_a_new_edition_and_the_old_lead_to_each_other(items: dict[str, Any], client: Client) -> None:
    old, policy = items["old-policy"], items["policy"]
    page = look(client, old)
    assert "本文件已被新文件代替" in page.words
    assert policy.get_url() in page.links
    assert facts(page)["有效性"] == "废止"
    assert old.get_url() in look(client, policy).links
    renew(policy, live=False)
    page = look(client, old)
    assert "已被新文件代替" not in page.words, "the new one is not public"
    assert facts(page)["有效性"] == "有效"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"validity": "repealed"}, "已经废止"),
        ({"validity": "valid", "valid_until": "2020-01-01"}, "已经失效"),
    ],
)
def test_what_is_not_in_force_says_so(agency: Any, client: Client, given: dict[str, str], word: str) -> None:
    page = look(client, add(column(agency, "normative-documents"), PolicyPage, **given))
    assert f"本文件{word}" in page.words
    assert page.html.index(word) < page.html.index("<h1")


def test_pictures_have_words(items: dict[str, Any], client: Client) -> None:
    page = look(client, items["picture"])
    assert {"登记大厅照片0", "登记大厅照片1"} <= {one["alt"] for one in page.all("img")}
    assert len(page.all("figcaption")) == 2
    assert all(int(one["width"]) and int(one["height"]) for one in page.all("img"))


class TestGuide:
    def test_it_has_all_the_law_asks(self, items: dict[str, Any], client: Client) -> None:
        """条例第十二条."""
        for address in (items["our-guide"].get_url(), "/guide/"):
            words = Page(client.get(address)).words
            for asked in (
                "公开哪些信息", "编排", "怎样获取", "公开工作机构", "办公地址", "办公时间", "联系电话", "传真号码",
                "互联网联系方式", "申请的接收渠道", "可以当面、邮寄、网上提出申请", "最近核对",
            ):  # fmt: skip
                assert asked in words, (address, asked)
            assert "已超过一年" not in words

    def test_the_column_shows_the_newest(self, items: dict[str, Any], agency: Any, client: Client) -> None:
        add(
            column(agency, "guide"),
            GuidePage,
            title="新指南",
            channels="<p>新渠道。</p>",
            at=MOMENT + timedelta(days=9),
        )
        words = Page(client.get("/guide/")).words
        assert "新渠道。" in words
        assert "可以当面、邮寄、网上提出申请" not in words

    def test_one_long_not_looked_through_says_so(self, items: dict[str, Any], client: Client) -> None:
        day = timezone.localdate() - timedelta(days=400)
        renew(items["our-guide"], looked_through_on=day)
        for address in (items["our-guide"].get_url(), "/guide/"):
            words = Page(client.get(address)).words
            assert f"最近一次核对是{day:%Y-%m-%d}，已超过一年" in words


def test_the_institution_shows_who_minds_what(items: dict[str, Any], client: Client) -> None:
    words = look(client, items["institution"]).words
    for asked in (
        "示例甲",
        "党组书记、局长",
        "主持全面工作",
        "分管不动产登记",
        "办公室",
        "示例路1号201室",
        "负责不动产登记",
    ):
        assert asked in words


def test_meeting_budget_and_lists(items: dict[str, Any], client: Client) -> None:
    assert facts(look(client, items["meeting"]))["会议日期"] == "2024-03-04"
    assert "听取登记工作汇报" in look(client, items["meeting"]).words
    budget = facts(look(client, items["budget"]))
    assert (budget["年度"], budget["种类"], budget["批复日期"]) == ("2024年", "预算", "2024-02-20")
    assert budget["范围"] == "部门（含所属各单位）"
    duties = look(client, items["duties"])
    assert facts(duties)["清单版本日期"] == "2024-01-01"
    assert "《不动产登记暂行条例》" in duties.words
    data = look(client, items["data"])
    assert facts(data)["统计时段"] == "2023年全年"
    assert "1,204" in data.words


def test_nought_is_nought_and_what_is_not_given_says_so(items: dict[str, Any], client: Client) -> None:
    page = look(client, items["enforcement"])
    rows = " ".join(page.words.split())
    assert "行政许可 0 件" in rows.replace("许可0件", "许可 0 件")
    assert "未提供" in rows
    assert "3.5" in rows
    assert "3.5000" not in rows


def test_fines_are_written_as_given(agency: Any, client: Client) -> None:
    item = add(column(agency, "penalties"), EnforcementPage, year=2023, fines="100.0000")
    assert "100万元" in "".join(look(client, item).words.split())


def test_a_topic_gathers_what_is_public(items: dict[str, Any], client: Client) -> None:
    topic, plain, policy = items["topic"], items["plain"], items["policy"]
    assert {plain.get_url(), policy.get_url()} <= set(look(client, topic).links)
    renew(plain, live=False, withdrawn_at=MOMENT)
    assert plain.get_url() not in look(client, topic).links


@pytest.mark.parametrize(
    ("opens", "closes", "more", "words"),
    [
        (5, 35, {}, "尚未开始"),
        (-5, 0, {}, "今天是最后一天"),
        (-5, 25, {}, "还有25天"),
        (-40, -1, {}, "征集已经结束"),
        (-40, -1, {"result": "<p>收到意见3条，采纳2条。</p>", "result_on": "2024-05-06"}, "结果已公布"),
    ],
)
def test_a_consultation_says_how_far_it_is(
    agency: Any, client: Client, opens: int, closes: int, more: dict[str, str], words: str
) -> None:
    today = timezone.localdate()
    item = add(
        column(agency, "others"),
        ConsultationPage,
        opens_on=today + timedelta(days=opens),
        closes_on=today + timedelta(days=closes),
        how="信函、电话",
        **more,
    )
    page = look(client, item)
    assert words in page.words
    if more:
        assert page.html.index("收到意见3条") < page.html.index("怎样提意见"), "the result comes first"


class TestWithdrawn:
    def test_the_notice_gives_the_reason_and_shows_nothing_else(self, agency: Any, client: Client) -> None:
        item = add(column(agency, "permits"), title="张三的公告", summary="内情")
        renew(item, live=False, withdrawn_at=MOMENT, withdrawn_reason="有错误，正在核对")
        response = client.get(item.get_url())
        assert response.status_code == 410
        check_soundness(response)
        page = Page(response)
        for words in ("信息已撤回", "2024-03-05 08:07", "有错误，正在核对", "0531-00000000"):
            assert words in page.words
        for words in ("张三", "内情", "不动产登记可以在网上预约"):
            assert words not in page.html
        assert client.get(f"{item.get_url()}qr.svg").status_code == 404

    def test_of_what_was_purged_not_even_the_reason(self, agency: Any, client: Client) -> None:
        item = add(column(agency, "permits"))
        renew(item, live=False, withdrawn_at=MOMENT, purged_at=MOMENT, withdrawn_reason="含张三的身份证号")
        response = client.get(item.get_url())
        assert response.status_code == 410
        assert "张三" not in response.content.decode()


def test_a_draft_is_not_there(agency: Any, client: Client) -> None:
    item = add(column(agency, "permits"), live=False)
    for address in ("", "qr.svg"):
        assert client.get(f"/disclosure/permits/{item.slug}/{address}").status_code == 404


def test_the_qr_code_holds_the_full_address(agency: Any, client: Client, settings: Any) -> None:
    import segno

    settings.SITE_URL = "https://www.example.gov.cn"
    item = add(column(agency, "permits"), slug="notice")
    response = client.get("/disclosure/permits/notice/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    expected = segno.make("https://www.example.gov.cn/disclosure/permits/notice/", error="m", micro=False)
    assert expected.svg_inline(scale=4, border=4).split(' d="')[1][:200] in response.content.decode()
    assert f"{item.get_url()}qr.svg" in [one["src"] for one in look(client, item).all("img")]


def test_news_of_the_window_is_no_disclosure_by_law(
    items: dict[str, Any], agency: Any, client: Client
) -> None:
    assert window(agency).get_url() == "/window/"
    page = look(client, items["picture"])
    assert page.meta["ColumnType"] == "工作动态"
    home = Page(client.get("/"))
    assert "登记大厅照片0" in {one["alt"] for one in home.all("img")}
