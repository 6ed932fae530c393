"""Applications: the work list against the bare indexed query and its page against that of fewer cases, table 三 against SQL by hand over the events, registering against a bare insert.

On SQLite in a data folder of its own, and on PostgreSQL where GONGKAI_BENCH_POSTGRES names a server (a database is made there and dropped).
`python -m benchmarks.applications --counted 1000000` for full size. Cases are bulk-loaded inside the database: what is timed is asking, not making.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio, compare

LISTED, COUNTED, REGISTERED = 100_000, 1_000_000, 200
FEW, VIEWS = 1_000, 100
LIST_GOAL, COUNT_GOAL, REGISTER_GOAL, VIEW_GOAL = 5.0, 1.0, 40.0, 1.3


def run(listed: int = LISTED, counted: int = COUNTED) -> bool:
    """Measure on each database in a process of its own; whether all goals are met."""
    met = True
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        met &= _apart(f"sqlite:///{folder}/bench.sqlite3", Path(folder), listed, counted)
    if server := os.environ.get("GONGKAI_BENCH_POSTGRES"):
        name = f"gongkai_bench_{secrets.token_hex(4)}"
        _on_server(server, f"CREATE DATABASE {name}")
        try:
            with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
                met &= _apart(f"{server.rpartition('/')[0]}/{name}", Path(folder), listed, counted)
        finally:
            _on_server(server, f"DROP DATABASE {name}")
    return met


def _apart(url: str, home: Path, listed: int, counted: int) -> bool:
    Path(home, "static").mkdir()
    environment = {**os.environ, "DATABASE_URL": url, "GONGKAI_HOME": str(home)}
    command = [sys.executable, "-m", "benchmarks.applications", "--here"]
    done = subprocess.run(
        [*command, "--listed", str(listed), "--counted", str(counted)], env=environment, check=False
    )
    return done.returncode == 0


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{server.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


def _here(listed: int, counted: int) -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from gongkai.agencies.models import Agency, Duty, Role, User

    agency = Agency.objects.create(full_name="示例市清河区司法局", short_name="司法局", slug="bench")
    officer = User.objects.create(username="bench")
    Role.everyone.create(person=officer, agency=agency, duty=Duty.CASE)
    found = [_registers(officer, agency, connection)]
    small = min(FEW, listed)
    _fill(agency, small, connection)
    before = _views(officer)
    _fill(agency, listed - small, connection, first=small + 1)
    found.append(_lists(officer, agency, connection))
    found.append(
        Ratio(f"{listed}件时的办理清单网页（p95）", f"{small}件时的", _views(officer), before, VIEW_GOAL)
    )
    if counted > listed:
        _fill(agency, counted - listed, connection, first=listed + 1)
    found.append(_counts(agency, counted, connection))
    for ratio in found:
        print(f"{connection.display_name} {ratio}", flush=True)
    return all(ratio.met for ratio in found)


def _registers(officer: Any, agency: Any, connection: Any) -> Ratio:
    from datetime import date

    from django.db import transaction

    from gongkai.applications import services as acts

    who = (acts.Who("测试申请人", identity_number="11010119900101100X", phone="13800000000"),)
    entry = acts.Entry("counter", "person", date(2024, 6, 3), who, content="2023年部门预算")
    start = time.perf_counter()
    for _ in range(REGISTERED):
        acts.register(officer, agency, entry)
    ours = (time.perf_counter() - start) / REGISTERED
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id integer, words varchar(2000))")
    start = time.perf_counter()
    for number in range(REGISTERED):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare VALUES (%s, %s)", [number, "字" * 500])
    theirs = (time.perf_counter() - start) / REGISTERED
    return Ratio(
        f"登记一件申请（每秒{1 / ours:.0f}件）",
        f"落盘地写入一行（每秒{1 / theirs:.0f}行）",
        ours,
        theirs,
        REGISTER_GOAL,
    )


def _lists(officer: Any, agency: Any, connection: Any) -> Ratio:
    from gongkai.applications import queries, worklists

    plain = "SELECT * FROM applications_application WHERE agency_id = %s AND closed_on IS NULL ORDER BY due_on, id LIMIT 50"

    wanted = worklists.in_order(worklists.still_open(queries.cases_for(officer)), "due", "open")[:50]
    statement, values = wanted.query.sql_with_params()

    def ours() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.fetchall()

    def theirs() -> None:
        with connection.cursor() as cursor:
            cursor.execute(plain, [agency.pk])
            cursor.fetchall()

    return compare("未办结清单第一页的SQL", "只查本表的手写SQL", ours, theirs, LIST_GOAL)


def _views(officer: Any) -> float:
    """Give the p95 of the work list as a page, in seconds, asked inside the process."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    taken = []
    for turn in range(VIEWS + 5):
        start = time.perf_counter()
        answer = client.get("/office/applications/?stand=open")
        if answer.status_code != 200:
            raise SystemExit(f"the list answers {answer.status_code}")
        if turn >= 5:
            taken.append(time.perf_counter() - start)
    return sorted(taken)[int(len(taken) * 0.95)]


