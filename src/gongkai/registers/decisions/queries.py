"""Ask about decisions and batches. What an import has not finished entering is neither counted nor listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Exists, Func, IntegerField, Q, QuerySet, Subquery, When

from gongkai.agencies.models import Agency
from gongkai.agencies.scope import Scope
from gongkai.registers.models.decisions import Decision, DecisionBatch, DecisionKind

__all__ = [
    "batch_in",
    "batches_in",
    "by_year",
    "count",
    "decision_in",
    "known_numbers",
    "listed",
    "to_withdraw",
]

_OPEN = (DecisionBatch.State.READING, DecisionBatch.State.READ, DecisionBatch.State.ENTERING)


def count(agency: Agency, kind: str, year: int) -> int:
    """Count the decisions of a kind that an agency made in a year: without those recorded by mistake (作废)."""
    return by_year(agency, [year], [kind])[year, kind]


def by_year(
    agency: Agency, years: Iterable[int], kinds: Sequence[str] = tuple(DecisionKind)
) -> dict[tuple[int, str], int]:
    """Count for each year and kind, in one query.

    A figure is what the index of valid decisions holds, less what a batch being entered has put there so far: so the
    index alone answers, however many decisions there are.
    """
    wanted = [(year, str(kind)) for year in years for kind in kinds]
    entering = DecisionBatch.everything.filter(agency=agency.pk, state=DecisionBatch.State.ENTERING)
    figures: dict[str, Any] = {}
    for year, kind in wanted:
        days = (date(year, 1, 1), date(year, 12, 31))
        made = Decision.everything.filter(agency=agency.pk, kind=kind, void=False, decided_on__range=days)
        unfinished = entering.filter(
            decision__kind=kind, decision__void=False, decision__decided_on__range=days
        )
        # asked only while a batch is being entered: a database may choose to walk all decisions for it
        less = Case(When(Exists(entering), then=_number(unfinished)), default=0)
        figures[f"{kind}_{year}"] = _number(made) - less
    row = Agency.objects.filter(pk=agency.pk).order_by().values_list(*figures.values()).first()
    return dict(zip(wanted, row or (0,) * len(wanted), strict=True))


def _number(rows: QuerySet[Any]) -> Subquery:
    # a plain function, no aggregate of Django's: it needs no groups, and the index alone answers
    how_many = Func(template="COUNT(*)", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(how_many=how_many).values("how_many"))


def listed(agency: Agency, kind: str) -> Any:
    """List the decisions of a kind of one agency, the latest first, those recorded by mistake too."""
    entering = DecisionBatch.objects.for_agency(agency.pk).filter(state=DecisionBatch.State.ENTERING)
    unfinished = list(entering.values_list("pk", flat=True))
    found = Decision.objects.for_agency(agency.pk).filter(kind=kind)
    return found.exclude(batch__in=unfinished) if unfinished else found


def decision_in(scope: Scope, number: int) -> Decision:
    """Give one decision; raises `Decision.DoesNotExist` for one that is not there, not entered yet, or another agency's."""
    found: Decision = (
        Decision.objects.within(scope)
        .exclude(batch__state=DecisionBatch.State.ENTERING)
        .select_related("agency", "batch", "recorded_by")
        .get(pk=number)
    )
    return found


def known_numbers(agency: Agency, kind: str, numbers: Iterable[str]) -> set[str]:
    """Give those of these numbers under which a valid decision is registered, or being entered."""
    found = Decision.objects.for_agency(agency.pk).filter(kind=kind, void=False, number__in=list(numbers))
    return set(found.values_list("number", flat=True))


def to_withdraw(agencies: Iterable[int]) -> Any:
    """List the penalties of these agencies that were changed or revoked and whose publication still stands (行政处罚法第四十八条)."""
    return (
        Decision.objects.everywhere("本人任职的机关，已限定编号")
        .filter(
            agency__in=list(agencies),
            kind=DecisionKind.PENALTY,
            changed_on__isnull=False,
            withdrawn_on=None,
            never_public=False,
            void=False,
        )
        .select_related("agency")
        .order_by("changed_on", "pk")
    )


def batches_in(scope: Scope, *, open_only: bool = False) -> Any:
    """List the batches of the agencies in scope, the newest first."""
    found = DecisionBatch.objects.within(scope).select_related("agency", "created_by")
    return found.filter(Q(state__in=_OPEN)) if open_only else found


def batch_in(scope: Scope, public_id: str) -> DecisionBatch:
    """Give one batch; raises `DecisionBatch.DoesNotExist` for one that is not there or is another agency's."""
    found: DecisionBatch = batches_in(scope).select_related("upload").get(public_id=public_id)
    return found
