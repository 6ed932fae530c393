"""What the pages on letters share: whose templates they are, and who may change them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.queries import may
from gongkai.law.letters import Kind, kinds
from gongkai.letters.services.settings import SETTERS
from gongkai.letters.services.templates import KEEPERS
from gongkai.publishing.views.common import agencies_to, chosen_agency, office_view

__all__ = ["READERS", "context_of", "is_keeper", "is_setter", "kind_or_404", "office_view", "own_agency"]

READERS = (*KEEPERS, Duty.ADMINISTRATOR)


def _may_read(person: Any, agency: Agency) -> bool:
    return may(person, agency, *READERS)


def is_keeper(person: Any, agency: Agency) -> bool:
    """Whether the person may change the agency's templates."""
    return may(person, agency, *KEEPERS)


def is_setter(person: Any, agency: Agency) -> bool:
    """Whether the person may change what the agency's letters need to know of it."""
    return may(person, agency, *SETTERS)


def own_agency(request: HttpRequest) -> Agency:
    """Give the agency the page is about."""
    return chosen_agency(request, agencies_to(request.user, _may_read))  # type: ignore[arg-type]


def kind_or_404(key: str) -> Kind:
    """Give the kind the address names."""
    if key not in kinds():
        raise Http404
    return kinds()[key]


def context_of(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """Give what every page shows: the agency, others to choose, what the person may do."""
    agencies = agencies_to(request.user, _may_read)  # type: ignore[arg-type]
    return {
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "may_keep": is_keeper(request.user, agency),
        "may_set": is_setter(request.user, agency),
        "query": f"?agency={agency.public_id}" if len(agencies) > 1 else "",
    }