def _counts(agency: Any, counted: int, connection: Any) -> Ratio:
    from gongkai.applications.table import table_three

    by_hand = """
        WITH ends AS (
          SELECT e.application_id, min(e."on") AS left_on FROM applications_event e
          WHERE e.kind IN ('decided', 'given_up', 'withdrawn') GROUP BY e.application_id),
        comes AS (
          SELECT e.application_id, min(e."on") AS entered_on FROM applications_event e
          WHERE e.kind IN ('submitted') GROUP BY e.application_id)
        SELECT a.applicant_kind, comes.entered_on < '2024-01-01' AS carried,
          CASE WHEN ends.left_on BETWEEN '2024-01-01' AND '2024-12-31' THEN a.outcome ELSE 'open' END AS went, count(*)
        FROM applications_application a JOIN comes ON comes.application_id = a.id
        LEFT JOIN ends ON ends.application_id = a.id
        WHERE a.agency_id = %s AND comes.entered_on <= '2024-12-31' AND (ends.left_on IS NULL OR ends.left_on >= '2024-01-01')
        GROUP BY 1, 2, 3"""

    def theirs() -> int:
        with connection.cursor() as cursor:
            cursor.execute(by_hand, [agency.pk])
            return sum(row[3] for row in cursor.fetchall())

    def ours() -> int:
        found = table_three(agency, 2024)
        return (found["applications.received.total"] or 0) + (found["applications.carried_in.total"] or 0)

    if ours() != theirs():
        raise SystemExit(f"the counts differ: {ours()} and {theirs()}")
    return compare(f"{counted}件里一年的表三", "手写SQL数事项", ours, theirs, COUNT_GOAL, turns=3)


def _fill(agency: Any, many: int, connection: Any, first: int = 1) -> None:
    """Make so many cases of three years inside the database, nine of ten answered, each with two events and a counting row."""
    postgres = connection.vendor == "postgresql"
    first += REGISTERED
    last = first + many - 1
    numbers = (
        f"SELECT generate_series({first}, {last}) AS n"
        if postgres
        else f"WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}) SELECT n FROM c"
    )

    def day(base: str, spread: int) -> str:
        if postgres:
            return f"(date '{base}' + (n % {spread})::int)"
        return f"date('{base}', '+' || (n % {spread}) || ' days')"

    came, went = day("2023-01-01", 1000), day("2023-01-15", 1000)
    now, no, yes = ("now()", "false", "true") if postgres else ("datetime('now')", "0", "1")
    kind = "CASE n % 3 WHEN 0 THEN 'person' WHEN 1 THEN 'business' ELSE 'other' END"
    outcome = "CASE WHEN n % 10 = 0 THEN '' WHEN n % 2 = 0 THEN 'granted' ELSE 'unavailable_not_held' END"
    year = "EXTRACT(YEAR FROM {})::int" if postgres else "CAST(strftime('%%Y', {}) AS integer)"
    year = year.replace("%%", "%")
    statements = [
        f"""INSERT INTO applications_application (id, public_id, agency_id, year, sequence, ledger_number, matter, channel,
            applicant_kind, joint, secret, demonstration, content_hash, code_hash, registered_at, status, received_on, due_on,
            closed_on, provisional, outcome, late, last_event, problems)
          SELECT n, 'b' || n, {agency.pk}, 2023, n, '', 'disclosure', 'counter', {kind}, 1, {no}, {yes}, '', '', {now},
            CASE WHEN n % 10 = 0 THEN 'in_hand' ELSE 'closed' END, {came}, {went},
            CASE WHEN n % 10 = 0 THEN NULL ELSE {went} END, {no}, {outcome}, {no}, 2, 0
          FROM ({numbers}) AS many""",
        f"""INSERT INTO applications_event (application_id, sequence, kind, "on", data, problem, recorded_at)
          SELECT n, 1, 'submitted', {came}, '{{}}', '', {now} FROM ({numbers}) AS many""",
        f"""INSERT INTO applications_event (application_id, sequence, kind, "on", data, problem, recorded_at)
          SELECT n, 2, 'decided', {went}, '{{}}', '', {now} FROM ({numbers}) AS many WHERE n % 10 <> 0""",
        f"""INSERT INTO applications_countingrow (application_id, agency_id, applicant_kind, entered_on, entered_year, left_on,
            left_year, outcome)
          SELECT n, {agency.pk}, {kind}, {came}, {year.format(came)}, CASE WHEN n % 10 = 0 THEN NULL ELSE {went} END,
            CASE WHEN n % 10 = 0 THEN NULL ELSE {year.format(went)} END, {outcome} FROM ({numbers}) AS many""",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        for table in ("application", "event", "countingrow"):
            cursor.execute(f"{'VACUUM ' if postgres else ''}ANALYZE applications_{table}")


def main() -> int:
    """Measure; the exit status is 1 when a goal is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listed", type=int, default=LISTED, help="cases behind the work list")
    parser.add_argument("--counted", type=int, default=COUNTED, help="cases behind table 三")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    work = _here if asked.here else run
    return 0 if work(asked.listed, asked.counted) else 1


if __name__ == "__main__":
    sys.exit(main())
