"""Importing decisions against bare COPY or executemany into the same table; counting them against SQL by hand.

On SQLite in a data folder of its own, and on PostgreSQL where GONGKAI_BENCH_POSTGRES names a server (a database is made there and
dropped). `python -m benchmarks.decisions --counted 1000000` for full size; half of it by default.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import Ratio, compare

ROWS, COUNTED = 50_000, 500_000
IMPORT_GOAL = 5.0
"""Time of an import, from the file to the register, against writing the rows alone: at least 0.2 of its speed."""
COUNT_GOAL = 1.2
_AGENCY = "示例市清河区自然资源局"
_HEAD = [
    "行政相对人名称",
    "行政相对人类别",
    "行政处罚决定书文号",
    "违法行为类型",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
    "处罚机关",
]


def run(rows: int = ROWS, counted: int = COUNTED) -> bool:
    """Measure on each database in a process of its own, for Django has one for a process; whether all goals are met."""
    met = True
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        met &= _apart(f"sqlite:///{folder}/bench.sqlite3", Path(folder), rows, counted)
    if server := os.environ.get("GONGKAI_BENCH_POSTGRES"):
        name = f"gongkai_bench_{secrets.token_hex(4)}"
        _on_server(server, f"CREATE DATABASE {name}")
        try:
            with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
                met &= _apart(f"{server.rpartition('/')[0]}/{name}", Path(folder), rows, counted)
        finally:
            _on_server(server, f"DROP DATABASE {name}")
    return met


def _apart(url: str, home: Path, rows: int, counted: int) -> bool:
    Path(home, "static").mkdir()
    environment = {**os.environ, "DATABASE_URL": url, "GONGKAI_HOME": str(home)}
    command = [sys.executable, "-m", "benchmarks.decisions", "--here"]
    done = subprocess.run(
        [*command, "--rows", str(rows), "--counted", str(counted)], env=environment, check=False
    )
    return done.returncode == 0


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _here(rows: int, counted: int) -> bool:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from gongkai.agencies.models import Agency

    agency = Agency.objects.create(full_name=_AGENCY, short_name="自然资源局", slug="bench")
    found = [*_imports(agency, rows, connection), *_counts(agency, counted, connection)]
    for ratio in found:
        print(f"{connection.display_name} {ratio}", flush=True)
    return all(ratio.met for ratio in found)


def _imports(agency: Any, rows: int, connection: Any) -> list[Ratio]:
    files = {"CSV": ("a.csv", _csv(rows)), "xlsx": ("a.xlsx", _xlsx(rows))}
    found = []
    for label, (name, data) in files.items():
        ours, theirs = float("inf"), float("inf")
        for _ in range(3):  # in turns, so that both meet the same machine
            ours = min(ours, _timed(lambda name=name, data=data: _import(agency, name, data, rows)))
            values = _taken_out(connection)
            theirs = min(theirs, _timed(lambda values=values: _bare(values, connection)))
            _taken_out(connection)
        way = "COPY" if connection.vendor == "postgresql" else "executemany"
        found.append(
            Ratio(
                f"导入{rows}行{label}（读取、核对、暂存、入库，每秒{rows / ours:.0f}行）",
                f"只用{way}写入（每秒{rows / theirs:.0f}行，速度之比{theirs / ours:.2f}）",
                ours,
                theirs,
                IMPORT_GOAL,
            )
        )
    return found


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _import(agency: Any, name: str, data: bytes, rows: int) -> None:
    from django.core.files.base import ContentFile

    from gongkai.registers.services import decision_batches as batches

    batch = batches.bring_in(None, agency, "penalty", ContentFile(data, name=name))
    batches.read_batch.call(batch.pk)
    batches.enter_batch(None, agency, batch)
    batches.enter_rows.call(batch.pk)
    batch.refresh_from_db()
    if batch.rows_entered != rows:
        raise SystemExit(f"{batch.rows_entered} of {rows} rows were entered")


_COLUMNS = (
    "agency_id, kind, number, decided_on, subject, party, party_name, party_code, result, basis, amount, "
    "void, void_reason, never_public, recorded_at"
)


def _taken_out(connection: Any) -> list[Any]:
    """Take all rows out of the register, as values to be written again."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM registers_decision ORDER BY id")
        values = list(cursor.fetchall())
        cursor.execute("DELETE FROM registers_decision")
    return values


def _bare(values: list[Any], connection: Any) -> None:
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY registers_decision ({_COLUMNS}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS.split(", ")))
            cursor.executemany(f"INSERT INTO registers_decision ({_COLUMNS}) VALUES ({marks})", values)


def _counts(agency: Any, counted: int, connection: Any) -> list[Ratio]:
    from gongkai.registers.decisions.queries import count
    from gongkai.registers.table import table_two

    _fill(agency, counted, connection)
    plain = (
        "SELECT count(*) FROM registers_decision WHERE agency_id = %s AND kind = 'penalty' AND NOT void "
        "AND decided_on BETWEEN '2024-01-01' AND '2024-12-31'"
    )

    def by_hand() -> int:
        with connection.cursor() as cursor:
            cursor.execute(plain, [agency.pk])
            return int(cursor.fetchone()[0])

    if not count(agency, "penalty", 2024) == by_hand() == counted:
        raise SystemExit("the counts differ")
    shown = table_two(agency, 2024)["proactive.penalties"].value
    if shown != counted:
        raise SystemExit("table two shows another count")
    return [
        compare(
            f"在{counted}件里计数",
            "手写SQL",
            lambda: count(agency, "penalty", 2024),
            by_hand,
            COUNT_GOAL,
            turns=9,
        ),
    ]


def _fill(agency: Any, counted: int, connection: Any) -> None:
    """Make so many decisions of one year inside the database, and have it take stock."""
    postgres = connection.vendor == "postgresql"
    day = (
        "(date '2024-01-01' + (n %% 366)::int)"
        if postgres
        else "date('2024-01-01', '+' || (n %% 366) || ' days')"
    )
    numbers = (
        "SELECT generate_series(1, %s) AS n"
        if postgres
        else "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %s) SELECT n FROM c"
    )
    now = "now()" if postgres else "datetime('now')"
    empty = "'', '', '', '', '', ''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO registers_decision (agency_id, kind, number, decided_on, subject, party, party_name, party_code,
                result, basis, void, void_reason, never_public, recorded_at)
            SELECT %s, 'penalty', '罚' || n, {day}, {empty}, {"false" if postgres else 0}, '',
                {"false" if postgres else 0}, {now} FROM ({numbers}) AS many""",
            [agency.pk, counted],
        )
        cursor.execute("VACUUM ANALYZE registers_decision" if postgres else "ANALYZE")


def _rows(rows: int) -> list[list[Any]]:
    return [
        [
            f"示例{number}有限公司",
            "法人及非法人组织",
            f"清自然资罚〔2024〕{number}号",
            "非法占用土地",
            "罚款",
            "罚款人民币壹万元整",
            "1",
            f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            _AGENCY,
        ]
        for number in range(rows)
    ]


def _csv(rows: int) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_HEAD, *_rows(rows)])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("处罚")
    for row in [_HEAD, *_rows(rows)]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main() -> int:
    """Measure; the exit status is 1 when a goal is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the imported file")
    parser.add_argument("--counted", type=int, default=COUNTED, help="decisions that are counted")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    work = _here if asked.here else run
    return 0 if work(asked.rows, asked.counted) else 1


if __name__ == "__main__":
    sys.exit(main())
