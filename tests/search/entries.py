"""Entries as rooms above hand them over, and a source of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.search.queries import find, matching
from gongkai.search.values import Asked, AttachmentText, Entry, Segment

MOMENT = datetime(2024, 3, 5, 8, 7, tzinfo=ZoneInfo("Asia/Shanghai"))


def entry(page_id: int = 1, title: str = "关于办理不动产登记的公告", **more: Any) -> Entry:
    values: dict[str, Any] = {"agency_id": 1, "column_path": "000100010002", "published_at": MOMENT}
    return Entry(page_id=page_id, title=title, **(values | more))


def attachment(name: str, text: str = "", kind: str = "docx") -> AttachmentText:
    return AttachmentText(name, text, kind)


def ids(words: str, **more: Any) -> list[int]:
    """The page ids of the results, in their order."""
    return [one.page_id for one in find(Asked(words, **more)).results]


def every(words: str, **more: Any) -> set[int]:
    """The page ids of all that is found; the total says the same."""
    found = set(matching(Asked(words, **more)))
    assert find(Asked(words, **more)).total == len(found)
    return found


def shown(segments: Sequence[Segment]) -> str:
    """A text with what is marked in brackets."""
    return "".join(f"[{one.text}]" if one.marked else one.text for one in segments)


class Shelfful:
    """A source of entries kept in a dictionary."""

    def __init__(self, *entries: Entry) -> None:
        self.all = {one.page_id: one for one in entries}

    def ids(self) -> list[int]:
        return list(self.all)

    def entries(self, ids: Sequence[int], *, lock: bool = False) -> Iterator[Entry]:
        return iter([self.all[one] for one in ids if one in self.all])
