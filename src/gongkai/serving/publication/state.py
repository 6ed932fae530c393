"""What a target knows of itself: which address belongs to which page, which changes it has seen, how far a whole publication is.

It lies in an SQLite file beside what is published, not in the site's database: it is true of these files and no others. Of what the
files hold nothing is noted here: that is read from the files themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .addresses import Address

__all__ = ["State"]

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
  path TEXT PRIMARY KEY, page INTEGER NOT NULL, mark TEXT NOT NULL, run TEXT NOT NULL, file TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_page ON entry (page);
CREATE INDEX IF NOT EXISTS entry_file ON entry (file);
CREATE TABLE IF NOT EXISTS asset (name TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (change INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class State:
    """The notes of one target. What is written is kept once `commit` was called, whatever happens to the process."""

    def __init__(self, path: Path) -> None:
        """Open the notes, or begin them."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(path, timeout=30, isolation_level="DEFERRED")
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def commit(self) -> None:
        """Keep what was noted since the last time."""
        self._rows.commit()

    def fact(self, name: str) -> str:
        """Give a fact noted under a name, "" if none is."""
        found = self._rows.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_fact(self, name: str, value: str) -> None:
        """Note a fact."""
        self._rows.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def seen(self, run: str) -> set[str]:
        """Give the paths a whole publication has dealt with."""
        return {row[0] for row in self._rows.execute("SELECT path FROM entry WHERE run = ?", (run,))}

    def note(self, address: Address, run: str, file: str) -> None:
        """Note that an address was dealt with; `file` is where it was published, "" if nowhere."""
        self._rows.execute(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)",
            (address.path, address.page, address.mark, run, file),
        )

    def forget(self, path: str) -> None:
        """Forget an address."""
        self._rows.execute("DELETE FROM entry WHERE path = ?", (path,))

    def file_at(self, path: str) -> list[str]:
        """Give the file an address was published as: one, or none."""
        return [row[0] for row in self._rows.execute("SELECT file FROM entry WHERE path = ?", (path,))]

    def of_page(self, page: int) -> dict[str, str]:
        """Give the addresses of a page with their files."""
        return dict(self._rows.execute("SELECT path, file FROM entry WHERE page = ?", (page,)))

    def marks_of(self, page: int) -> dict[str, str]:
        """Give the addresses of a page with their marks."""
        return dict(self._rows.execute("SELECT path, mark FROM entry WHERE page = ?", (page,)))

    def pages_at(self, paths: Iterable[str]) -> set[int]:
        """Give the pages whose addresses these are."""
        found: set[int] = set()
        for path in paths:
            found |= {row[0] for row in self._rows.execute("SELECT page FROM entry WHERE path = ?", (path,))}
        return found - {0}

    def not_seen(self, run: str) -> dict[str, str]:
        """Give the addresses, with their files, that the whole publication did not meet: they lead nowhere any more."""
        return dict(self._rows.execute("SELECT path, file FROM entry WHERE run <> ?", (run,)))

    def entries(self) -> dict[str, tuple[int, str]]:
        """Give all addresses with page and file."""
        rows = self._rows.execute("SELECT path, page, file FROM entry")
        return {path: (page, file) for path, page, file in rows}

    def sitemaps(self) -> dict[str, str]:
        """Give the parts of the map that stand here, with their files."""
        return dict(self._rows.execute("SELECT path, file FROM entry WHERE path LIKE '/sitemap-%'"))

    def done(self) -> set[int]:
        """Give the ids of the changes that were dealt with."""
        return {row[0] for row in self._rows.execute("SELECT change FROM done")}

    def set_done(self, changes: Iterable[int]) -> None:
        """Note that these changes were dealt with."""
        self._rows.executemany("INSERT OR IGNORE INTO done VALUES (?)", [(one,) for one in changes])

    def forget_done(self, below: int) -> None:
        """Forget the ids below this: the site has forgotten those changes itself."""
        self._rows.execute("DELETE FROM done WHERE change < ?", (below,))

    def assets(self) -> dict[str, str]:
        """Give the attachments, pictures and style sheets that were published, each with a mark of its content."""
        return dict(self._rows.execute("SELECT name, mark FROM asset"))

    def note_asset(self, name: str, mark: str | None) -> None:
        """Note that a file was published, or with None that it was removed."""
        values: tuple[Any, ...] = (name,) if mark is None else (name, mark)
        statement = (
            "DELETE FROM asset WHERE name = ?"
            if mark is None
            else "INSERT OR REPLACE INTO asset VALUES (?, ?)"
        )
        self._rows.execute(statement, values)
