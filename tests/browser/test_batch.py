"""Thirty files handed in at once: the page tells how far it is, by itself, to the end, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.browser.sites import enter, read_some
from tests.portal.sites import a_platform
from tests.reporting.office import make_person, wrong_report

from gongkai.agencies.models import User
from gongkai.report.sample import sample
from gongkai.report.writing import write
from gongkai.reporting.models import Batch, Draft

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]
ENDINGS = ("docx", "html", "xlsx", "json")
YEARS = range(2008, 2026)
WRONG = (3, 4, 5)
"""Files with a figure retyped wrongly."""
UNREADABLE = {
    "空的.docx": (b"", "文件是空的"),
    "扫描.pdf": (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "这是图片"),
    "会议通知.txt": ("关于召开会议的通知，请准时参加。".encode(), "可能不是年度报告"),
}


def year_of(number: int) -> int:
    return YEARS[number % len(YEARS)]


@pytest.fixture
def officer() -> User:
    return make_person(a_platform())


@pytest.fixture
def thirty(tmp_path: Path) -> list[Path]:
    files = []
    for number in range(27):
        report = replace(wrong_report() if number in WRONG else sample(), year=year_of(number))
        files.append(tmp_path / f"{number:02}号年报.{ENDINGS[number % 4]}")
        write(report, files[-1])
    for name, (data, _) in UNREADABLE.items():
        (tmp_path / name).write_bytes(data)
        files.insert(9, tmp_path / name)
    return files


def hand_in(page: Page, files: list[Path]) -> Batch:
    page.goto("/office/annual-reports/upload/")
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("已收到30份文件")).to_be_visible()
    return Batch.everything.get()


def test_thirty_files_at_once(visit: Open, officer: User, thirty: list[Path]) -> None:
    page = visit("/office/login/")
    enter(page, officer)
    batch = hand_in(page, thirty)
    where = page.url
    expect(page.get_by_text("已完成1份，共30份")).to_be_visible()  # the empty one is refused at the door
    read_some(batch, 12)
    expect(page.get_by_text("已完成13份，共30份")).to_be_visible()  # without anybody asking
    assert page.locator("progress").get_attribute("value") == "13"
    page.goto("/office/annual-reports/")
    page.get_by_role("link", name="上传的30份文件，还剩17份").click()
    assert page.url == where
    read_some(batch, 30)
    expect(page.get_by_text("全部读完")).to_be_visible()
    expect(page.get_by_text("已读取27份，读不了3份")).to_be_visible()
    rows = page.locator("#batch tbody tr")
    expect(rows).to_have_count(30)
    for row, file in zip(rows.all(), thirty, strict=True):
        expect(row.get_by_role("rowheader")).to_have_text(file.name)
        if file.name in UNREADABLE:
            expect(row).to_contain_text("读不了")
            expect(row).to_contain_text(UNREADABLE[file.name][1])
        else:
            expect(row.get_by_role("link")).to_contain_text(f"{year_of(int(file.name[:2]))}年年报")
    assert Draft.everything.count() == 27
    rows.filter(has_text=f"{WRONG[0]:02}号年报").get_by_role("link").click()
    expect(page.get_by_text("错误 2")).to_be_visible()


def test_without_scripts_the_progress_is_one_click_away(
    visit: Open, officer: User, thirty: list[Path]
) -> None:
    page = visit("/office/login/", width=390, javascript=False)
    enter(page, officer)
    batch = hand_in(page, thirty)
    read_some(batch, 30)
    page.get_by_role("link", name="马上看最新进度").click()
    expect(page.get_by_text("全部读完")).to_be_visible()
    assert not overflows(page)
