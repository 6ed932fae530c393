"""What the pages on decisions and fees share: whose register it is, and who keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import duties_of, scope_of
from gongkai.agencies.registry import act_name
from gongkai.agencies.views.common import office_view
from gongkai.audit import queries as audit
from gongkai.registers.services.decisions import KEEPERS

View = Callable[..., HttpResponse]


def register_view(view: View) -> View:
    """Make a function a page of the registers: what is another agency's does not exist, a refusal is a message."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return office_view(shown)


@dataclass(frozen=True)
class Place:
    """Whose register a page shows: the agencies to choose from, the chosen one, and those the person keeps registers for."""

    agencies: list[Agency]
    agency: Agency
    kept: list[Agency]

    @property
    def may_keep(self) -> bool:
        """Whether the person may enter things for the chosen agency."""
        return self.agency in self.kept


def place_of(request: HttpRequest) -> Place:
    """Give whose register the address asks for (`?agency=`), else the first the person keeps or sees. 404 without any."""
    scope = scope_of(request.user)
    agencies = list(Agency.objects.filter(pk__in=scope.readable).order_by("full_name"))
    if not agencies:
        raise Http404
    whole = request.user.is_superuser  # type: ignore[union-attr]
    keeping = {agency for agency, duty in duties_of(request.user) if duty in KEEPERS}
    kept = [one for one in agencies if whole or one.pk in keeping]
    wanted = request.GET.get("agency", "")
    chosen = next((one for one in agencies if one.public_id == wanted), None)
    if wanted and chosen is None:
        raise Http404
    return Place(agencies, chosen or (kept or agencies)[0], kept)


def year_asked(request: HttpRequest) -> int | None:
    """Give the year a list is asked for, None for all."""
    text = request.GET.get("year", "")
    return (
        int(text)
        if text.isascii() and text.isdecimal() and int(text[:4]) >= 1949 and len(text) == 4
        else None
    )


def story_of(object_type: str, object_id: str) -> list[tuple[Any, str, str]]:
    """Tell what was done, latest first: when, by whom, what."""
    from gongkai.agencies.models import User

    entries = list(reversed(audit.of(object_type, object_id)))[:200]
    people = User.objects.filter(public_id__in={entry.actor for entry in entries} - {""})
    names = {person.public_id: str(person) for person in people}
    return [
        (entry.at, names.get(entry.actor, "") if entry.actor else "系统", act_name(entry.act))
        for entry in entries
    ]
