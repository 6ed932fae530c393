"""Importing decisions: 50,000 rows with 30 bad ones; nothing half imported; broken off anywhere; on both databases."""

from __future__ import annotations

import io
import signal
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.databases import Fresh
from tests.registers.decisions_files import (
    AGENCY,
    PENALTY_HEAD,
    a_row,
    as_csv,
    as_xlsx,
    bring,
    credit_code,
    enter,
    id_number,
)
from tests.reporting.office import make_agency, make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit.models import Entry
from gongkai.files.models import Upload
from gongkai.registers.decisions import entering, queries, staging
from gongkai.registers.decisions.exporting import rows_to_mend
from gongkai.registers.decisions.sheets import read_sheet
from gongkai.registers.models import Decision, DecisionBatch, DecisionRow
from gongkai.registers.services import decision_batches as batches
from gongkai.registers.table import table_two
from gongkai.tasks.worker import run_waiting

State = DecisionBatch.State


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency()


@pytest.fixture
def officer(agency: Agency) -> User:
    return make_person(agency)


def counted(agency: Agency) -> tuple[int, int | None]:
    """What we count, and what table 二 shows."""
    shown = table_two(agency, 2024)["proactive.penalties"].value
    return queries.count(agency, "penalty", 2024), shown if shown is None else int(shown)


def many(rows: int, bad: dict[int, dict[str, str]] | None = None) -> bytes:
    wrong = bad or {}
    return as_csv([PENALTY_HEAD, *(a_row(number, **wrong.get(number, {})) for number in range(1, rows + 1))])


BAD = (
    [
        {"处罚决定日期": "没有"},
        {"统一社会信用代码": "913701020000000013"},
        {"处罚机关": "别的局"},
        {"行政处罚决定书文号": ""},
        {"罚款金额（万元）": "壹"},
        {"处罚内容": f"罚张某{id_number()}"},
    ]
) * 5


def test_fifty_thousand_rows_with_thirty_bad_ones(agency: Agency, officer: User) -> None:
    wrong = {1000 * place + 17: changes for place, changes in enumerate(BAD, 1)}
    batch = bring(officer, agency, many(50_000, wrong), "2024年处罚.csv")
    assert (batch.state, batch.rows_good, batch.rows_bad) == (State.READ, 49_970, 30)
    assert batch.rows_read == batch.rows_total == 50_000
    bad = DecisionRow.objects.filter(batch=batch).exclude(message="")
    assert set(bad.values_list("number", flat=True)) == {number + 1 for number in wrong}
    assert counted(agency) == (0, None)
    assert Decision.everything.count() == 0
    done = enter(officer, batch)
    assert (done.state, done.rows_entered) == (State.DONE, 49_970)
    assert counted(agency) == (49_970, 49_970)
    assert set(DecisionRow.objects.filter(batch=batch).values_list("pk", flat=True)) == set(
        bad.values_list("pk", flat=True)
    )


def test_the_rows_to_mend_come_back_mended(agency: Agency, officer: User) -> None:
    wrong = {2: {"处罚决定日期": "没有"}, 3: {"处罚内容": "=cmd|'/c calc'!A1", "行政处罚决定书文号": ""}}
    batch = enter(officer, bring(officer, agency, many(4, wrong)))
    data = rows_to_mend(batch)
    sheet = read_sheet("改正.xlsx", data)
    head, *rows = [cells for _, cells in sheet.rows]
    assert head[:2] == ["原行号", "要改正的问题"]
    assert [row[0] for row in rows] == ["3", "4"]
    assert "不是日期" in rows[0][1]
    from openpyxl import load_workbook

    kept: Any = load_workbook(io.BytesIO(data)).active
    assert not [cell.coordinate for line in kept for cell in line if cell.data_type == "f"]
    rows[0][head.index("处罚决定日期")] = "2024-05-01"
    rows[1][head.index("行政处罚决定书文号")] = "清自然资罚〔2024〕3号"
    again = bring(officer, agency, as_xlsx([head, *rows]), "改正.xlsx")
    assert (again.rows_good, again.rows_bad) == (2, 0)
    enter(officer, again)
    assert counted(agency) == (4, 4)


def test_what_is_registered_is_not_registered_twice(agency: Agency, officer: User) -> None:
    enter(officer, bring(officer, agency, many(3)))
    batch = bring(officer, agency, many(5))
    assert (batch.rows_good, batch.rows_bad) == (2, 3)
    assert "登记簿里已有" in DecisionRow.objects.filter(batch=batch).exclude(message="")[0].message
    row = read_sheet("a.xlsx", rows_to_mend(batch)).rows[1][1]
    assert "示例1有限公司" in row
    assert enter(officer, batch).rows_entered == 2
    assert counted(agency) == (5, 5)


