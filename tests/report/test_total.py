"""Roll-up: sums place by place, and everything that is not in them named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.strategies import any_reports, consistent_reports

from gongkai.report.checks import check
from gongkai.report.form import FORM_2021, FORMS
from gongkai.report.model import Report
from gongkai.report.sample import sample, sample_previous
from gongkai.report.total import total


def named(*reports: Report) -> list[tuple[str, Report]]:
    return [(f"{index}.docx", report) for index, report in enumerate(reports)]


def another(report: Report, agency: str, **figures: int | Decimal | None) -> Report:
    changed = {place.replace("__", "."): figure for place, figure in figures.items()}
    return replace(report, agency=agency, figures={**report.figures, **changed})


def test_two_agencies() -> None:
    result = total(named(sample(), another(sample(), "示例市白石区司法局")), "示例市")
    assert result.report.agency == "示例市"
    assert result.report.figures["applications.received.total"] == 82
    assert result.report.figures["proactive.fees"] == Decimal("837.2")
    assert result.left_out == ()
    assert "示例市白石区司法局" in result.report.sections["overview"]


def test_a_second_report_of_one_agency_is_left_out() -> None:
    result = total(named(sample(), sample()))
    assert result.report.figures == sample().figures
    assert result.added == ("0.docx",)
    (left_out,) = result.left_out
    assert left_out.file == "1.docx"
    assert "0.docx" in left_out.message


def test_another_year_is_left_out() -> None:
    others = [another(sample(), f"示例市第{index}局") for index in range(2)]
    result = total(named(sample_previous(), *others))
    assert result.report.year == 2023
    assert result.left_out[0].file == "0.docx"
    assert total(named(sample_previous(), *others), year=2022).added == ("0.docx",)


def test_a_blank_cell_is_named_and_not_a_nought() -> None:
    blank = another(sample(), "示例市白石区司法局", proactive__permits=None)
    result = total(named(sample(), blank))
    assert result.report.figures["proactive.permits"] == sample().figures["proactive.permits"]
    (left_out,) = result.left_out
    assert left_out.place == "proactive.permits"
    assert "行政许可" in left_out.message
    assert "示例市白石区司法局" in left_out.message


def test_a_missing_table_is_named() -> None:
    figures = {
        place: figure for place, figure in sample().figures.items() if not place.startswith("remedies")
    }
    result = total(named(sample(), replace(sample(), agency="示例市白石区司法局", figures=figures)))
    (left_out,) = result.left_out
    assert "未提供表四" in left_out.message
    assert result.report.figures["remedies.review.total"] == sample().figures["remedies.review.total"]


def test_a_table_of_the_other_form_is_left_out_whole() -> None:
    """The two versions count differently: 国办公开办函〔2021〕30号 against 国办公开办函〔2019〕60号."""
    old = Report(
        "示例市白石区司法局",
        2023,
        "2019",
        {},
        dict.fromkeys(FORMS["2019"].places, 1),
    )
    result = total(named(sample(), another(sample(), "示例市第一局"), old))
    assert result.report.form == "2021"
    assert {one.place for one in result.left_out} == {"proactive", "applications"}
    assert result.report.figures["applications.granted.person"] == 18
    assert result.report.figures["remedies.review.upheld"] == 5


def test_a_cell_nobody_has_stays_missing() -> None:
    result = total(named(Report("甲市乙局", 2023, "2021", {}, {"proactive.permits": None})))
    assert result.report.figures == {}


def test_nothing_to_add() -> None:
    result = total([])
    assert result.added == ()
    assert result.report.figures == {}


@settings(max_examples=30)
@given(st.lists(consistent_reports(), max_size=4))
def test_the_sum_of_consistent_reports_is_consistent(reports: list[Report]) -> None:
    """The equations of the form (国办公开办函〔2021〕30号) are linear: they hold for the sum."""
    told = [replace(report, agency=f"示例市第{index}局", year=2023) for index, report in enumerate(reports)]
    result = total(named(*told))
    assert [finding for finding in check(result.report) if finding.severity == "error"] == []


@settings(max_examples=30)
@given(st.lists(any_reports(), max_size=4))
def test_every_figure_is_in_the_sum_or_named(reports: list[Report]) -> None:
    told = [replace(report, agency=f"示例市第{index}局", year=2023) for index, report in enumerate(reports)]
    result = total(named(*told))
    form = FORMS.get(result.report.form, FORM_2021)
    outside = {(one.file, one.place) for one in result.left_out}
    for table in form.tables:
        added = [report for file, report in named(*told) if (file, table.key) not in outside]
        for place in table.places:
            parts = [report.figures[place] for report in added if report.figures.get(place) is not None]
            assert result.report.figures.get(place, 0) == sum(part for part in parts if part is not None)


@settings(max_examples=30)
@given(st.lists(any_reports(), max_size=4))
def test_the_order_does_not_matter(reports: list[Report]) -> None:
    told = [replace(report, agency=f"示例市第{index}局", year=2023) for index, report in enumerate(reports)]
    forward, backward = total(named(*told)), total(list(reversed(named(*told))))
    assert forward.report.figures == backward.report.figures
