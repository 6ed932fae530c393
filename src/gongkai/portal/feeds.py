"""Feeds (订阅): the newest items of a column or a platform, as Atom and as RSS 2.0."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from .contents import newest_below
from .frame import frame_of
from .lines import Line
from .meta import absolute
from .models import ColumnPage, PlatformPage

__all__ = ["FEEDS", "feed_of"]

FEEDS = {"feed.atom": Atom1Feed, "feed.rss": Rss201rev2Feed}
"""What a feed is called below the address of its column or platform, and how it is written."""
_NEWEST = 50


def feed_of(page: ColumnPage | PlatformPage, request: HttpRequest, name: str) -> HttpResponse:
    """Write the feed of a column or platform. An entry keeps its id when its column moves; a withdrawn item has none."""
    frame = frame_of(page, request)
    address = page.get_url(request) or ""
    title = frame.name if isinstance(page, PlatformPage) else f"{page.title} - {frame.name}"
    feed = FEEDS[name](
        title=title,
        link=absolute(address),
        description=f"{title}：最近发布的政府信息",
        language="zh-cn",
        author_name=frame.name,
        feed_url=absolute(f"{address}{name}"),
    )
    items = newest_below(page, _NEWEST)
    if not items:  # else Django would say that it was changed this very moment, each time
        begun = _here(page.first_published_at) or datetime(2000, 1, 1, tzinfo=UTC)
        feed.latest_post_date = lambda: begun  # type: ignore[method-assign]
    for item in items:
        line = Line.of(item, request)
        feed.add_item(
            title=line.title,
            link=absolute(line.url),
            description=line.summary or line.title,
            author_name=frame.name,
            pubdate=_here(line.published_at),
            updateddate=_here(line.renewed_at or line.published_at),
            unique_id=f"urn:uuid:{item.translation_key}",
            unique_id_is_permalink=False,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _here(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