def test_of_other_kinds_and_agencies_the_same_numbers_are_others(agency: Agency, officer: User) -> None:
    enter(officer, bring(officer, agency, many(2)))
    other = make_agency("示例市清河区公安局", "gongan")
    data = as_csv([PENALTY_HEAD, a_row(1, 处罚机关="示例市清河区公安局")])
    assert bring(None, other, data).rows_good == 1
    Decision.everything.update(void=True)
    assert bring(officer, agency, many(2)).rows_good == 2


def test_a_number_taken_between_reading_and_entering(agency: Agency, officer: User) -> None:
    batch = bring(officer, agency, many(3))
    Decision.everything.create(
        agency=agency, kind="penalty", number="清自然资罚〔2024〕2号", decided_on="2024-01-01"
    )
    back = enter(officer, batch)
    assert (back.state, back.rows_good, back.rows_bad) == (State.READ, 2, 1)
    assert "有1个文号在这期间已由别人登记" in back.message
    assert Decision.everything.count() == 1
    assert enter(officer, back).state == State.DONE
    assert counted(agency)[0] == 3


def test_a_number_taken_while_entering_takes_all_back(agency: Agency, officer: User) -> None:
    batch = bring(officer, agency, many(3))
    batches.enter_batch(officer, agency, batch)
    Decision.everything.create(
        agency=agency, kind="penalty", number="清自然资罚〔2024〕3号", decided_on="2024-01-01"
    )
    DecisionBatch.everything.update(rows_entered=1)  # the look-up before was passed: somebody came after it
    held = DecisionBatch.everything.select_related("agency").get()
    with pytest.raises(entering.Taken, match="有1个文号在这期间已由别人登记"):
        entering.enter_all(held, lambda: None)
    assert Decision.everything.filter(batch=batch).count() == 0
    assert DecisionRow.objects.exclude(message="").count() == 1


def test_what_an_unfinished_batch_has_put_there_is_not_counted(agency: Agency, officer: User) -> None:
    enter(officer, bring(officer, agency, many(2)))
    batch = bring(officer, agency, as_csv([PENALTY_HEAD, a_row(11), a_row(12)]))
    DecisionBatch.everything.filter(pk=batch.pk).update(state=State.ENTERING)
    Decision.everything.create(
        agency=agency, kind="penalty", number="清自然资罚〔2024〕11号", decided_on="2024-01-01", batch=batch
    )
    assert counted(agency) == (2, 2)
    assert queries.listed(agency, "penalty").count() == 2
    entering.take_back(batch)
    assert Decision.everything.filter(batch=batch).count() == 0
    assert Decision.everything.count() == 2


def test_void_ones_are_not_counted(agency: Agency, officer: User) -> None:
    enter(officer, bring(officer, agency, many(3)))
    Decision.everything.filter(number__endswith="2号").update(void=True)
    assert counted(agency) == (2, 2)


def test_counting_is_one_query(agency: Agency, officer: User, django_assert_num_queries: Any) -> None:
    enter(officer, bring(officer, agency, many(3)))
    with django_assert_num_queries(1):
        assert queries.count(agency, "penalty", 2024) == 3
    with django_assert_num_queries(1):
        found = queries.by_year(agency, range(2022, 2026))
    assert found[2024, "penalty"] == 3
    assert sum(found.values()) == 3


def test_the_file_is_thrown_away_with_the_names_in_it(agency: Agency, officer: User) -> None:
    data = as_csv(
        [PENALTY_HEAD, a_row(1, 行政相对人名称="张三", 行政相对人类别="自然人", 统一社会信用代码=id_number())]
    )
    batch = batches.bring_in(officer, agency, "penalty", SimpleUploadedFile("a.csv", data))
    upload = Upload.everything.get()
    storage, path = upload.file.storage, upload.file.name
    assert storage.exists(path)
    run_waiting()
    with_hooks = DecisionBatch.everything.get(pk=batch.pk)
    # the test's own transaction is never committed; what follows a commit is done by hand
    batches._clear(with_hooks.pk, keep_rows=True)
    assert not Upload.everything.exists()
    enter(officer, with_hooks)
    (made,) = Decision.everything.all()
    assert (made.party, made.party_name, made.party_code) == ("person", "", "")
    for model in (Entry, DecisionRow, Decision):
        assert "张三" not in str(
            list(model.objects.values() if model is not Decision else model.everything.values())
        )


