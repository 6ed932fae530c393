"""Lines of lists: what a reader sees of an item before opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from .models import ItemPage
from .way import address_of

__all__ = ["OUT_OF_FORCE", "Line", "lines_of", "validity_of"]

_Validity = ItemPage.Validity
OUT_OF_FORCE = frozenset(str(one.label) for one in (_Validity.REPEALED, _Validity.EXPIRED, _Validity.PARTLY))
"""Words for documents that are not, or not wholly, in force."""


@dataclass(frozen=True)
class Line:
    """One line: title, address, when it was published and when it was last published again; 文号 and 有效性 where it has them."""

    title: str
    url: str
    published_at: datetime | None
    renewed_at: datetime | None
    document_number: str = ""
    validity: str = ""
    summary: str = ""

    @property
    def grave(self) -> bool:
        """Whether it is a document no longer in force, or not all of it."""
        return self.validity in OUT_OF_FORCE

    @property
    def machine_time(self) -> str:
        """When it was published, for programs."""
        return timezone.localtime(self.published_at).isoformat() if self.published_at else ""

    @property
    def time(self) -> str:
        """When it was published, as 国办发〔2017〕47号 has it: YYYY-MM-DD HH:MM, of China."""
        return f"{timezone.localtime(self.published_at):%Y-%m-%d %H:%M}" if self.published_at else ""

    @classmethod
    def of(cls, page: Any, request: HttpRequest | None) -> Line:
        """Take the line from an item, or from a page of another room."""
        first, last = page.first_published_at, page.last_published_at
        renewed = last if first and last and _day(last) > _day(first) else None
        return cls(
            page.title,
            address_of(page, request),
            getattr(page, "published_at", None) or first,
            renewed,
            getattr(page, "document_number", ""),
            validity_of(page) if isinstance(page, ItemPage) else "",
            getattr(page, "summary", ""),
        )


def lines_of(pages: Iterable[Any], request: HttpRequest | None) -> list[Line]:
    """Take the lines from pages, in their order."""
    return [Line.of(one, request) for one in pages]


def validity_of(item: ItemPage, on: date | None = None) -> str:
    """Say in a word whether a document is in force on a day (today if None); "" where that is no question.

    What was valid until a day that is past is 失效, whether or not somebody has changed the page since; what a newer edition
    has replaced is 废止. Only items asked for by `paging.items_below` know that one has.
    """
    if getattr(item, "replaced", False):
        return str(_Validity.REPEALED.label)
    today = on or timezone.localdate()
    if (
        item.validity in (_Validity.VALID, _Validity.AMENDED)
        and item.valid_until
        and item.valid_until < today
    ):
        return str(_Validity.EXPIRED.label)
    return "" if item.validity == _Validity.NONE else str(item.get_validity_display())


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
