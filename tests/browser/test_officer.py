"""An officer's way: log in, upload a report with a mistake, see it, mend it, publish, correct; without scripts, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.portal.sites import a_platform, published
from tests.reporting.office import make_person, wrong_report

from gongkai.report.sample import sample_previous
from gongkai.report.writing import write

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
GRANTED = "f-applications.granted.person"


@pytest.fixture
def site() -> None:
    agency = a_platform()
    published(agency, sample_previous())
    make_person(agency, name="zhang")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write(wrong_report(), tmp_path / "2023年年报.docx")
    return tmp_path


def log_in(visit: Open, **window: object) -> Page:
    page = visit("/office/", **window)
    page.get_by_label("登录名").fill("zhang")
    page.get_by_label("密码").fill("a long password 3")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的一天")).to_be_visible()
    return page


def upload(page: Page, *files: Path) -> None:
    page.goto("/office/annual-reports/upload/")
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="上传并读取").click()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_upload_mend_publish_correct(visit: Open, files: Path, width: int, javascript: bool) -> None:
    page = log_in(visit, width=width, javascript=javascript)
    upload(page, files / "2023年年报.docx")
    expect(page.get_by_text("错误 2")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("已读取“2023年年报.docx”")).to_be_visible()
    cell = page.locator(f"[id='{GRANTED}']")
    expect(cell).to_have_value("10")
    cell.fill("9")
    page.get_by_label("修改的理由").fill("对照台账，原文件抄错")
    page.get_by_role("button", name="保存并重新检查").click()
    expect(page.get_by_text("错误 2")).to_have_count(0)
    page.get_by_role("link", name="发布……").click()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="第1版")).to_be_visible()

    citizen = visit("/reports/2023/", width=width)
    expect(citizen.get_by_role("row", name="（一）予以公开").first).to_contain_text("9")

    page.get_by_role("button", name="更正").click()
    page.locator("[id='f-proactive.permits']").fill("313")
    page.get_by_label("修改的理由").fill("漏计一件许可")
    page.get_by_role("button", name="保存并重新检查").click()
    page.get_by_role("link", name="发布……").click()
    page.get_by_label("更正的理由（公开）").fill("行政许可漏计一件")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="第2版")).to_be_visible()
    citizen = visit("/reports/2023/", width=width)  # a window of its own, which remembers nothing
    expect(citizen.get_by_text("行政许可漏计一件").first).to_be_visible()
    expect(citizen.get_by_role("row", name="行政许可").first).to_contain_text("313")


@pytest.mark.usefixtures("site")
def test_the_draft_fits_a_telephone(visit: Open, files: Path) -> None:
    page = log_in(visit, width=390)
    upload(page, files / "2023年年报.docx")
    assert not overflows(page)