@pytest.mark.django_db(transaction=True)
def test_the_stored_file_is_gone_once_read(agency: Agency, officer: User) -> None:
    batches.bring_in(officer, agency, "penalty", SimpleUploadedFile("a.csv", many(2)))
    upload = Upload.everything.get()
    storage, path = upload.file.storage, upload.file.name
    run_waiting()
    assert DecisionBatch.everything.get().upload is None
    assert not Upload.everything.exists()
    assert not storage.exists(path)


def test_a_file_without_the_columns_is_dropped_with_the_reason(agency: Agency, officer: User) -> None:
    batch = bring(officer, agency, as_csv([["甲", "乙"], ["1", "2"]]))
    assert batch.state == State.DROPPED
    assert "缺少必须有的列" in batch.message
    assert "甲、乙" in batch.message
    assert bring(officer, agency, as_csv([PENALTY_HEAD])).message == "只有列名，没有要登记的决定"


@pytest.mark.parametrize("state", [State.READING, State.READ])
def test_given_up(agency: Agency, officer: User, state: str) -> None:
    batch = batches.bring_in(officer, agency, "penalty", SimpleUploadedFile("a.csv", many(3)))
    if state == State.READ:
        run_waiting()
    batches.drop(officer, agency, batch)
    run_waiting()
    found = DecisionBatch.everything.get()
    assert found.state == State.DROPPED
    with pytest.raises(Refused, match="不能入库"):
        batches.enter_batch(officer, agency, found)
    with pytest.raises(Refused, match="不能放弃"):
        batches.drop(officer, agency, found)
    assert Decision.everything.count() == 0


def test_reading_stops_when_it_is_given_up(agency: Agency, officer: User) -> None:
    batch = batches.bring_in(officer, agency, "penalty", SimpleUploadedFile("a.csv", many(3)))
    stale = DecisionBatch.everything.select_related("agency", "upload").get()
    batches.drop(officer, agency, batch)
    with pytest.raises(staging.Cancelled):
        staging.read(stale)
    assert DecisionRow.objects.count() == 0


def test_reading_and_entering_twice_does_no_harm(agency: Agency, officer: User) -> None:
    batch = bring(officer, agency, many(5, {2: {"处罚决定日期": ""}}))
    batches.read_batch.call(batch.pk)
    DecisionBatch.everything.update(
        state=State.READING, upload=_again(agency, many(5, {2: {"处罚决定日期": ""}}))
    )
    batches.read_batch.call(batch.pk)
    found = DecisionBatch.everything.get()
    assert (found.rows_read, found.rows_good, found.rows_bad) == (5, 4, 1)
    enter(officer, found)
    batches.enter_rows.call(batch.pk)
    assert counted(agency) == (4, 4)


def _again(agency: Agency, data: bytes) -> Upload:
    from gongkai.files.services import keep_upload

    return keep_upload(agency, None, SimpleUploadedFile("a.csv", data))


def test_who_may(agency: Agency, officer: User) -> None:
    stranger = make_person(make_agency("示例市清河区公安局", "gongan"), name="wang")
    clerk = make_person(agency, Duty.CASE, name="li")
    for person in (stranger, clerk):
        with pytest.raises(Refused, match="您没有这项职责"):
            batches.bring_in(person, agency, "penalty", SimpleUploadedFile("a.csv", many(1)))
    assert not Upload.everything.exists()
    batch = bring(officer, agency, many(1))
    for act in (batches.enter_batch, batches.drop):
        with pytest.raises(Refused):
            act(stranger, agency, batch)


