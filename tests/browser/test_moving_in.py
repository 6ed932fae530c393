"""From an old address to the new page: fetched from an old site, brought in, found under its old address in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Open
from tests.crawling.old_site import furnish, old_site
from tests.crawling.test_crawl import a_mapping, crawl
from tests.portal.sites import a_platform

from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies
from gongkai.publishing.importing.sources import Folder
from gongkai.publishing.importing.table import read_table
from gongkai.publishing.services import importing

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]


def test_an_old_address_leads_to_the_new_page(visit: Open, tmp_path: Path) -> None:
    agency = a_platform("某某市某某局")
    out = tmp_path / "out"
    with old_site() as site:
        furnish(site, pages=2, per_page=2)
        crawl(a_mapping(site, tmp_path, "/gk/tzgg/index.html"), out)
    rows = list(check_rows(read_table("信息.csv", out / "信息.csv"), Folder(out / "files"), Agencies()))
    assert [row.message for row in rows if row.state != "history"] == []
    batch = importing.begin_import(None, agency, "信息.csv")
    importing.stage(batch, rows)
    importing.finish_reading(None, agency, batch)
    importing.enter(importing.approve_import(None, agency, batch), Folder(out / "files"))
    page = visit("/gk/tzgg/201905/t20190501_1.html", width=390)
    expect(page.get_by_role("heading", level=1)).to_have_text("关于第1号事项的通知")
    assert "/gk/tzgg/" not in page.url
    picture = page.get_by_role("img", name="现场")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") > 0
    page.screenshot(path=tmp_path / "moved.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="附件1：第1号名单").click()
    assert download.value.path().read_text("utf-8") == "第1号的名单"
    page.get_by_role("link", name="下一号").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("关于第2号事项的通知")
    assert "/gk/tzgg/" not in page.url, "the link leads to the new page itself"
    with page.expect_download() as download:
        page.evaluate("location.href = '/gk/tzgg/201905/P01905012.txt'")
    assert download.value.suggested_filename.endswith("第2号名单.txt")
