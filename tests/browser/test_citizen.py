"""A citizen's way: home, report, table, download; on a desktop and on a telephone, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Open, overflows
from tests.portal.sites import a_platform, published

from gongkai.report.reading import read_file
from gongkai.report.sample import sample, sample_previous

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AGENCY = "示例市清河区自然资源局"


@pytest.fixture
def site(tmp_path: Path) -> None:
    agency = a_platform(phone="0531-00000000", address="示例路1号")
    published(agency, sample_previous())
    published(agency, sample())


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_from_home_to_the_figures_and_a_file(
    visit: Open, width: int, javascript: bool, tmp_path: Path
) -> None:
    page = visit("/", width=width, javascript=javascript)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="政府信息公开年报").first.click()
    page.get_by_role("link", name="2023年").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年政府信息公开工作年度报告")
    expect(page.get_by_role("row", name="一、本年新收政府信息公开申请数量").first).to_contain_text("41")
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").first.click()
    file = tmp_path / "report.docx"
    download.value.save_as(file)
    assert read_file(file).figures == sample().figures


@pytest.mark.usefixtures("site")
def test_the_elder_mode_stays_while_going_on(visit: Open) -> None:
    page = visit("/", width=390)
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    usual = page.evaluate(size)
    page.get_by_role("link", name="长者模式").click()
    assert page.evaluate(size) > usual
    page.get_by_role("link", name="政府信息公开指南").first.click()
    assert page.evaluate(size) > usual
    assert not overflows(page)


@pytest.mark.usefixtures("site")
def test_a_table_is_one_click_from_its_chart(visit: Open) -> None:
    page = visit("/reports/2023/", javascript=False)
    details = page.locator("details", has_text="查看数据表").first
    details.locator("summary").click()
    expect(details.locator("table")).to_be_visible()
