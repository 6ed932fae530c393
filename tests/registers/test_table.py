"""Table 二 out of the registers (国办公开办函〔2021〕30号): figures, nil declarations, what is not recorded, the rows behind."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.portal.sites import an_agency

from gongkai.agencies.models import Agency
from gongkai.project.cli import main
from gongkai.registers.models import (
    CallFigure,
    DataCall,
    Decision,
    DecisionBatch,
    Document,
    DocumentEvent,
    Fee,
    NilDeclaration,
    Register,
)
from gongkai.registers.table import PLACES, rows_at, table_two
from gongkai.report.form import FORM_2021

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return an_agency()


def a_document(agency: Agency, number: str, *events: tuple[str, date], leads: bool = True) -> Document:
    document: Document = Document.everything.create(
        agency=agency, title=f"关于{number}的通知", number=number, leads=leads
    )
    for order, (kind, on) in enumerate(events, start=1):
        DocumentEvent.objects.create(document=document, number=order, kind=kind, on=on)
    return document


def values(agency: Agency, year: int) -> dict[str, Any]:
    return {place: figure.value for place, figure in table_two(agency, year).items()}


def declare(agency: Agency, year: int, *registers: str) -> None:
    for register in registers or Register.values:
        NilDeclaration.everything.create(agency=agency, year=year, register=register)


def test_the_places_are_those_of_the_form() -> None:
    assert set(PLACES) == {place for place in FORM_2021.places if place.startswith("proactive.")}


def test_nothing_recorded_is_not_nought(agency: Agency) -> None:
    assert set(values(agency, 2022).values()) == {None}


def test_nil_declared_is_nought_for_that_year_alone(agency: Agency) -> None:
    declare(agency, 2022)
    assert set(values(agency, 2022).values()) == {0}
    assert set(values(agency, 2023).values()) == {None}


def test_the_real_report_of_2022(agency: Agency) -> None:
    """历下区司法局2022年: 行政规范性文件 1/0/1, all else nought."""
    a_document(agency, "历下司发〔2022〕3号", ("made", date(2022, 6, 1)))
    declare(agency, 2022, *(register for register in Register.values if register != Register.NORMATIVE))
    found = values(agency, 2022)
    assert {place: value for place, value in found.items() if value} == {
        "proactive.normative_documents.made": 1,
        "proactive.normative_documents.in_force": 1,
    }
    assert None not in found.values()
    assert [row.number for row in rows_at(agency, 2022, "proactive.normative_documents.made")] == [
        "历下司发〔2022〕3号"
    ]


def test_a_cancelled_event_does_not_count(agency: Agency) -> None:
    document = a_document(agency, "甲〔2021〕1号", ("made", date(2021, 3, 1)), ("repealed", date(2022, 3, 1)))
    wrong = document.events.get(kind="repealed")
    DocumentEvent.objects.create(
        document=document, number=3, kind="cancelled", on=date(2022, 4, 1), cancels=wrong
    )
    found = values(agency, 2022)
    assert found["proactive.normative_documents.repealed"] == 0
    assert found["proactive.normative_documents.in_force"] == 1


def test_who_does_not_lead_does_not_count(agency: Agency) -> None:
    a_document(agency, "乙〔2022〕1号", ("made", date(2022, 3, 1)), leads=False)
    assert values(agency, 2022)["proactive.normative_documents.made"] is None


def test_decisions_by_year_without_void_ones_and_unfinished_batches(agency: Agency) -> None:
    batch = DecisionBatch.everything.create(agency=agency, name="a.csv", state=DecisionBatch.State.ENTERING)
    for number, (on, void, of) in enumerate(
        [
            (date(2022, 1, 1), False, None),
            (date(2022, 12, 31), False, None),
            (date(2022, 5, 1), True, None),
            (date(2022, 5, 1), False, batch),
            (date(2021, 12, 31), False, None),
        ]
    ):
        Decision.everything.create(
            agency=agency, kind="penalty", number=f"罚字{number}号", decided_on=on, void=void, batch=of
        )
    assert values(agency, 2022)["proactive.penalties"] == 2
    batch.state = DecisionBatch.State.DONE
    batch.save()
    assert values(agency, 2022)["proactive.penalties"] == 3
    assert len(list(rows_at(agency, 2022, "proactive.penalties"))) == 3
    assert values(agency, 2022)["proactive.permits"] is None


def test_confirmed_calls_add_up_with_rows(agency: Agency) -> None:
    Decision.everything.create(agency=agency, kind="permit", number="许1号", decided_on=date(2022, 5, 1))
    for state, value in ((DataCall.State.CONFIRMED, 41), (DataCall.State.FILLED, 7)):
        call = DataCall.everything.create(
            agency=agency, year=2022, section="行政审批科", due_on=date(2023, 1, 5), state=state
        )
        CallFigure.objects.create(call=call, register=Register.PERMITS, value=value, source="审批系统")
    assert values(agency, 2022)["proactive.permits"] == 42
    rows = list(rows_at(agency, 2022, "proactive.permits"))
    assert sum(row.counts for row in rows) == 42
    assert "行政审批科填报（审批系统）" in [row.title for row in rows]


def test_a_called_nought_is_nought(agency: Agency) -> None:
    call = DataCall.everything.create(
        agency=agency, year=2022, section="执法科", due_on=date(2023, 1, 5), state=DataCall.State.CONFIRMED
    )
    CallFigure.objects.create(call=call, register=Register.PENALTIES, value=0)
    assert values(agency, 2022)["proactive.penalties"] == 0


def test_fees_keep_their_decimals(agency: Agency) -> None:
    for name, amount in (("公证费", "12.345600"), ("仲裁费", "0.654400")):
        Fee.everything.create(agency=agency, year=2022, name=name, amount=Decimal(amount))
    assert values(agency, 2022)["proactive.fees"] == 13
    Fee.everything.create(agency=agency, year=2022, name="其他", amount=Decimal("0.5"))
    assert values(agency, 2022)["proactive.fees"] == Decimal("13.5")


def test_another_agencys_rows_do_not_count(agency: Agency) -> None:
    other = an_agency("示例市清河区财政局", "caizheng")
    a_document(other, "财〔2022〕1号", ("made", date(2022, 6, 1)))
    Decision.everything.create(agency=other, kind="permit", number="许1号", decided_on=date(2022, 5, 1))
    assert set(values(agency, 2022).values()) == {None}


class TestCommands:
    def test_build_gives_null_and_a_note_for_what_is_not_recorded(self, agency: Agency, capsys: Any) -> None:
        a_document(agency, "甲〔2022〕1号", ("made", date(2022, 6, 1)))
        assert main(["reporting", "build", "--agency", agency.full_name, "--year", "2022"]) == 0
        built = json.loads(capsys.readouterr().out)
        assert built["proactive"]["normative_documents"] == {"made": 1, "repealed": 0, "in_force": 1}
        assert built["proactive"]["permits"] is None
        notes = {note["place"]: note["code"] for note in built["notes"]}
        assert notes["proactive.permits"] == "not_recorded"
        assert "proactive.normative_documents.made" not in notes

    def test_cell_lists_the_rows(self, agency: Agency, capsys: Any) -> None:
        a_document(agency, "甲〔2022〕1号", ("made", date(2022, 6, 1)))
        place = "proactive.normative_documents.in_force"
        assert (
            main(["reporting", "cell", "--agency", agency.full_name, "--year", "2022", place, "--json"]) == 0
        )
        assert json.loads(capsys.readouterr().out)["number"] == "甲〔2022〕1号"

    def test_strange_agency_and_place(self, agency: Agency, capsys: Any) -> None:
        assert main(["reporting", "build", "--agency", "没有的局", "--year", "2022"]) == 2
        assert "没有“没有的局”这个机关" in capsys.readouterr().err
        assert main(["reporting", "cell", "--agency", agency.full_name, "--year", "2022", "x"]) == 2
        assert "没有“x”这一格" in capsys.readouterr().err
