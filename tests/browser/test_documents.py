"""The register of documents in a real browser: a document is repealed, the public page and lists follow; no barriers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.publishing.desk import address, desk, published

from gongkai.portal.models import PolicyPage
from gongkai.registers.models import Document
from gongkai.registers.services import documents as acts
from gongkai.registers.services.documents import Entry, Happened
from gongkai.registers.table import table_two

LIST = "/office/registers/documents/"


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_repealed_in_the_office_it_is_repealed_in_public(
    visit: Open, barriers: Callable[[Page], list[str]], live_server: Any
) -> None:
    at = desk()
    page = published(
        at,
        "应急物资储备管理办法",
        kind=PolicyPage,
        column="normative-documents",
        basis="20.1",
        document_number="清应急规〔2021〕3号",
        level="normative",
    )
    until = timezone.localdate() + timedelta(days=20)
    facts = {"title": "应急物资储备管理办法", "number": "清应急规〔2021〕3号"}
    document: Document = acts.enter(
        None, at.agency, Entry(facts, (Happened("made", timezone.localdate() - timedelta(days=900), until),))
    )
    acts.link(None, at.agency, document, page)

    office = visit("/office/login/")
    office.fill("input[name=username]", at.officer.username)
    office.fill("input[name=password]", "a long password 3")
    office.keyboard.press("Enter")
    expect(office.get_by_text("有效期还有20日")).to_be_visible()
    own = f"{LIST}{document.public_id}/"
    faults = {}
    for width in (1280, 390):
        office.set_viewport_size({"width": width, "height": 900})
        for name in ("", "new/", "cleaning/", "import/", "filed/", "filed/new/", "filed/catalogue/"):
            office.goto(f"{LIST}{name}")
            faults[f"{name} {width}"] = [*barriers(office), *["sideways"] * overflows(office)]
        office.goto(own)
        faults[f"document {width}"] = [*barriers(office), *["sideways"] * overflows(office)]
    assert {name: found for name, found in faults.items() if found} == {}

    searching = visit("/search/?q=应急物资储备", width=390)
    expect(searching.get_by_text("有效", exact=True).first).to_be_visible()
    year, place = timezone.localdate().year, "proactive.normative_documents.repealed"
    assert table_two(at.agency, year)[place].value == 0

    office.get_by_text("登记变动", exact=True).first.click()
    form = office.locator("details[open]")
    form.get_by_label("事项").select_option(label="废止")
    form.get_by_label("日期", exact=False).first.fill(timezone.localdate().isoformat())
    form.get_by_label("依据的文件").fill("清应急〔2024〕1号")
    form.get_by_role("button", name="登记变动").click()
    expect(office.get_by_text("依据：清应急〔2024〕1号。")).to_be_visible()

    citizen = visit(address(page), width=390, javascript=False)
    expect(citizen.get_by_text("本文件已经废止。")).to_be_visible()
    searching.reload()
    expect(searching.locator("main h3").get_by_text("废止", exact=True)).to_be_visible()
    searching.goto("/search/?q=应急物资储备&validity=valid")
    expect(searching.get_by_role("heading", name="没有找到“应急物资储备”")).to_be_visible()
    assert table_two(at.agency, year)[place].value == 1
    citizen.goto("/documents/repealed/")
    expect(citizen.get_by_role("link", name="（废止）应急物资储备管理办法")).to_be_visible()
    assert not overflows(citizen)
    with citizen.expect_download() as got:
        citizen.get_by_role("link", name="Word 下载").click()
    assert got.value.suggested_filename == "应急物资储备管理办法.docx"
    public = visit("/documents/repealed/", width=1280)
    assert barriers(public) == []
