"""The sample report: complete, consistent within itself and with the year before, marked as invented."""

from __future__ import annotations

import pytest

from gongkai.report.checks import check
from gongkai.report.form import FORM_2021
from gongkai.report.model import Report
from gongkai.report.sample import sample, sample_previous


@pytest.fixture(params=[sample, sample_previous], ids=["2023", "2022"])
def report(request: pytest.FixtureRequest) -> Report:
    made: Report = request.param()
    return made


def test_the_sample_is_complete(report: Report) -> None:
    assert set(report.figures) == set(FORM_2021.places)
    assert all(value is not None and value >= 0 for value in report.figures.values())
    assert report.title == f"{report.agency}{report.year}年政府信息公开工作年度报告"
    for key in ("preface", "overview", "problems", "other"):
        assert report.sections[key].strip()
    overview = report.sections["overview"]
    for part in ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"):
        assert f"）{part}。" in overview


def test_the_sample_says_that_it_is_invented(report: Report) -> None:
    assert "演示数据" in report.sections["preface"]
    assert report.agency is not None
    assert report.agency.startswith("示例市")


@pytest.mark.parametrize("equation", FORM_2021.equations, ids=lambda one: f"{one.rule} {one.place}")
def test_every_equation_of_the_form_holds(equation, report: Report) -> None:
    left = sum(report.figures[place] or 0 for place in equation.left)
    assert left == sum(report.figures[place] or 0 for place in equation.right)


def test_what_was_carried_out_is_carried_in() -> None:
    for column in FORM_2021.table("applications").blocks[0].columns:
        carried_in = sample().figures[f"applications.carried_in.{column.key}"]
        assert carried_in == sample_previous().figures[f"applications.carried_out.{column.key}"]


def test_documents_in_force_follow_from_last_year() -> None:
    now, before = (
        {
            column: one.figures[f"proactive.normative_documents.{column}"] or 0
            for column in ("made", "repealed", "in_force")
        }
        for one in (sample(), sample_previous())
    )
    assert now["in_force"] == before["in_force"] + now["made"] - now["repealed"]


def test_the_prose_states_the_figures_of_the_tables(report: Report) -> None:
    figures, overview = report.figures, report.sections["overview"]
    for key, words in (
        ("received", "新收政府信息公开申请{}件"),
        ("carried_in", "上年结转{}件"),
        ("decided", "办结{}件"),
        ("granted", "予以公开{}件"),
        ("partly_granted", "部分公开{}件"),
    ):
        assert words.format(figures[f"applications.{key}.total"]) in overview
    assert f"{figures['applications.carried_out.total']}件" in overview
    assert f"有效{figures['proactive.normative_documents.in_force']}件" in overview


def test_the_checks_find_nothing(report: Report) -> None:
    previous = sample_previous() if report.year == 2023 else None
    for submitted in (False, True):
        found = check(report, previous, submitted=submitted, published_on=report.published_on)
        assert [one for one in found if one.severity != "info"] == []


def test_the_demonstration_covers_most_outcomes() -> None:
    rows = FORM_2021.table("applications").blocks[0].rows
    used = [row for row in rows if sample().figures[f"applications.{row.key}.total"]]
    assert len(used) >= 15
