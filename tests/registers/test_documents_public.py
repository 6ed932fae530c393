"""What citizens see of the register: the lists in force and not, the ways to them, the text as files."""

from __future__ import annotations

import io
import subprocess
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.once import once
from tests.portal.items import TABLE, add, column
from tests.portal.sites import Page, a_platform
from wagtail.rich_text import RichText

from gongkai.agencies.models import Agency
from gongkai.portal import gate
from gongkai.portal.models import PolicyPage
from gongkai.registers.models import Document
from gongkai.registers.public import listing
from gongkai.registers.services import documents as acts
from gongkai.registers.services.documents import Entry, Happened, Maker

pytestmark = pytest.mark.django_db


built, agency = once(a_platform)


def policy(agency: Agency, number: int = 1, **more: Any) -> PolicyPage:
    given = {
        "title": f"示例市清河区第{number}号办法",
        "slug": f"policy-{number}",
        "document_number": f"清河规〔2020〕{number}号",
        "level": "normative",
        "validity": "valid",
        "formed_on": date(2020, 3, 1),
    }
    page: PolicyPage = add(column(agency, "normative-documents"), PolicyPage, **(given | more))
    return page


def register(agency: Agency, page: PolicyPage | None, number: int = 1, **more: Any) -> Document:
    made = Happened("made", date(2020, 3, 1) + timedelta(days=number), more.pop("until", None))
    facts = {"title": f"登记的第{number}号", "number": f"清河规〔2020〕{number}号"} | more.pop("facts", {})
    document = acts.enter(None, agency, Entry(facts, (made,), tuple(more.pop("makers", ()))))
    if page is not None:
        acts.link(None, agency, document, page)
    return document


