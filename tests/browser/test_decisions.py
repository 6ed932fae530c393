"""Decisions in the browser: a table handed in, the page tells how far it is by itself, entered, found in the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open, overflows
from tests.browser.sites import enter
from tests.portal.sites import a_platform
from tests.registers.decisions_files import PENALTY_HEAD, a_row, as_csv
from tests.reporting.office import make_person

from gongkai.agencies.models import User
from gongkai.registers.models import Decision, DecisionBatch
from gongkai.registers.services import decisions, fees
from gongkai.tasks.worker import run_waiting

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.thorough]
LIST = "/office/registers/decisions/"
WIDTHS = (1280, 390)
Barriers = Callable[[Page], list[str]]


@pytest.fixture
def officer() -> User:
    return make_person(a_platform())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    found = tmp_path / "2024年处罚.csv"
    wrong = {7: {"处罚决定日期": "去年"}, 12: {"处罚机关": "示例市清河区公安局"}}
    found.write_bytes(as_csv([PENALTY_HEAD, *(a_row(one, **wrong.get(one, {})) for one in range(1, 31))]))
    return found


def look(page: Page, barriers: Barriers) -> None:
    """At every width: no serious barrier, nothing cut off."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert not overflows(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def hand_in(page: Page, table: Path) -> DecisionBatch:
    page.goto(f"{LIST}import/")
    page.get_by_label("种类").select_option("penalty")
    page.locator("input[type=file]").set_input_files(str(table))
    page.get_by_role("button", name="上传并核对").click()
    found: DecisionBatch = DecisionBatch.everything.get()
    return found


def test_a_table_is_read_mended_and_entered(
    visit: Open, officer: User, table: Path, barriers: Barriers
) -> None:
    page = visit("/office/login/")
    enter(page, officer)
    page.goto(LIST)
    look(page, barriers)
    page.goto(f"{LIST}import/")
    look(page, barriers)
    hand_in(page, table)
    expect(page.get_by_text("正在读取和核对")).to_be_visible()
    look(page, barriers)
    run_waiting()
    expect(page.get_by_text("可以入库28行，有错误2行")).to_be_visible()  # without anybody asking
    expect(page.get_by_role("row", name="第8行")).to_contain_text("“去年”不是日期")
    look(page, barriers)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载要改正的行").click()
    assert download.value.suggested_filename == "2024年处罚-要改正的行.xlsx"
    page.get_by_role("button", name="28行全部入库").click()
    expect(page.get_by_text("正在入库")).to_be_visible()
    run_waiting()
    expect(page.get_by_text("已入库28件")).to_be_visible()
    page.goto(f"{LIST}?kind=penalty")
    expect(page.get_by_role("link", name="28件")).to_be_visible()
    look(page, barriers)


def test_without_scripts(visit: Open, officer: User, table: Path) -> None:
    page = visit("/office/login/", width=390, javascript=False)
    enter(page, officer)
    batch = hand_in(page, table)
    page.goto(f"{LIST}batches/{batch.public_id}/")
    run_waiting()
    page.get_by_role("link", name="马上看最新进度").click()
    page.get_by_role("button", name="28行全部入库").click()
    run_waiting()
    page.get_by_role("link", name="马上看最新进度").click()
    expect(page.get_by_text("已入库28件")).to_be_visible()
    assert not overflows(page)


def test_one_decision_and_fees(visit: Open, officer: User, barriers: Barriers) -> None:
    agency = officer.roles.get().agency
    fees.enter(officer, agency, 2024, "不动产登记费", Decimal("12.5"), "财务科非税收入报表")
    page = visit("/office/login/")
    enter(page, officer)
    page.goto(f"{LIST}new/")
    look(page, barriers)
    page.get_by_label("种类").select_option("penalty")
    page.get_by_label("决定书文号").fill("清自然资罚〔2024〕5号")
    page.get_by_label("决定日期").fill("2024-03-01")
    page.get_by_label("行政相对人类别").select_option("person")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="清自然资罚〔2024〕5号")).to_be_visible()
    decisions.change(officer, agency, Decision.everything.get(), date(2024, 4, 3))
    page.reload()
    expect(page.get_by_text("2024-04-09前")).to_be_visible()
    look(page, barriers)
    page.goto("/office/")
    expect(page.get_by_role("link", name="撤回“清自然资罚〔2024〕5号”的公开信息")).to_be_visible()
    page.goto("/office/registers/fees/")
    look(page, barriers)
    page.get_by_role("link", name="不动产登记费").click()
    look(page, barriers)
