"""`gongkai import documents` and `import decisions`: rows of the registers from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from tests.portal.sites import a_platform
from tests.registers.decisions_files import PENALTY_HEAD, a_row, as_csv

from gongkai.agencies.models import Agency
from gongkai.project.cli import main
from gongkai.registers.models import Decision, Document
from gongkai.registers.table import table_two

pytestmark = pytest.mark.django_db
HEAD = "标题,文号,制发日期\n"


@pytest.fixture
def agency() -> Agency:
    return a_platform()


def run(what: str, agency: Agency, file: Path, *more: str) -> int:
    return main(["import", what, str(file), "--agency", agency.full_name, "--json", *more])


def test_documents_once_and_no_doubles(agency: Agency, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "台账.csv"
    file.write_text(HEAD + "甲,清〔2022〕1号,2022-05-01\n乙,清〔2022〕2号,2022-06-01\n", encoding="utf-8")
    assert run("documents", agency, file) == 0
    assert Document.objects.for_agency(agency.pk).count() == 2
    assert table_two(agency, 2022)["proactive.normative_documents.made"].value == 2
    capsys.readouterr()
    assert run("documents", agency, file) == 0
    said = capsys.readouterr()
    assert [json.loads(line)["state"] for line in said.out.splitlines()] == ["double", "double"]
    assert "登记0件，已有2件" in said.err


def test_a_wrong_document_keeps_all_out(agency: Agency, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "台账.csv"
    file.write_text(HEAD + "甲,清〔2022〕1号,2022-05-01\n乙,清〔2022〕2号,2022-13-01\n", encoding="utf-8")
    assert run("documents", agency, file) == 1
    assert json.loads(capsys.readouterr().out)["number"] == 3
    assert not Document.objects.for_agency(agency.pk).exists()
    assert run("documents", agency, file, "--skip-wrong") == 1
    assert Document.objects.for_agency(agency.pk).count() == 1


def test_decisions_are_entered_here_and_nothing_waits(agency: Agency, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes(as_csv([PENALTY_HEAD, a_row(1), a_row(2), a_row(3, 处罚决定日期="")]))
    assert run("decisions", agency, file, "--kind", "penalty") == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["state"] == "refused"
    assert "登记2件，有错误1行" in said.err
    assert Decision.objects.for_agency(agency.pk).count() == 2
    paths = DBTaskResult.objects.ready().values_list("task_path", flat=True)
    assert not [path for path in paths if "decision_batches" in path]


def test_what_cannot_begin(agency: Agency, tmp_path: Path, capsys: Any) -> None:
    assert run("documents", agency, tmp_path / "没有.csv") == 2
    file = tmp_path / "a.csv"
    file.write_text("姓名\n张三\n", encoding="utf-8")
    assert run("documents", agency, file) == 2
    assert run("decisions", agency, file, "--kind", "permit") == 2
    assert main(["import", "documents", str(file), "--agency", "没有的局"]) == 2
    assert "错误：" in capsys.readouterr().err
