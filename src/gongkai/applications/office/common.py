"""What the officers' pages share: the tabs, the case an address names, pages of lists that are never counted to their end."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import may, scope_of
from gongkai.applications.models import Application
from gongkai.applications.queries import case_of
from gongkai.applications.rights import RIGHTS
from gongkai.applications.worklists import Day
from gongkai.calendar.queries import calendar
from gongkai.publishing.views.common import agencies_to, as_file, chosen_agency, number, office_view

__all__ = [
    "PER_PAGE",
    "Slice",
    "agencies_to",
    "as_file",
    "case_in",
    "chosen_agency",
    "chosen_readable",
    "may_do",
    "number",
    "office_view",
    "readable_agencies",
    "show",
    "the_day",
]

PER_PAGE = 30
_MOST_PAGES = 2000
_TABS = (
    ("list", "办理清单", "applications:list"),
    ("register", "登记", "applications:register"),
    ("days", "到期日历", "applications:days"),
    ("board", "周调度", "applications:board"),
    ("table", "表三", "applications:table"),
)


def show(
    request: HttpRequest, template: str, tab: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show a page on applications under its tab."""
    known = {"tabs": _TABS, "tab": tab, "today": timezone.localdate()}
    return render(request, f"applications/office/{template}.html", known | context, status=status)


def the_day() -> Day:
    """Give today and the calendar."""
    return Day(timezone.localdate(), calendar())


def case_in(request: HttpRequest, public_id: str) -> Application:
    """Give the case the address names; what the person may not see does not exist."""
    found = case_of(request.user, public_id)
    if found is None:
        raise Http404
    return found


def may_do(person: Any, agency: Agency, act: str) -> bool:
    """Whether the table of rights lets the person do the act for the agency."""
    return may(person, agency, *RIGHTS[act])


def readable_agencies(request: HttpRequest) -> list[Agency]:
    """List the agencies whose cases the person may see."""
    return list(Agency.objects.filter(pk__in=scope_of(request.user).readable).order_by("full_name"))


def chosen_readable(request: HttpRequest) -> tuple[Agency, list[Agency]]:
    """Give the agency `?agency=` names, else the first of one's own, and all there are to choose from. 404 for another, or none."""
    agencies = readable_agencies(request)
    if not agencies:
        raise Http404
    wanted = request.POST.get("agency") or request.GET.get("agency", "")
    if wanted:
        found = next((one for one in agencies if one.public_id == wanted), None)
        if found is None:
            raise Http404
        return found, agencies
    own = scope_of(request.user).writable
    return next((one for one in agencies if one.pk in own), agencies[0]), agencies


class Slice:
    """A page of a list without its length: one row more is asked for, to know whether there is another page."""

    def __init__(self, rows: Any, asked: str, per_page: int = PER_PAGE) -> None:
        self.number = min(max(number(asked), 1), _MOST_PAGES)
        first = (self.number - 1) * per_page
        found = list(rows[first : first + per_page + 1])
        self.rows = found[:per_page]
        self.has_next, self.has_previous = len(found) > per_page, self.number > 1
        self.next_page_number, self.previous_page_number = self.number + 1, self.number - 1

    def __iter__(self) -> Any:
        return iter(self.rows)
