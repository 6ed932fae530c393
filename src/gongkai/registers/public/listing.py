"""The public lists of an agency's rules and normative documents, made from the rows of the register.

…/documents/                    in force (现行有效), the newest
…/documents/list/3/             the third page, counted from the oldest
…/documents/repealed/           repealed or expired (废止失效)
…/documents/repealed/list/3/
…/documents/csv/, xlsx/         all of them with what happened to them, as open data

A row is shown only while its page is public: what stands there has been reviewed (条例第十七条). The title is the page's; state, 文号,
makers, days and 备案号 are the register's (国办公开办函〔2021〕33号; 条例第二十条第（一）项).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from gongkai.portal.frame import Crumb, frame_of
from gongkai.portal.models import ColumnPage, ItemPage, PlatformPage
from gongkai.portal.models.parts import Interpretation
from gongkai.registers.documents import makers_of
from gongkai.registers.models import Document

from .data import ENDINGS, hand_out_data

__all__ = ["ADDRESS", "PER_PAGE", "links_of", "places_of", "show"]

ADDRESS = "documents"
PER_PAGE = 50
_TITLES = {True: "现行有效的规章、规范性文件", False: "废止、失效的规章、规范性文件"}
_BASIS = "20.1"
_IN_FORCE = (Document.State.VALID, Document.State.AMENDED, Document.State.PARTLY)


@dataclass(frozen=True)
class Line:
    """One document of the list; `state` is its mark of validity on the day it is shown."""

    title: str
    url: str
    state: str
    in_force: bool
    number: str
    makers: str
    made_on: date | None
    valid_until: date | None
    filing_number: str
    explained: tuple[tuple[str, str], ...]
    downloads: bool


def show(page: Page, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Answer for the lists below an agency's platform. 404 elsewhere and for a page of the list that is not there."""
    if not isinstance(page, PlatformPage):
        raise Http404
    parts = list(rest)
    if len(parts) == 1 and parts[0] in ENDINGS:
        return hand_out_data(page, parts[0])
    in_force = parts[:1] != ["repealed"]
    if not in_force:
        parts.pop(0)
    number = _number(parts)
    standing, ended = (_rows(page, one).count() for one in (True, False))
    total = standing if in_force else ended
    full = total // PER_PAGE
    pages = max(full, 1)
    if number is not None and number > full:
        raise Http404
    rows = _rows(page, in_force)
    if number is None:
        shown = list(rows.order_by("-made_on", "-pk")[: total - (pages - 1) * PER_PAGE])
    else:
        shown = list(rows.order_by("made_on", "pk")[(number - 1) * PER_PAGE : number * PER_PAGE])[::-1]
    here = number or pages
    address = f"{page.get_url(request)}{ADDRESS}/"
    own = address if in_force else f"{address}repealed/"
    older = f"{own}list/{here - 1}/" if here > 1 else ""
    newer = "" if number is None else own if number + 1 >= full else f"{own}list/{number + 1}/"
    context: dict[str, Any] = {
        "page": page,
        "frame": frame_of(page, request).at(Crumb(_TITLES[in_force])),
        "contents": {},
        "title": _TITLES[in_force],
        "in_force": in_force,
        "standing": standing,
        "ended": ended,
        "lines": _lines(shown, request),
        "address": address,
        "own": own if number is None else f"{own}list/{number}/",
        "number": here,
        "pages": pages,
        "older": older,
        "newer": newer,
    }
    return TemplateResponse(request, "registers/documents/public/list.html", context)


def links_of(column: ColumnPage, request: HttpRequest) -> list[tuple[str, str]]:
    """Give the ways to the lists from a column that discloses rules and documents (第二十条第（一）项); none while they are empty."""
    if column.basis != _BASIS:
        return []
    platform = PlatformPage.objects.ancestor_of(column).first()
    if (
        platform is None
        or not Document.objects.for_agency(platform.agency_id).filter(item__live=True).exists()
    ):
        return []
    address = f"{platform.get_url(request)}{ADDRESS}/"
    return [(_TITLES[True], address), (_TITLES[False], f"{address}repealed/")]


def places_of(page: Page) -> Iterator[str]:
    """List the addresses of the lists below an agency's platform, for publication as files."""
    if not isinstance(page, PlatformPage):
        return
    for in_force, own in ((True, f"{ADDRESS}/"), (False, f"{ADDRESS}/repealed/")):
        yield own
        full = _rows(page, in_force).count() // PER_PAGE
        yield from (f"{own}list/{number}/" for number in range(1, full + 1))


def _number(parts: list[str]) -> int | None:
    if not parts:
        return None
    if len(parts) == 2 and parts[0] == "list" and re.fullmatch(r"[1-9]\d{0,4}", parts[1]):
        return int(parts[1])
    raise Http404


def _rows(page: PlatformPage, in_force: bool) -> QuerySet[Any]:
    """Take the rows by state; what was valid until a day that is past is 失效, whether or not the clock has been round since."""
    today = timezone.localdate()
    rows = Document.objects.for_agency(page.agency_id).filter(item__live=True)
    standing = Q(state__in=_IN_FORCE) & (Q(valid_until=None) | Q(valid_until__gte=today))
    rows = rows.filter(standing) if in_force else rows.exclude(state=Document.State.NOT_YET).exclude(standing)
    return rows.select_related("agency", "item").prefetch_related("makers")


def _lines(rows: list[Document], request: HttpRequest) -> list[Line]:
    explained: dict[int, list[tuple[str, str]]] = defaultdict(list)
    links = Interpretation.objects.filter(
        policy__in=[one.item_id for one in rows], item__live=True
    ).select_related("item")
    for link in links:
        explained[link.policy_id].append((link.item.title, link.item.get_url(request) or ""))
    policies = set(
        ItemPage.objects.filter(
            pk__in=[one.item_id for one in rows], policypage__level__in=("regulation", "normative")
        ).values_list("pk", flat=True)
    )
    today = timezone.localdate()
    lines = []
    for one in rows:
        lapsed = one.state in _IN_FORCE and one.valid_until is not None and one.valid_until < today
        state = Document.State.EXPIRED.label if lapsed else one.get_state_display()
        lines.append(
            Line(
                one.item.title,
                one.item.get_url(request) or "",
                str(state),
                one.state in _IN_FORCE and not lapsed,
                one.number,
                "、".join(makers_of(one)),
                one.made_on,
                one.valid_until,
                one.filing_number,
                tuple(explained.get(one.item_id, ())),
                one.item_id in policies,
            )
        )
    return lines
