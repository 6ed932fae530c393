"""Ask about items on their way: every question says for whom, and fails closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.utils import timezone
from wagtail.models import Page

from gongkai.agencies.models import Agency, Deputy, Duty, Role, User
from gongkai.agencies.scope import Scope
from gongkai.portal.models import ColumnPage, ItemPage

from .models import Round, Withdrawal

__all__ = [
    "STANDS",
    "Stand",
    "columns_in",
    "columns_of",
    "counts",
    "holders_of",
    "item_in",
    "items_in",
    "last_rounds",
    "only",
    "round_in",
    "withdrawals_in",
]

STANDS = {
    "draft": "草稿",
    "review": "审核中",
    "returned": "已退回",
    "scheduled": "待定时发布",
    "published": "已发布",
    "withdrawn": "已撤回",
    "declined": "不公开",
    "purged": "已清除",
}
"""Where an item stands, by what is to be done with it next. What is public may be under review again."""


def items_in(scope: Scope) -> QuerySet[ItemPage]:
    """List the items of the agencies in scope, each saying as `stand` where it stands (a key of `STANDS`)."""
    last = Round.everything.filter(item=OuterRef("pk")).order_by("-pk").values("state")[:1]
    state = Round.State
    stand = Case(
        When(purged_at__isnull=False, then=Value("purged")),
        When(last_state=state.OPEN, then=Value("review")),
        When(last_state=state.APPROVED, then=Value("scheduled")),
        When(last_state=state.RETURNED, then=Value("returned")),
        When(live=True, then=Value("published")),
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(last_state=state.DECLINED, then=Value("declined")),
        default=Value("draft"),
        output_field=TextField(),
    )
    found: QuerySet[ItemPage] = ItemPage.objects.filter(agency_id__in=scope.readable)
    return found.annotate(last_state=Subquery(last)).annotate(stand=stand)


def only(items: QuerySet[ItemPage], stand: str) -> QuerySet[ItemPage]:
    """Keep the items that stand so; 已发布 takes all that the public can read, whatever else is done with it."""
    return items.filter(live=True) if stand == "published" else items.filter(stand=stand)


def counts(items: QuerySet[ItemPage]) -> dict[str, int]:
    """Count the items by where they stand, all of them under "all"; one query."""
    asked = {key: Count("pk", filter=Q(stand=key)) for key in STANDS if key != "published"}
    found = items.order_by().aggregate(all=Count("pk"), published=Count("pk", filter=Q(live=True)), **asked)
    return {key: int(value) for key, value in found.items()}


def item_in(scope: Scope, slug: str) -> ItemPage:
    """Give one item as its own kind; raises `ItemPage.DoesNotExist` for one that is not there or is another agency's."""
    wanted = items_in(scope).select_related("agency", "latest_revision", "live_revision").filter(slug=slug)
    # names in addresses are drawn at random; should two agencies have the same one after all, the older item has it
    found: ItemPage | None = wanted.order_by("pk").first()
    if found is None:
        raise ItemPage.DoesNotExist
    item: ItemPage = found.specific
    item.stand = found.stand  # type: ignore[attr-defined]
    return item


def round_in(scope: Scope, public_id: str) -> Round:
    """Give one round; raises `Round.DoesNotExist` for one that is not there or is another agency's."""
    found: Round = (
        Round.objects.within(scope)
        .select_related("agency", "item", "revision", "sent_by", "assigned_to")
        .get(public_id=public_id)
    )
    return found


def last_rounds(items: Iterable[ItemPage]) -> dict[int, Round]:
    """Give each item's last round by the item's row id; one query."""
    rounds = (
        Round.objects.everywhere("信息已经按机关限定")
        .filter(item__in=[item.pk for item in items])
        .select_related("sent_by", "assigned_to")
        .order_by("pk")
    )
    return {one.item_id: one for one in rounds}


def withdrawals_in(scope: Scope) -> QuerySet[Withdrawal]:
    """List the withdrawals of the agencies in scope, the latest first."""
    return Withdrawal.objects.within(scope).select_related("agency", "item", "by", "reviewed_by")


def columns_of(items: Iterable[Any]) -> dict[str, str]:
    """Give the title of the column each item stands in, by the item's path without its last step; one query."""
    paths = {item.path[: -Page.steplen] for item in items}
    return dict(Page.objects.filter(path__in=paths).values_list("path", "title"))


def columns_in(agencies: Iterable[Agency]) -> list[ColumnPage]:
    """List the columns of these agencies' platforms in their order."""
    ids = [agency.pk for agency in agencies]
    paths = Page.objects.filter(platformpage__agency__in=ids).order_by("path").values_list("path", flat=True)
    asked = Q(pk__in=[])
    for path in paths:
        asked |= Q(path__startswith=path)
    return list(ColumnPage.objects.filter(asked).order_by("path").defer("introduction"))


@dataclass(frozen=True)
class Stand:
    """Who holds a duty today."""

    duty: str
    people: tuple[User, ...]

    @property
    def words(self) -> str:
        """The duty with the names of who holds it, or that nobody does."""
        label = Duty(self.duty).label
        names = "、".join(str(one) for one in self.people)
        return f"{label}：{names}" if names else f"{label}（还没有人，请系统管理员授予职责）"


def holders_of(agency: Agency) -> dict[str, Stand]:
    """Give who holds each duty of the agency today, deputies included; two queries."""
    today = timezone.localdate()
    held: dict[str, dict[int, User]] = {duty.value: {} for duty in Duty}
    for role in Role.objects.for_agency(agency.pk).filter(person__is_active=True).select_related("person"):
        held[role.duty][role.person_id] = role.person
    deputies = Deputy.objects.filter(
        role__agency=agency, first_day__lte=today, last_day__gte=today, person__is_active=True
    ).select_related("role", "person")
    for deputy in deputies:
        held[deputy.role.duty][deputy.person_id] = deputy.person
    return {duty: Stand(duty, tuple(people.values())) for duty, people in held.items()}
