"""What the tests of importing share: a file written as an office writes it, brought in as the command does it."""

from __future__ import annotations

import csv
import io
from typing import Any

from gongkai.agencies.models import Agency, User
from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies, Checked
from gongkai.publishing.importing.sources import Memory, Source
from gongkai.publishing.importing.table import read_table
from gongkai.publishing.models import ImportBatch
from gongkai.publishing.services import importing

COLUMN = "法定主动公开内容/机构职能"
PAST = "2019-05-06 09:30"


def a_csv(*rows: dict[str, Any]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def a_row(agency: Agency, title: str = "机构职能", **more: str) -> dict[str, str]:
    return {"agency": agency.full_name, "column": COLUMN, "title": title, **more}


def checked(
    *rows: dict[str, Any], source: Source | None = None, alone: Agency | None = None
) -> list[Checked]:
    table = read_table("a.csv", a_csv(*rows))
    return list(check_rows(table, source or Memory(), Agencies(alone)))


def bring_in(
    agency: Agency,
    *rows: dict[str, Any],
    source: Source | None = None,
    importer: User | None = None,
    approver: User | None = None,
    **approval: Any,
) -> ImportBatch:
    """Bring rows in from beginning to end, as the command line does unless people are named."""
    source = source or Memory()
    batch = importing.begin_import(importer, agency, "a.csv")
    importing.stage(batch, checked(*rows, source=source))
    batch = importing.finish_reading(None, agency, batch)
    if batch.state == ImportBatch.State.READ:
        batch = importing.approve_import(approver, agency, batch, **approval)
    return importing.enter(batch, source)


def outcomes(batch: ImportBatch) -> list[tuple[int, str]]:
    return [(row.number, row.state) for row in batch.rows.all()]
