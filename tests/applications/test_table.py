"""Table 三 from counting rows: equal to a recount of the exported events by somebody else, and wrong rows are named."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.applications.desk import Desk, desk, granted, registered

from gongkai.agencies.models import Agency
from gongkai.applications import services as acts
from gongkai.applications import table
from gongkai.applications.checking import check, recompute
from gongkai.applications.exporting import COLUMNS, events_in
from gongkai.applications.models import Application, CountingRow, Event, Person
from gongkai.law.applicants import Applicant
from gongkai.law.outcomes import Outcome
from gongkai.project.simulated import Plan, simulate
from gongkai.report.checks import check as check_report
from gongkai.reporting.building import build, records_at

YEARS = (2024, 2025)


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[Agency]:
    """One simulated agency for all tests of this module, gone with the transaction it was made in."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan = Plan(agencies=1, first=YEARS[0], last=YEARS[1], applications=600, items=0, seed=11)
        yield simulate(plan, lambda _: None)[0]
        transaction.set_rollback(True)


@pytest.fixture
def agency(district: Agency, db: None) -> Agency:
    return district


def figures(agency: Agency, year: int) -> dict[str, int]:
    found = table.table_three(agency, year)
    return {place: number for place, number in found.items() if number}


def exported(agency: Agency, year: int, folder: Path) -> Path:
    path = folder / f"{year}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(events_in(agency, year))
    return path


