"""The tags in a page's head by which search engines and inspections know it (网页标签).

国办发〔2017〕47号: site tags on every page, column tags on columns and on what stands in them, content tags on items; names and order as
agencies' pages have them. Pages of items carry all thirteen; of those that may be left out, `Image` is empty where there is no picture.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.utils.html import strip_tags

from .facts import moment
from .frame import Frame
from .models import ColumnPage

__all__ = ["COLUMN", "CONTENT", "SITE", "Tags", "absolute", "column_tags", "column_type", "content_tags"]

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = (
    "ColumnName",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "Keywords",
    "Author",
    "Description",
    "Image",
    "Url",
)
"""With `SITE` before them the thirteen of an item's page."""

Tags = tuple[tuple[str, str], ...]
"""Names and contents, in order."""

_TYPES = {
    ColumnPage.Key.GUIDE: "信息公开指南",
    ColumnPage.Key.RULES: "信息公开制度",
    ColumnPage.Key.STATUTORY: "信息公开目录",
    ColumnPage.Key.REPORTS: "信息公开年报",
    ColumnPage.Key.APPLY: "依申请公开",
    ColumnPage.Key.WINDOW: "工作动态",
}
_DESCRIBED = 120


def absolute(address: str) -> str:
    """Give an address in full, below the site's own (GONGKAI_SITE_URL)."""
    return urljoin(f"{settings.SITE_URL}/", address)


def column_tags(frame: Frame, description: str = "") -> Tags:
    """Give the tags of a column's page; () for a page that stands in no column. `description` may hold HTML."""
    column = frame.column
    if column is None:
        return ()
    words = _plain(description) or f"{frame.name}政府信息公开“{column.title}”栏目"
    contents = (column.title, words, f"{column.title},政府信息公开,{frame.name}", column_type(frame))
    return tuple(zip(COLUMN, contents, strict=True))


def column_type(frame: Frame) -> str:
    """Give the kind of column (栏目类别) the page stands in: that of the fixed column above it."""
    return _TYPES.get(frame.top.key, "信息公开目录") if frame.top else ""  # type: ignore[call-overload]


def content_tags(
    frame: Frame,
    *,
    title: str,
    published_at: datetime | None,
    url: str,
    source: str = "",
    keywords: str = "",
    description: str = "",
    image: str = "",
) -> Tags:
    """Give the tags of a page with content, those of its column before them; addresses become full ones."""
    publisher = frame.agency.full_name if frame.agency else frame.name
    column = frame.column.title if frame.column else ""
    contents = (
        column,
        column_type(frame),
        title,
        moment(published_at),
        source or publisher,
        _listed(keywords) or ",".join(one for one in (column, "政府信息公开") if one),
        publisher,
        _plain(description) or title,
        absolute(image) if image else "",
        absolute(url),
    )
    return tuple(zip(CONTENT, contents, strict=True))


def _plain(words: str) -> str:
    plain = " ".join(strip_tags(words.replace("<", " <")).split())
    return plain if len(plain) <= _DESCRIBED else f"{plain[: _DESCRIBED - 1]}…"


def _listed(words: str) -> str:
    for sign in "，、；;":
        words = words.replace(sign, ",")
    return ",".join(one.strip() for one in words.split(",") if one.strip())
