"""Ask about drafts, editions and batches; every question says for whom, and fails closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from gongkai.agencies.models import Agency
from gongkai.agencies.scope import Scope
from gongkai.portal.models import ColumnPage
from gongkai.report.model import Report

from .contents import changed, report_of
from .models import Batch, BatchFile, Change, Draft, Edition

__all__ = [
    "batch_in",
    "batches_in",
    "changes_since",
    "current_edition",
    "draft_in",
    "drafts_in",
    "edition_in",
    "edition_in_the_way",
    "editions_in",
    "editions_of_year",
    "newest_edition",
    "previous_report",
    "progress_of",
    "report_as_of",
    "reports_column",
]


def drafts_in(scope: Scope) -> Any:
    """List the drafts of the agencies in scope, the last changed first, without their content."""
    return (
        Draft.objects.within(scope)
        .select_related("agency", "upload", "corrects", "created_by")
        .defer("source", "content", "corrects__content")
    )


def draft_in(scope: Scope, public_id: str) -> Draft:
    """Give one draft; raises `Draft.DoesNotExist` for one that is not there or is another agency's."""
    found: Draft = (
        Draft.objects.within(scope)
        .select_related("agency", "upload", "corrects", "created_by")
        .get(public_id=public_id)
    )
    return found


def editions_in(scope: Scope) -> Any:
    """List the published reports of the agencies in scope, the newest year first, without their content.

    Each says as `superseded` whether a later edition has taken its place.
    """
    later = Edition.everything.filter(
        agency=OuterRef("agency"), year=OuterRef("year"), number__gt=OuterRef("number")
    )
    return (
        Edition.objects.within(scope)
        .select_related("agency", "page", "published_by")
        .defer("content")
        .annotate(superseded=Exists(later))
    )


def edition_in(scope: Scope, public_id: str) -> Edition:
    """Give one published report; raises `Edition.DoesNotExist` for one that is not there or is another agency's."""
    found: Edition = (
        Edition.objects.within(scope)
        .select_related("agency", "page", "published_by")
        .get(public_id=public_id)
    )
    return found


def editions_of_year(agency: Agency, year: int) -> list[Edition]:
    """List all editions of a year's report, the newest first, withdrawn ones too."""
    return list(Edition.objects.for_agency(agency.pk).filter(year=year).order_by("-number"))


def newest_edition(agency: Agency, year: int) -> Edition | None:
    """Give the edition with the highest number, withdrawn or not."""
    found: Edition | None = (
        Edition.objects.for_agency(agency.pk).filter(year=year).order_by("-number").first()
    )
    return found


def edition_in_the_way(draft: Draft, year: int | None) -> Edition | None:
    """Give the published report on the year that the draft would replace without being its correction; None if none."""
    newest = newest_edition(draft.agency, year) if year is not None else None
    if newest is None or newest.withdrawn_at is not None or draft.corrects_id == newest.pk:
        return None
    return newest


def current_edition(agency: Agency, year: int) -> Edition | None:
    """Give the edition that stands. When the newest was withdrawn none does: older ones had been corrected."""
    newest = newest_edition(agency, year)
    return newest if newest is not None and newest.withdrawn_at is None else None


def previous_report(agency: Agency, year: int | None) -> Report | None:
    """Give the agency's published report on the year before, if there is one."""
    edition = current_edition(agency, year - 1) if year is not None else None
    return report_of(edition.content) if edition is not None else None


def changes_since(draft: Draft, version: int) -> list[Change]:
    """List what was changed in a draft after a version, oldest first."""
    return list(draft.changes.filter(version__gt=version).select_related("by").order_by("pk"))


def batches_in(scope: Scope) -> Any:
    """List the batches of the agencies in scope with their counts, the newest first."""
    states = BatchFile.State
    return (
        Batch.objects.within(scope)
        .select_related("agency", "created_by")
        .annotate(
            total=Count("files"),
            waiting=Count("files", filter=Q(files__state=states.WAITING)),
            read=Count("files", filter=Q(files__state=states.READ)),
            refused=Count("files", filter=Q(files__state=states.REFUSED)),
        )
    )


def batch_in(scope: Scope, public_id: str) -> Batch:
    """Give one batch; raises `Batch.DoesNotExist` for one that is not there or is another agency's."""
    found: Batch = batches_in(scope).get(public_id=public_id)
    return found


def progress_of(batch: Batch) -> int:
    """Give how much of a batch from `batches_in` is done, in per cent."""
    total, waiting = getattr(batch, "total", 0), getattr(batch, "waiting", 0)
    return 100 if not total else (total - waiting) * 100 // total


def report_as_of(draft: Draft, version: int) -> Report:
    """Give a draft's report as it stood at an earlier version: what was changed since is undone."""
    before: dict[str, Any] = {}
    for change in changes_since(draft, version):
        before.setdefault(change.place, change.before)
    return changed(report_of(draft.content), before)


def reports_column(agency: Agency) -> ColumnPage | None:
    """Give the agency's column 政府信息公开年报; None where its platform is not made."""
    platform: Any = getattr(agency, "platform", None)
    if platform is None:
        return None
    return ColumnPage.objects.descendant_of(platform).filter(key=ColumnPage.Key.REPORTS).first()
