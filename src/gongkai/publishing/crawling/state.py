"""What a crawl has done and what is left, in a small database in its folder: a killed run goes on where it stood.

Each step (a page fetched, understood, written down) is one transaction; what was under way when the run died is fetched once more.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["State", "Step"]

_TABLES = """
CREATE TABLE IF NOT EXISTS step (
    address TEXT PRIMARY KEY, kind TEXT NOT NULL, col INTEGER NOT NULL, number INTEGER NOT NULL, place INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'todo', round INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', day TEXT NOT NULL DEFAULT '',
    page TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS step_left ON step (status, kind, col, place);
CREATE TABLE IF NOT EXISTS page (address TEXT PRIMARY KEY, words BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_KINDS = ("list", "item", "file")


@dataclass(frozen=True)
class Step:
    """One address to fetch: a ``list`` page (its `number` from 0), an ``item`` or a ``file`` (`title`: words of its link).

    `page` is the address it was found on; `etag` and `modified` are those of the last answer; `result` what became of it.
    """

    address: str
    kind: str
    column: int
    number: int = 0
    place: int = 0
    title: str = ""
    day: str = ""
    page: str = ""
    status: str = "todo"
    message: str = ""
    etag: str = ""
    modified: str = ""
    result: str = ""


_FIELDS = "address, kind, col, number, place, title, day, page, status, message, etag, modified, result"


class State:
    """The steps of one crawl. Only one process may work on a folder."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None, timeout=1.0)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Close the database."""
        self._base.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do what is done inside wholly or not at all."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:  # Ctrl-C too leaves nothing half done
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def said(self, name: str) -> Any:
        """Give a value kept under a name, None if there is none."""
        row = self._base.execute("SELECT value FROM said WHERE name = ?", [name]).fetchone()
        return json.loads(row[0]) if row else None

    def say(self, name: str, value: Any) -> None:
        """Keep a value under a name."""
        self._base.execute(
            "INSERT OR REPLACE INTO said VALUES (?, ?)", [name, json.dumps(value, ensure_ascii=False)]
        )

    def add(self, steps: Iterable[Step]) -> int:
        """Add steps whose addresses are new; how many were."""
        before = self._base.total_changes
        self._base.executemany(
            "INSERT OR IGNORE INTO step (address, kind, col, number, place, title, day, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (one.address, one.kind, one.column, one.number, one.place, one.title, one.day, one.page)
                for one in steps
            ],
        )
        return self._base.total_changes - before

    def next(self, kinds: Iterable[str] = _KINDS, column: int | None = None) -> Step | None:
        """Give the next step to do: lists before items, items before files, each in the order of the lists."""
        for kind in kinds:
            where = "status = 'todo' AND kind = ?" + ("" if column is None else " AND col = ?")
            row = self._base.execute(
                f"SELECT {_FIELDS} FROM step WHERE {where} ORDER BY col, place LIMIT 1",  # noqa: S608 constants
                [kind] if column is None else [kind, column],
            ).fetchone()
            if row:
                return Step(*row)
        return None

    def done(
        self, step: Step, *, result: str = "", etag: str = "", modified: str = "", message: str = ""
    ) -> None:
        """Write down what became of a step."""
        self._base.execute(
            "UPDATE step SET status = 'done', result = ?, etag = ?, modified = ?, message = ? WHERE address = ?",
            [result, etag, modified, message, step.address],
        )

    def unchanged(self, step: Step) -> None:
        """Say that a step's page is as it was."""
        self._base.execute("UPDATE step SET status = 'done' WHERE address = ?", [step.address])

    def failed(self, step: Step, message: str) -> None:
        """Say why a step could not be done; what an earlier run got stays."""
        self._base.execute(
            "UPDATE step SET status = ?, message = ? WHERE address = ?",
            ["done" if step.result else "failed", message, step.address],
        )

    def keep_page(self, address: str, text: str) -> None:
        """Keep a page as it came: when the mapping names other elements, it need not be fetched again."""
        packed = zlib.compress(text.encode("utf-8", "replace"), 6)
        self._base.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", [address, packed])

    def page(self, address: str) -> str:
        """Give a page that was kept, "" if it was not."""
        row = self._base.execute("SELECT words FROM page WHERE address = ?", [address]).fetchone()
        return zlib.decompress(row[0]).decode() if row else ""

    def begin_again(self, kinds: Iterable[str]) -> None:
        """Have steps of these kinds done once more, and those that failed."""
        for kind in kinds:
            self._base.execute("UPDATE step SET status = 'todo' WHERE kind = ? AND status = 'done'", [kind])
        self._base.execute("UPDATE step SET status = 'todo' WHERE status = 'failed'")

    def steps(self, kind: str, status: str | None = None) -> Iterator[Step]:
        """Give the steps of a kind in the order of the lists."""
        where = "kind = ?" + ("" if status is None else " AND status = ?")
        rows = self._base.execute(
            f"SELECT {_FIELDS} FROM step WHERE {where} ORDER BY col, place, address",  # noqa: S608 constants
            [kind] if status is None else [kind, status],
        )
        return (Step(*row) for row in rows)

    def find(self, address: str) -> Step | None:
        """Give the step of an address."""
        row = self._base.execute(f"SELECT {_FIELDS} FROM step WHERE address = ?", [address]).fetchone()  # noqa: S608
        return Step(*row) if row else None

    def count(self, kind: str, status: str | None = None, column: int | None = None) -> int:
        """Count steps."""
        where, values = "kind = ?", [kind]
        if status is not None:
            where, values = f"{where} AND status = ?", [*values, status]
        if column is not None:
            where, values = f"{where} AND col = ?", [*values, str(column)]
        found = self._base.execute(f"SELECT count(*) FROM step WHERE {where}", values).fetchone()  # noqa: S608 constants
        return int(found[0])
