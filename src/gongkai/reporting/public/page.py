"""The addresses of a year's report, and what each answers.

…/reports/2022/                         the edition that stands, or why there is none any more (410)
…/reports/2022/edition/1/               an older edition, for good; it says that it was corrected
…/reports/2022/download/docx/           a file of the edition that stands
…/reports/2022/edition/1/download/pdf/  a file of an older edition
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from gongkai.portal.queries import Crumb, frame_of
from gongkai.report.writing import WriteError
from gongkai.reporting.models import Edition, ReportPage

from .body import body_of
from .downloads import FILES, File, file_of, hand_out

GONE = 410


@dataclass(frozen=True)
class Editions:
    """The editions of a year's report, newest first, without their content, and the reports on the years around it."""

    all: tuple[Edition, ...]
    previous: Edition | None
    following: Edition | None

    @property
    def newest(self) -> Edition:
        """The edition with the highest number; it stands unless it was withdrawn."""
        return self.all[0]

    def numbered(self, number: int) -> Edition:
        """Give the edition of this number; 404 where there is none."""
        for edition in self.all:
            if edition.number == number:
                return edition
        raise Http404


def route(page: ReportPage, request: HttpRequest, components: list[str]) -> RouteResult:
    """Read the rest of the address. Whether the page is live is asked later: a withdrawn report answers with its reason."""
    number, file = None, None
    rest = list(components)
    if rest[:1] == ["edition"] and len(rest) > 1 and rest[1].isdecimal() and len(rest[1]) < 5:
        number, rest = int(rest[1]), rest[2:]
    if rest[:1] == ["download"] and len(rest) == 2:
        file, rest = file_of(rest[1]), []
        if file is None:
            raise Http404
    if rest:
        raise Http404
    return RouteResult(page, kwargs={"number": number, "file": file})


def serve(
    page: ReportPage, request: HttpRequest, number: int | None = None, file: File | None = None
) -> HttpResponseBase:
    """Answer for the page, an older edition, or a file."""
    editions = _editions(page)
    edition = editions.newest if number is None else editions.numbered(number)
    if edition.withdrawn_at is not None:
        return _answer(request, page, editions, edition, "gone", status=GONE)
    if file is not None:
        try:
            return hand_out(request, edition, file)
        except WriteError as error:
            others = [one for one in FILES if one is not file]
            return _answer(
                request,
                page,
                editions,
                edition,
                "refused",
                status=503,
                file=file,
                message=error.message,
                others=others,
            )
    return _answer(request, page, editions, edition, "page")


def places_of(page: Page) -> Iterator[str]:
    """List the addresses of a report's older editions, for publication as files."""
    if isinstance(page, ReportPage):
        numbers = (
            Edition.objects.for_agency(page.agency_id).filter(page=page).values_list("number", flat=True)
        )
        yield from (f"edition/{number}/" for number in sorted(numbers))


def _answer(
    request: HttpRequest,
    page: ReportPage,
    editions: Editions,
    edition: Edition,
    template: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponseBase:
    frame = frame_of(page, request)
    older = edition is not editions.newest
    address = page.get_url(request) or ""
    if older:
        frame = frame.at(Crumb(f"第{edition.number}版"))
    context: dict[str, Any] = {
        "page": page,
        "frame": frame,
        "edition": edition,
        "editions": editions,
        "older": older,
        "address": address,
        "own_address": f"{address}edition/{edition.number}/" if older else address,
        "files": FILES,
        **more,
    }
    if template == "page":
        context["body"] = body_of(edition, editions.previous, plainly=frame.elder)
    for name in ("previous", "following"):
        neighbour = getattr(editions, name)
        context[f"{name}_url"] = neighbour.page.get_url(request) if neighbour else ""
    return TemplateResponse(request, f"reporting/public/{template}.html", context, status=status)


def _editions(page: ReportPage) -> Editions:
    """Ask for all editions in one query; 404 while nothing has been published."""
    years = (page.year - 1, page.year, page.year + 1)
    found = list(
        Edition.objects.for_agency(page.agency_id)
        .filter(year__in=years)
        .select_related("page", "agency")
        .defer("content")
        .order_by("-number")
    )
    own = tuple(edition for edition in found if edition.year == page.year)
    if not own:
        raise Http404
    previous, following = (
        next((one for one in found if one.year == year), None) for year in (years[0], years[2])
    )
    return Editions(own, _standing(previous), _standing(following))


def _standing(edition: Edition | None) -> Edition | None:
    return edition if edition is not None and edition.withdrawn_at is None else None