@pytest.mark.parametrize(
    ("name", "data", "kind", "words"),
    [
        ("a.csv", b"", "penalty", "是空的"),
        ("a.xls", b"x", "penalty", "另存为.xlsx"),
        ("a.csv", b"x", "", "请选择这份表"),
        ("a.csv", b"x", "other", "请选择这份表"),
    ],
)
def test_what_is_refused_at_the_door(
    agency: Agency, officer: User, name: str, data: bytes, kind: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        batches.bring_in(officer, agency, kind, SimpleUploadedFile(name, data))
    assert not DecisionBatch.everything.exists()


def test_batches_left_behind_are_gone_on_with(agency: Agency, officer: User) -> None:
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    reading = batches.bring_in(officer, agency, "penalty", SimpleUploadedFile("a.csv", many(3)))
    ready = bring(officer, agency, as_csv([PENALTY_HEAD, a_row(8, 统一社会信用代码=credit_code(8))]))
    DecisionBatch.everything.filter(pk=reading.pk).update(state=State.READING)
    batches.enter_batch(officer, agency, ready)
    assert batches.resume_lost() == 0
    DecisionBatch.everything.update(created_at=timezone.now() - timedelta(hours=1))
    DBTaskResult.objects.all().delete()
    Decision.everything.create(
        agency=agency, kind="penalty", number="清自然资罚〔2024〕8号", decided_on="2024-01-01", batch=ready
    )
    assert batches.resume_lost() == 2
    states = dict(DecisionBatch.everything.values_list("pk", "state"))
    assert states == {reading.pk: State.DROPPED, ready.pk: State.READ}
    assert Decision.everything.count() == 0
    assert enter(officer, DecisionBatch.everything.get(pk=ready.pk)).state == State.DONE


PREPARE = """
import os
from django.core.files.base import ContentFile
from gongkai.agencies.models import Agency
from gongkai.registers.services import decision_batches as batches
agency = Agency.objects.create(full_name=os.environ["AGENCY"], short_name="资源局", slug="ziran")
with open(os.environ["TABLE"], "rb") as table:
    batch = batches.bring_in(None, agency, "penalty", ContentFile(table.read(), name="a.csv"))
"""
WORK = "from gongkai.tasks.worker import run_waiting; run_waiting()"
SLOW = """
import time
from gongkai.registers.decisions import bulk
from gongkai.registers.decisions import {module} as where
where.CHUNK = 100
before = bulk.{name}
def slow(*args):
    found = before(*args)
    time.sleep(0.05)
    return found
bulk.{name} = slow
from gongkai.tasks.worker import run_waiting; run_waiting()
"""
ORDER = """
from gongkai.registers.models import DecisionBatch
from gongkai.registers.services import decision_batches as batches
batch = DecisionBatch.everything.select_related("agency").get()
batches.enter_batch(None, batch.agency, batch)
"""
STATE = """
from gongkai.registers.models import *
from gongkai.registers.decisions import queries
b = DecisionBatch.everything.select_related("agency").get()
print(b.state, DecisionRow.objects.filter(batch=b).count(), Decision.everything.count(), queries.count(b.agency, "penalty", 2024))
"""
REAP = """
from datetime import timedelta
from gongkai.tasks.models import Worker
from gongkai.tasks.services import reap
for one in Worker.objects.all():
    Worker.objects.filter(pk=one.pk).update(seen_at=one.seen_at - timedelta(hours=1))
reap()
"""


def state_of(fresh: Fresh) -> tuple[str, int, int, int]:
    state, *numbers = fresh.run(STATE).split()
    rows, decisions, counted = map(int, numbers)
    return state, rows, decisions, counted


def killed_in_the_middle(fresh: Fresh, module: str, name: str, place: int) -> None:
    """Kill a worker once it has written something but not all (`place` in what `state_of` tells)."""
    worker = fresh.start(SLOW.format(module=module, name=name))
    before = state_of(fresh)[place]
    until = time.monotonic() + 60
    while state_of(fresh)[place] == before and time.monotonic() < until and worker.poll() is None:
        time.sleep(0.01)
    assert worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    fresh.run(REAP)


@pytest.mark.django_db
def test_a_killed_worker_leaves_nothing_half_done(fresh_database: Fresh, tmp_path: Any) -> None:
    """Killed while reading, then while entering: another goes on, each row is there once, and none counted too early."""
    rows = 20_000
    table = tmp_path / "a.csv"
    table.write_bytes(many(rows))
    fresh_database.run(PREPARE, AGENCY=AGENCY, TABLE=str(table))
    killed_in_the_middle(fresh_database, "staging", "stage", 1)
    state, staged, *_ = state_of(fresh_database)
    assert state == State.READING
    assert 0 < staged < rows
    fresh_database.run(WORK)
    assert state_of(fresh_database) == (State.READ, rows, 0, 0)
    fresh_database.run(ORDER)
    if connection.vendor == "sqlite":
        killed_in_the_middle(fresh_database, "entering", "enter", 2)
        state, _, entered, counted = state_of(fresh_database)
        assert (state, counted) == (State.ENTERING, 0)
        assert 0 < entered < rows
    fresh_database.run(WORK)
    assert state_of(fresh_database) == (State.DONE, 0, rows, rows)