def listed(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = Page(answer)
    return [words.strip() for words in page.words.splitlines() if words.strip().startswith("（")]


def test_in_force_and_not_from_the_same_rows(agency: Agency, client: Client) -> None:
    document = register(
        agency,
        policy(agency),
        facts={"filing_number": "QHBA-2020-7"},
        until=date(2099, 12, 31),
        makers=[Maker("中共示例市清河区委宣传部", party=True)],
    )
    answer = client.get("/documents/").content.decode()
    assert "（有效）示例市清河区第1号办法" in answer
    for words in (
        "清河规〔2020〕1号",
        "示例市清河区自然资源局、中共示例市清河区委宣传部（党的机关）",
        "有效期至2099-12-31",
        "QHBA-2020-7",
        "2020-03-02",
    ):
        assert words in answer
    assert "目前没有废止" in client.get("/documents/repealed/").content.decode()
    acts.happen(None, agency, document, Happened("repealed", date(2022, 6, 1)))
    assert "目前没有公开现行有效" in client.get("/documents/").content.decode()
    assert "（废止）示例市清河区第1号办法" in client.get("/documents/repealed/").content.decode()


def test_only_what_is_public_is_listed_under_its_reviewed_title(agency: Agency, client: Client) -> None:
    page = policy(agency)
    register(agency, page)
    register(agency, None, 2)
    answer = client.get("/documents/").content.decode()
    assert "登记的第" not in answer
    assert "现行有效（1件）" in answer
    with gate.opened():
        page = PolicyPage.objects.get(pk=page.pk)
        page.live = False
        page.save()
    assert "现行有效（0件）" in client.get("/documents/").content.decode()


def test_what_ran_out_today_is_listed_so_before_the_clock_comes_round(agency: Agency, client: Client) -> None:
    document = register(agency, policy(agency), until=date(2099, 1, 1))
    Document.everything.filter(pk=document.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "（失效）" in client.get("/documents/repealed/").content.decode()
    assert "现行有效（0件）" in client.get("/documents/").content.decode()


def test_pages_are_counted_from_the_oldest_and_stay(agency: Agency, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    for number in range(1, 8):
        register(agency, policy(agency, number), number)
    newest = client.get("/documents/").content.decode()
    assert [f"第{n}号办法" in newest for n in range(1, 8)] == [False] * 3 + [True] * 4
    first = client.get("/documents/list/1/").content.decode()
    assert [f"第{n}号办法" in first for n in range(1, 8)] == [True] * 3 + [False] * 4
    register(agency, policy(agency, 8), 8)
    again = client.get("/documents/list/1/").content.decode()
    assert [f"第{n}号办法" in again for n in range(1, 9)] == [True] * 3 + [False] * 5
    for address in ("/documents/list/3/", "/documents/list/0/", "/documents/none/", "/documents/list/"):
        assert client.get(address).status_code == 404, address


def test_the_column_leads_to_the_lists_once_there_is_something(agency: Agency, client: Client) -> None:
    rules = next(one for one in type(column(agency, "permits")).objects.all() if one.basis == "20.1")
    assert "/documents/" not in client.get(rules.url).content.decode()
    register(agency, policy(agency))
    links = Page(client.get(rules.url)).links
    assert {"/documents/", "/documents/repealed/"} <= set(links)
    assert "/documents/" not in Page(client.get(column(agency, "permits").url)).links


def test_a_list_asks_the_same_however_long(agency: Agency, client: Client) -> None:
    def asked() -> int:
        from django.core.cache import cache

        client.get("/documents/")
        cache.clear()
        client.get("/mistakes/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/documents/").status_code == 200
        return len(captured)

    register(agency, policy(agency))
    before = asked()
    for number in range(2, 22):
        register(agency, policy(agency, number), number)
    assert asked() == before <= 20


def test_interpretations_are_linked(agency: Agency, client: Client) -> None:
    page = policy(agency)
    explanation = add(column(agency, "permits"), slug="why", title="《办法》解读")
    page.interpretations.create(item=explanation)
    with gate.opened():
        page.save()
    register(agency, page)
    assert explanation.url in Page(client.get("/documents/")).links


def test_two_agencies_do_not_mix(agency: Agency, client: Client) -> None:
    register(agency, policy(agency))
    a_platform("示例市清河区水务局", "shuiwu")
    assert "第1号办法" in client.get("/ziran/documents/").content.decode()
    assert "第1号办法" not in client.get("/shuiwu/documents/").content.decode()
    assert client.get("/documents/").status_code == 404


class TestFiles:
    def page(self, agency: Agency) -> PolicyPage:
        words = "<p>各有关单位：</p><h3>第一章 总则</h3><p>第一条　为了规范管理，制定本办法。</p><p>一、适用范围</p>"
        return policy(
            agency, body=[("paragraph", RichText(words)), ("table", TABLE)], valid_until=date(2099, 12, 31)
        )

    def test_word(self, agency: Agency, client: Client) -> None:
        page = self.page(agency)
        assert {f"{page.url}docx/", f"{page.url}pdf/"} <= set(Page(client.get(page.url)).links)
        answer = client.get(f"{page.url}docx/")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        document = docx.Document(io.BytesIO(answer.content))
        styles = [(one.style.name, one.text) for one in document.paragraphs]
        assert styles[0] == ("Title", "示例市清河区第1号办法")
        assert styles[1][1] == (
            "（示例市清河区自然资源局　2020年3月1日　清河规〔2020〕1号　有效　有效期至2099年12月31日）"
        )
        assert ("Heading 1", "第一章 总则") in styles
        assert ("Heading 1", "一、适用范围") in styles
        assert document.tables[0].cell(1, 1).text == "38"
        again = client.get(f"{page.url}docx/", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304

    def test_pdf(self, agency: Agency, client: Client, require: Any, tmp_path: Any) -> None:
        require("pdftotext", "cjk-font")
        page = self.page(agency)
        answer = client.get(f"{page.url}pdf/")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")
        file = tmp_path / "a.pdf"
        file.write_bytes(answer.content)
        told = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
        words = "".join(told.split())
        for one in (
            "示例市清河区第1号办法",
            "第一条为了规范管理，制定本办法。",
            "1,204",
            "〔2020〕1号",
        ):
            assert one in words

    def test_the_files_follow_the_register(self, agency: Agency, client: Client) -> None:
        page = self.page(agency)
        document = register(agency, page)
        before = client.get(f"{page.url}docx/")
        acts.happen(None, agency, document, Happened("repealed", date(2022, 6, 1)))
        after = client.get(f"{page.url}docx/")
        assert before["ETag"] != after["ETag"]
        note = docx.Document(io.BytesIO(after.content)).paragraphs[1].text
        assert "废止" in note
        assert "有效期至" not in note

    def test_only_rules_and_normative_documents_and_only_public_ones(
        self, agency: Agency, client: Client
    ) -> None:
        other = policy(agency, 5, level="other")
        assert client.get(f"{other.url}docx/").status_code == 404
        plain = add(column(agency, "permits"), slug="plain")
        assert client.get(f"{plain.url}pdf/").status_code == 404
        page = self.page(agency)
        with gate.opened():
            page.live, page.withdrawn_at = False, timezone.now()
            page.save()
        assert client.get(f"{page.url}docx/").status_code == 404
