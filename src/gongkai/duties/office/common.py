"""What the pages on duties share: the tabs, whose pages they are, refusals on forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import may, scope_of
from gongkai.duties.services.common import ASSIGNERS, EVERYBODY, KEEPERS
from gongkai.publishing.views.common import agencies_to, as_file, chosen_agency, number, office_view

__all__ = [
    "agencies_to",
    "as_file",
    "chosen_agency",
    "errors_on",
    "is_assigner",
    "is_keeper",
    "number",
    "office_view",
    "page_of",
    "readable_agencies",
    "show",
    "works_there",
    "year_of",
]

PER_PAGE = 30
_TABS = (
    ("todo", "任务", "duties:todo"),
    ("catalogue", "基本目录", "duties:catalogue"),
    ("late", "逾期情况", "duties:late"),
    ("slow", "超期公开的信息", "duties:slow"),
    ("closed", "不主动公开", "duties:closed"),
    ("handovers", "移交", "duties:handovers"),
)


def show(
    request: HttpRequest, template: str, tab: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show a page of the duties under its tab."""
    known = {"tabs": _TABS, "tab": tab, "today": timezone.localdate()}
    return render(request, f"duties/{template}.html", known | context, status=status)


@contextmanager
def errors_on(form: BaseForm) -> Iterator[None]:
    """Put a refusal onto the form, so that nothing typed is lost."""
    try:
        yield
    except Refused as refused:
        form.add_error(None, refused.message)


def is_keeper(person: Any, agency: Agency) -> bool:
    """Whether the person keeps the agency's catalogue."""
    return may(person, agency, *KEEPERS)


def is_assigner(person: Any, agency: Agency) -> bool:
    """Whether the person may say who answers for a duty."""
    return may(person, agency, *ASSIGNERS)


def works_there(person: Any, agency: Agency) -> bool:
    """Whether the person has a duty for the agency, other than to supervise."""
    return may(person, agency, *EVERYBODY)


def readable_agencies(request: HttpRequest) -> list[Agency]:
    """List the agencies to choose among in a filter; empty where there is only one."""
    found = list(Agency.objects.filter(pk__in=scope_of(request.user).readable).order_by("full_name"))
    return found if len(found) > 1 else []


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Give the page of the list that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))


def year_of(request: HttpRequest) -> int | None:
    """Give the year asked for; this year where none is said, None for all."""
    text = request.GET.get("year", "")
    if text == "all":
        return None
    year = number(text)
    return year if 2000 <= year <= 2100 else timezone.localdate().year
