"""Many rows at once, between the staging table and the register: by COPY on PostgreSQL, by executemany elsewhere.

The rows go from staging to the register inside the database, never through Python: half of the time of an import.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from gongkai.registers.models.decisions import Decision, DecisionBatch, DecisionRow

from .checking import Checked

__all__ = ["enter", "is_postgres", "stage"]

_STAGING = DecisionRow._meta.db_table
_REGISTER = Decision._meta.db_table
_TEXTS = ("subject", "party", "party_name", "party_code", "result", "basis")


def is_postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


def stage(batch: DecisionBatch, rows: Iterable[Checked]) -> None:
    """Write checked rows into the staging table."""
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    values = [(batch.pk, row.number, dump(row.fields), row.message) for row in rows]
    names = "batch_id, number, fields, message"
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(f"COPY {_STAGING} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {_STAGING} ({names}) VALUES (%s, %s, %s, %s)", values)  # noqa: S608 names of ours


def enter(batch: DecisionBatch, first: int, last: int) -> int:
    """Enter the good rows numbered from `first` to `last` (both included) into the register; how many."""
    date, number = ("::date", "::numeric") if is_postgres() else ("", "")
    texts = ", ".join(f"coalesce(fields ->> '{name}', '')" for name in _TEXTS)
    statement = f"""
        INSERT INTO {_REGISTER} (agency_id, kind, batch_id, recorded_by_id, recorded_at, void, void_reason, never_public,
            number, decided_on, amount, {", ".join(_TEXTS)})
        SELECT %s, %s, %s, %s, %s, %s, '', %s,
            fields ->> 'number', (fields ->> 'decided_on'){date}, (fields ->> 'amount'){number}, {texts}
        FROM {_STAGING} WHERE batch_id = %s AND number BETWEEN %s AND %s AND message = '' ORDER BY number
    """  # noqa: S608 names of ours, values apart
    at: Any = connection.ops.adapt_datetimefield_value(timezone.now())
    assert isinstance(at, datetime | str)
    values = (
        batch.agency_id,
        batch.kind,
        batch.pk,
        batch.created_by_id,
        at,
        False,
        False,
        batch.pk,
        first,
        last,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