def recounted(agency: Agency, year: int, folder: Path) -> dict[str, int]:
    """Count by the script in a process of its own that cannot see our code."""
    script = Path(__file__).with_name("recount.py")
    done = subprocess.run(
        [sys.executable, "-I", script, exported(agency, year, folder), str(year)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return {
        f"applications.{row}.{column}": number
        for row, columns in found.items()
        for column, number in columns.items()
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_table_is_what_others_count_from_the_events(agency: Agency, year: int, tmp_path: Path) -> None:
    assert figures(agency, year) == recounted(agency, year, tmp_path)
    assert not exported(agency, year, tmp_path).read_text("utf-8").count("演示申请人")


def test_every_row_and_every_kind_of_applicant_occurs(agency: Agency) -> None:
    together = {place for year in YEARS for place in figures(agency, year)}
    rows = {place.split(".")[1] for place in together}
    assert rows == {"received", "carried_in", "decided", "carried_out", *(one.key for one in Outcome)}
    assert {place.split(".")[2] for place in together} == {"total", *(one.key for one in Applicant)}


def test_the_years_join_and_the_report_finds_no_error(agency: Agency) -> None:
    first, second = (table.table_three(agency, year) for year in YEARS)
    for column in ("total", *(one.key for one in Applicant)):
        assert first[f"applications.carried_out.{column}"] == second[f"applications.carried_in.{column}"]
    before = None
    for year in YEARS:
        report = build(agency, year)
        found = check_report(report, before)
        assert not [one for one in found if one.severity == "error"]
        before = report


def test_each_figure_has_its_cases(agency: Agency) -> None:
    for place, number in figures(agency, YEARS[1]).items():
        rows = list(records_at(agency, YEARS[1], place))
        assert len(rows) == number, place
        assert len({row.number for row in rows}) == number


def test_what_is_as_the_events_say_has_no_findings(agency: Agency) -> None:
    assert list(check(agency.pk)) == []


def test_a_mis_yeared_case_is_named(agency: Agency) -> None:
    row = CountingRow.objects.for_agency(agency.pk).filter(left_year=2024).first()
    CountingRow.objects.for_agency(agency.pk).filter(pk=row.pk).update(left_year=2025)
    (found,) = check(agency.pk)
    assert found.case == row.application.number
    assert "办结年度记为2025，按办理记录应为2024" in found.message
    assert recompute(agency.pk) == (600, 1)
    assert list(check(agency.pk)) == []


def test_a_moved_event_shows_in_the_recount_and_in_the_check(agency: Agency, tmp_path: Path) -> None:
    event = Event.objects.for_agency(agency.pk).filter(kind="decided", on__year=2024).order_by("pk").last()
    Event.objects.for_agency(agency.pk).filter(pk=event.pk).update(on=date(2025, 6, 3))
    assert event.application.number in {one.case for one in check(agency.pk)}
    assert figures(agency, 2024) != recounted(agency, 2024, tmp_path)


def test_a_doubled_case_is_named(agency: Agency) -> None:
    case = Application.objects.for_agency(agency.pk).exclude(received_on=None).filter(parent=None).first()
    number = case.number
    person, row = Person.everything.get(application=case, order=1), case.counting
    events = list(case.events.all())
    case.pk = None
    case.public_id, case.sequence = "abcdefghijkm", 9999
    case._state.adding = True
    case.save()
    for one in (*events, person):
        one.pk, one.application, one._state.adding = None, case, True
        one.save()
    row.application, row._state.adding = case, True
    row.save(force_insert=True)
    found = {one.code: one for one in check(agency.pk)}
    assert found["doubled"].case == case.number
    assert number in found["doubled"].message
    assert "缺" in found["numbers_missing"].message


def test_a_counting_row_without_events_is_named(agency: Agency) -> None:
    case = Application.objects.for_agency(agency.pk).filter(counting__isnull=False, parent=None).first()
    case.papers.all().delete()
    Event.objects.for_agency(agency.pk).filter(application=case).delete()
    assert {"no_events", "counting"} <= {one.code for one in check(agency.pk) if one.case == case.number}


@pytest.mark.django_db
class TestReadings:
    @pytest.fixture
    def at(self) -> Desk:
        return desk()

    def test_nothing_recorded_is_null_and_nil_is_nought(self, at: Desk) -> None:
        assert set(table.table_three(at.agency, 2024).values()) == {None}
        notes = [note for note in build(at.agency, 2024).notes if note.place.startswith("applications")]
        assert len(notes) == len(table.PLACES)
        acts.declare_nil(at.reviewer, at.agency, 2024)
        assert set(table.table_three(at.agency, 2024).values()) == {0}

    def test_a_case_over_new_year_is_carried(self, at: Desk) -> None:
        case = registered(at, date(2023, 12, 20))
        granted(at, case, date(2024, 1, 10))
        assert figures(at.agency, 2023) == {
            f"applications.{row}.{column}": 1
            for row in ("received", "carried_out")
            for column in ("person", "total")
        }
        assert figures(at.agency, 2024) == {
            f"applications.{row}.{column}": 1
            for row in ("carried_in", "granted", "decided")
            for column in ("person", "total")
        }
        assert figures(at.agency, 2025) == {}

    def test_answered_again_in_a_later_year_the_first_answer_stays(self, at: Desk) -> None:
        case = registered(at, date(2023, 6, 1))
        granted(at, case, date(2023, 6, 20))
        acts.reopen(at.reviewer, at.agency, case, date(2024, 3, 1), because="court")
        part = acts.PartOf("denied_by_law", "14-law", "法律禁止公开")
        decision = acts.draft(at.case_officer, at.agency, case, date(2024, 3, 11), [part])
        acts.sign(at.head, at.agency, case, decision, date(2024, 3, 11))
        assert figures(at.agency, 2023)["applications.granted.total"] == 1
        assert figures(at.agency, 2024) == {}

    def test_split_counted_once_if_the_office_reads_it_so(self, at: Desk, settings: Any) -> None:
        settings.COUNTING = {"split": "once"}
        case = registered(at)
        first, second = acts.split(at.case_officer, at.agency, case, ["甲事项", "乙事项"])
        granted(at, first, date(2024, 6, 20))
        assert figures(at.agency, 2024)["applications.carried_out.total"] == 1
        part = acts.PartOf("denied_internal_affairs", "16-1", "内部管理")
        decision = acts.draft(at.case_officer, at.agency, second, date(2024, 6, 24), [part])
        acts.sign(at.head, at.agency, second, decision, date(2024, 6, 24))
        found = figures(at.agency, 2024)
        assert found["applications.received.total"] == 1
        assert found["applications.partly_granted.total"] == 1
        assert list(check(at.agency.pk)) == []

    def test_counted_by_the_day_of_service_if_the_office_reads_it_so(self, at: Desk, settings: Any) -> None:
        settings.COUNTING = {"closed_on": "effective"}
        case = registered(at, date(2023, 12, 1))
        granted(at, case, date(2023, 12, 29), date(2024, 1, 2))
        assert figures(at.agency, 2024)["applications.granted.total"] == 1


def test_the_export_has_a_heading_and_no_persons(agency: Agency) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(COLUMNS)
    rows = list(events_in(agency, 2024))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert {row[COLUMNS.index("applicant_kind")] for row in rows} == {one.key for one in Applicant}
