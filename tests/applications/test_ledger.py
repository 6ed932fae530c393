"""`gongkai import applications`: an old ledger becomes events; nothing is made up, nothing comes in twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.applications.desk import desk

from gongkai.applications.ledger import HEADINGS
from gongkai.applications.models import Application
from gongkai.applications.table import table_three
from gongkai.project.cli import main

pytestmark = pytest.mark.django_db

ROWS: list[dict[str, str]] = [
    {
        "number": "2024-1",
        "channel": "现场",
        "submitted_on": "2024-06-03",
        "applicant": "张三",
        "applicant_kind": "公民",
        "content": "2023年预算",
        "decided_on": "2024年6月20日",
        "outcome": "予以公开",
        "served_on": "2024/6/21",
        "way": "邮寄",
    },
    {
        "number": "2024-2",
        "channel": "online",
        "submitted_on": "2024-06-03",
        "received_on": "2024-06-05",
        "applicant": "某律师事务所",
        "applicant_kind": "法律服务机构",
        "extended_on": "2024-06-28",
        "extended_days": "10",
        "decided_on": "2024-07-10",
        "outcome": "5.属于三类内部事务信息",
    },
    {
        "number": "2024-3",
        "channel": "网站",
        "submitted_on": "2024-12-20",
        "received_on": "2024-12-23",
        "applicant": "李四",
        "applicant_kind": "自然人",
        "correction_requested_on": "2024-12-25",
        "correction_reply_by": "2025-01-20",
        "corrected_on": "2025-01-10",
    },
]


def written(path: Path, rows: list[dict[str, str]], headings: list[str] | None = None) -> Path:
    keys = list(HEADINGS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings or [HEADINGS[key] for key in keys])
        writer.writerows([row.get(key, "") for key in keys] for row in rows)
    return path


def bring(capsys: Any, path: Path, agency: str, *more: str, status: int = 0) -> list[dict[str, Any]]:
    assert main(["import", "applications", str(path), "--agency", agency, "--json", *more]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_closed_and_open_cases_come_in_and_run_on(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    told = bring(capsys, written(tmp_path / "ledger.csv", ROWS), agency.full_name)
    assert [one["state"] for one in told] == ["entered"] * 3
    assert told[0]["missing"] == []
    assert set(told[1]["missing"]) == {"申请内容", "送达日期"}
    first, second, third = Application.everything.order_by("sequence")
    assert (first.number, first.ledger_number, first.status, first.outcome) == (
        "2024-0001",
        "2024-1",
        "closed",
        "granted",
    )
    assert (second.received_on.isoformat(), second.due_on.isoformat(), second.late) == (
        "2024-06-05",
        "2024-07-18",
        False,
    )
    assert (third.status, third.due_on.isoformat()) == ("in_hand", "2025-02-13")
    found = table_three(agency, 2024)
    assert found["applications.received.total"] == 3
    assert found["applications.denied_internal_affairs.legal_service"] == 1
    assert found["applications.carried_out.person"] == 1


def test_again_nothing_is_doubled(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    path = written(tmp_path / "ledger.csv", ROWS)
    bring(capsys, path, agency.full_name)
    told = bring(capsys, path, agency.full_name)
    assert [one["state"] for one in told] == ["double"] * 3
    assert Application.everything.count() == 3


def test_a_trial_run_writes_nothing(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    bring(capsys, written(tmp_path / "ledger.csv", ROWS), agency.full_name, "--dry-run")
    assert not Application.everything.exists()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"number": ""}, "编号"),
        ({"channel": "鸽子"}, "不认识的渠道"),
        ({"applicant_kind": "神仙"}, "申请人类别"),
        ({"submitted_on": "昨天"}, "不是日期"),
        ({"submitted_on": "2024-13-01"}, "不是日期"),
        ({"submitted_on": "2999-01-01"}, "今天以后"),
        ({"submitted_on": "2001-01-01"}, "施行"),
        ({"outcome": ""}, "一起填写"),
        ({"outcome": "随便"}, "办理结果"),
        ({"served_on": "2024-06-19"}, "早于答复"),
        ({"decided_on": "2024-06-01", "served_on": ""}, "早于提交"),
        ({"extended_on": "2024-06-10"}, "延长工作日数"),
        ({"received_on": "2024-06-04"}, "就是提交日期"),
    ],
)
def test_a_wrong_row_is_refused_alone(tmp_path: Path, capsys: Any, change: dict[str, str], word: str) -> None:
    agency = desk().agency
    path = written(tmp_path / "ledger.csv", [ROWS[0] | change, ROWS[1]])
    told = bring(capsys, path, agency.full_name, status=1)
    assert [one["state"] for one in told] == ["refused", "entered"]
    assert word in told[0]["message"]
    assert Application.everything.count() == 1


def test_a_number_twice_in_the_file_is_refused_once(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    told = bring(capsys, written(tmp_path / "ledger.csv", [ROWS[0], ROWS[0]]), agency.full_name, status=1)
    assert [one["state"] for one in told] == ["entered", "refused"]


def test_strange_headings_and_files_are_named(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    strange = written(tmp_path / "a.csv", [], ["编号", "星座"])
    assert main(["import", "applications", str(strange), "--agency", agency.full_name]) == 2
    assert "星座" in capsys.readouterr().err
    (tmp_path / "b.csv").write_bytes(b"\x00\x01")
    assert main(["import", "applications", str(tmp_path / "b.csv"), "--agency", agency.full_name]) == 2
    assert main(["import", "applications", str(tmp_path / "none.csv"), "--agency", agency.full_name]) == 2
    assert main(["import", "applications", str(tmp_path / "a.csv"), "--agency", "没有这个"]) == 2
    assert main(["import", "applications"]) == 2


def test_excel_and_the_template(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    template = tmp_path / "template.csv"
    assert main(["import", "applications", "--template", str(template)]) == 0
    headings = template.read_text("utf-8-sig").strip().split(",")
    assert headings == list(HEADINGS.values())
    book = openpyxl.Workbook()
    book.active.append(headings)
    book.active.append([ROWS[0].get(key, "") for key in HEADINGS])
    book.save(tmp_path / "ledger.xlsx")
    assert [one["state"] for one in bring(capsys, tmp_path / "ledger.xlsx", agency.full_name)] == ["entered"]


def test_unlawful_days_keep_their_problem(tmp_path: Path, capsys: Any) -> None:
    agency = desk().agency
    late = ROWS[0] | {
        "extended_on": "2024-07-10",
        "extended_days": "20",
        "decided_on": "2024-07-15",
        "served_on": "2024-07-15",
    }
    bring(capsys, written(tmp_path / "ledger.csv", [late]), agency.full_name)
    case = Application.everything.get()
    assert case.late
    assert case.problems == 1
    assert case.events.get(kind="extended").problem == "after_end"
