"""The pages of reports, to be found: words and head of the edition that stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.portal.finding import register_kind
from gongkai.search.values import Entry

from .contents import report_of
from .models import Edition, ReportPage
from .queries import current_edition

__all__ = ["register"]


def register() -> None:
    """Have reports found."""
    register_kind("reports", _public, ("first_published_at", "pk"), _entry)


def _public() -> QuerySet[Any]:
    stands = Edition.everything.filter(page=OuterRef("pk"), withdrawn_at=None)
    found: QuerySet[Any] = ReportPage.objects.filter(
        Exists(stands), live=True, first_published_at__isnull=False
    ).select_related("agency")
    return found


def _entry(page: ReportPage) -> Entry:
    edition = current_edition(page.agency, page.year)
    sections = report_of(edition.content).sections if edition is not None else {}
    return Entry(
        page_id=page.pk,
        agency_id=page.agency_id,
        title=page.title,
        column_path=page.path[: -page.steplen],
        published_at=page.first_published_at,
        body="\n".join(words for words in sections.values() if words),
        organ=page.agency.full_name,
    )
