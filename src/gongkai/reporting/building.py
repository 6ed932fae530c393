"""The year's report out of the records: what is recorded so far, and null with the note `not_recorded` for what is not."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.models import Agency
from gongkai.applications import table as applications
from gongkai.registers.table import PLACES, Row, figures_of, rows_at
from gongkai.report.form import FORM_2021
from gongkai.report.model import Note, Report, Value

from .comparing import Doubt, doubts_of

__all__ = ["DOUBT", "NOT_RECORDED", "Row", "UnknownPlace", "build", "records_at"]

NOT_RECORDED = "not_recorded"
DOUBT = "doubt"


class UnknownPlace(ValueError):
    """A place the form does not have, or whose records are not kept here; `message` says so in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def build(agency: Agency, year: int) -> Report:
    """Build the report on a year from the agency's records.

    Every cell of the form is there. A cell whose register has neither rows nor a nil declaration, and every cell of a table
    whose records are not kept yet, is None with a note; so has each doubt about table 二, with what was found about it.
    """
    recorded: dict[str, Value] = {**figures_of(agency, year), **applications.table_three(agency, year)}
    figures: dict[str, Value] = {place: recorded.get(place) for place in FORM_2021.places}
    notes = tuple(
        Note(NOT_RECORDED, place, f"{FORM_2021.name_of(place)}：没有登记，也没有申报“本年无”")
        for place, value in figures.items()
        if value is None
    ) + tuple(_doubt(one) for one in doubts_of(agency, year))
    return Report(
        agency=agency.full_name,
        year=year,
        figures=figures,
        notes=notes,
        title=f"{agency.full_name}{year}年政府信息公开工作年度报告",
    )


def _doubt(one: Doubt) -> Note:
    finding = one.finding
    if one.answer is not None:
        return Note(DOUBT, finding.place, f"{finding.message}已核对：{one.answer.reason}")
    said = "登记的失效文件可以说明差额。" if one.settled else "还没有人核对。"
    return Note(DOUBT, finding.place, f"{finding.message}{said}")


def records_at(agency: Agency, year: int, place: str) -> Iterator[Row | applications.Row]:
    """Walk the records behind one figure. Raises `UnknownPlace`."""
    if place not in FORM_2021.places:
        raise UnknownPlace(f"年度报告里没有“{place}”这一格")
    if place in applications.PLACES:
        return applications.rows_at(agency, year, place)
    if place not in PLACES:
        raise UnknownPlace(f"“{FORM_2021.name_of(place)}”的记录还没有在本平台登记，不能列出")
    return rows_at(agency, year, place)
