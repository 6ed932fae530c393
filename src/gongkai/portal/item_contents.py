"""What the page of an item shows besides its words: table, attachments, what leads to it and from it, its kind's own parts.

Only what is public is shown: a document that is replaced by a draft, or gathered in a topic and withdrawn since, is not.
"""

from __future__ import annotations

from datetime import date
from functools import singledispatch
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags

from gongkai.files.models import OfficeImage

from .attachments import attachments_of
from .facts import facts_of
from .lines import Line, lines_of, validity_of
from .models import (
    ConsultationPage,
    DataTablePage,
    DutyListPage,
    EnforcementPage,
    GuidePage,
    InstitutionPage,
    ItemPage,
    MeetingPage,
    PicturePage,
    PolicyPage,
    TopicPage,
)
from .tables import Table, table_of

__all__ = ["guide_contents", "item_contents"]

PICTURE = "max-1200x1200"
"""How large a picture is shown, as Wagtail writes it."""
PORTRAIT = "max-300x400"
_SCHEMA = {
    PolicyPage: "Legislation",
    PicturePage: "NewsArticle",
    DataTablePage: "Dataset",
    GuidePage: "WebPage",
}
"""What schema.org calls a kind; of the others it is an Article."""


def item_contents(page: ItemPage, request: HttpRequest) -> dict[str, Any]:
    """Give what the template of an item shows; the number of queries does not hang on how many items there are."""
    agency = page.agency.full_name if page.agency else ""
    own = _own(page, request)
    explained = [] if page.pk is None or "interprets" in page.lacks else _explained(page)
    image = own.get("image", "") or _first_picture(page)
    return {
        "facts": facts_of(page, agency, superseded=bool(own.get("newer"))),
        "attachments": attachments_of(page),
        "explains": lines_of(explained, request),
        "address": page.get_url(request) or "",
        "schema": _SCHEMA.get(type(page), "Article"),
        "published_at": page.published_at or page.first_published_at,
        "renewed_at": Line.of(page, request).renewed_at,
        "source": page.source,
        "keywords": page.keywords,
        "description": page.summary or page.search_description or _words(page),
        **own,
        "image": image,
    }


def _explained(page: ItemPage) -> list[PolicyPage]:
    """List the public documents an item explains; the first, small question is for the many items that explain none."""
    rows = list(page.interprets.values_list("policy_id", flat=True))
    policies = PolicyPage.objects.filter(live=True).in_bulk(rows) if rows else {}
    return [policies[row] for row in rows if row in policies]


def _live(rows: Any, name: str) -> list[Any]:
    return [item for row in rows if (item := getattr(row, name)).live]


def _words(page: ItemPage) -> str:
    return next((one.value.source for one in page.body or () if one.block_type == "paragraph"), "")


def _first_picture(page: ItemPage) -> str:
    for block in page.body or ():
        if block.block_type == "picture" and block.value:
            return str(block.value.get_rendition(PICTURE).url)
    return ""


_OUT_OF_FORCE = {
    str(ItemPage.Validity.REPEALED.label): "已经废止",
    str(ItemPage.Validity.EXPIRED.label): "已经失效",
}


@singledispatch
def _own(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Give the parts of a kind."""
    return {}


@_own.register
def _policy(page: PolicyPage, request: HttpRequest) -> dict[str, Any]:
    newer = [] if page.pk is None else list(page.replaced_by.filter(live=True))
    older = [page.replaces] if page.replaces and page.replaces.live else []
    for one in older:
        one.replaced = page.live
    validity = validity_of(page)
    explained_by = _live(page.interpretations.select_related("item"), "item")
    return {
        "newer": lines_of(newer, request),
        "older": lines_of(older, request),
        "not_in_force": _OUT_OF_FORCE.get(validity, ""),
        "explained_by": lines_of(explained_by, request),
    }


@_own.register
def _pictures(page: PicturePage, request: HttpRequest) -> dict[str, Any]:
    images = OfficeImage.objects.prefetch_renditions(PICTURE)
    pictures = [
        {"shown": one.image.get_rendition(PICTURE), "caption": one.caption, "alt": one.alt}
        for one in page.pictures.prefetch_related(Prefetch("image", images))
    ]
    return {"pictures": pictures, "image": pictures[0]["shown"].url if pictures else ""}


@_own.register
def _guide(page: GuidePage, request: HttpRequest) -> dict[str, Any]:
    return guide_contents(page)


def guide_contents(page: GuidePage | None) -> dict[str, Any]:
    """Give what the guide (指南) shows; `overdue` when nobody has looked it through for a year (条例第十二条: 及时更新)."""
    if page is None:
        return {"guide": None, "overdue": False}
    looked = page.looked_through_on
    return {"guide": page, "overdue": looked is not None and _a_year_after(looked) < timezone.localdate()}


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@_own.register
def _institution(page: InstitutionPage, request: HttpRequest) -> dict[str, Any]:
    photos = OfficeImage.objects.prefetch_renditions(PORTRAIT)
    leaders = [
        {
            "name": one.name,
            "post": one.post,
            "minds": one.minds,
            "photo": one.photo.get_rendition(PORTRAIT) if one.photo else None,
        }
        for one in page.leaders.prefetch_related(Prefetch("photo", photos))
    ]
    return {"leaders": leaders, "units": list(page.units.all())}


@_own.register
def _meeting(page: MeetingPage, request: HttpRequest) -> dict[str, Any]:
    return {"topics": [line.strip() for line in page.topics.splitlines() if line.strip()]}


@_own.register
def _duties(page: DutyListPage, request: HttpRequest) -> dict[str, Any]:
    return {"tables": _tables(page.entries)}


@_own.register
def _data(page: DataTablePage, request: HttpRequest) -> dict[str, Any]:
    return {"tables": _tables(page.table)}


def _tables(stream: Any) -> list[Table]:
    return [table for block in stream or () if (table := table_of(block.value))]


@_own.register
def _enforcement(page: EnforcementPage, request: HttpRequest) -> dict[str, Any]:
    figures = (
        ("行政许可", page.permits, "件"),
        ("行政处罚", page.penalties, "件"),
        ("行政强制", page.compulsions, "件"),
        ("行政检查", page.inspections, "次"),
        ("罚没金额", None if page.fines is None else _without_noughts(page.fines), "万元"),
    )
    rows = [(label, "未提供" if number is None else number, unit) for label, number, unit in figures]
    return {"figures": rows}


def _without_noughts(amount: Any) -> str:
    whole, _, fraction = f"{amount:.4f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


@_own.register
def _topic(page: TopicPage, request: HttpRequest) -> dict[str, Any]:
    return {"items": lines_of(_live(page.entries.select_related("item"), "item"), request)}


@_own.register
def _consultation(page: ConsultationPage, request: HttpRequest) -> dict[str, Any]:
    today, opens, closes = timezone.localdate(), page.opens_on, page.closes_on
    state, left = "closed", 0
    if page.result_on or strip_tags(page.result).strip():
        state = "result"
    elif opens and today < opens:
        state = "waiting"
    elif closes and today <= closes:
        state, left = "open", (closes - today).days
    return {"state": state, "days_left": left}
