"""One page per item: what happened to it, and what may be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import may, scope_of
from gongkai.portal.models import ItemPage
from gongkai.publishing import queries, services
from gongkai.publishing.comparing import differences
from gongkai.publishing.forms import OutsideForm, PlacementForm
from gongkai.publishing.models import Placement, Purge, Round, Withdrawal
from gongkai.publishing.review import refusal
from gongkai.publishing.story import rounds_of, story_of

from .common import may_make, office_view


@dataclass(frozen=True)
class Action:
    """A button named by the act: `how` is main, plain or grave."""

    words: str
    link: str
    how: str = "plain"


@office_view
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the item."""
    found = queries.item_in(scope_of(request.user), slug)
    return _shown(request, found)


def _shown(
    request: HttpRequest,
    found: ItemPage,
    placement: PlacementForm | None = None,
    outside: OutsideForm | None = None,
) -> HttpResponse:
    rounds = rounds_of(found)
    current = rounds[0] if rounds and rounds[0].state in (Round.State.OPEN, Round.State.APPROVED) else None
    story = story_of(found, rounds)
    outside_initial = {
        "address": found.outside_address,
        "on": found.outside_on,
        "index_number": found.index_number,
    }
    makes = may_make(request.user, found.agency)
    context: dict[str, Any] = {
        "item": found,
        "stand": queries.STANDS[found.stand],  # type: ignore[attr-defined]
        "round": current,
        "waits_for": _waits_for(current),
        "since": story[0] if story else None,
        "column": queries.columns_of([found]).get(found.path[: -found.steplen], ""),
        "story": story,
        "actions": actions_for(request.user, found, current),
        "public_url": found.url if found.live else "",
        "placements": Placement.objects.for_agency(found.agency_id).filter(item_id=found.pk),
        "placement_form": placement or PlacementForm(prefix="place"),
        "outside_form": outside or OutsideForm(initial=outside_initial, prefix="outside"),
        "after": found.published_at is not None and found.purged_at is None and makes,
        "pending": _pending(found),
        "purge": Purge.objects.for_agency(found.agency_id).filter(item_id=found.pk).first(),
    }
    status = 422 if (placement or outside) else 200
    return render(request, "publishing/office/item.html", context, status=status)


def _waits_for(current: Round | None) -> str:
    step = current.current if current else None
    if current is None or step is None:
        return ""
    if current.assigned_to:
        return f"{step['name']}，已转交{current.assigned_to}"
    return f"{step['name']}，{queries.holders_of(current.agency)[step['duty']].words}"


def _pending(found: ItemPage) -> Withdrawal | None:
    rows = Withdrawal.objects.for_agency(found.agency_id)
    one: Withdrawal | None = rows.filter(item_id=found.pk, outcome=Withdrawal.Outcome.PENDING).first()
    return one


def actions_for(person: Any, found: ItemPage, current: Round | None) -> list[Action]:
    """Give the buttons for what the person may do with the item now, the likeliest first."""
    if found.purged_at is not None:
        return []
    makes = may_make(person, found.agency)
    made = _under_review(person, current, makes=makes) if current else _before_review(found, makes=makes)
    pending = _pending(found)
    if pending is not None and may(person, found.agency, Duty.REVIEWER, Duty.HEAD):
        made.append(Action("复核撤回", reverse("publishing:withdrawal", args=[pending.public_id]), "main"))
    if found.published_at is not None and makes:
        made.append(Action("下载交付包", reverse("publishing:packet", args=[found.slug])))
    if found.live and makes:
        made.append(Action("撤回", reverse("publishing:withdraw", args=[found.slug]), "grave"))
    if may(person, found.agency, Duty.HEAD, Duty.ADMINISTRATOR):
        made.append(Action("清除", reverse("publishing:purge", args=[found.slug]), "grave"))
    return made


def _under_review(person: Any, one: Round, *, makes: bool) -> list[Action]:
    page = reverse("publishing:round", args=[one.public_id])
    if one.state == Round.State.OPEN and not refusal(person, one):
        made = [Action("审核", page, "main")]
    else:
        made = [Action("查看送审的版本", page)]
    if makes and one.state == Round.State.OPEN:
        made.append(Action("打印审批单", reverse("publishing:paper_form", args=[one.public_id])))
        made.append(Action("登记纸质审批", reverse("publishing:paper", args=[one.public_id])))
    if makes:
        made.append(Action("收回", reverse("publishing:recall", args=[one.public_id])))
    return made


def _before_review(found: ItemPage, *, makes: bool) -> list[Action]:
    slug, made = found.slug, []
    edit = Action("编辑", reverse("wagtailadmin_pages:edit", args=[found.pk]))
    if makes and (not found.live or found.has_unpublished_changes):
        made += [Action("送审", reverse("publishing:send", args=[slug]), "main"), edit]
        if found.live:
            made.append(Action("文字勘误", f"{reverse('publishing:send', args=[slug])}?way=wording"))
            made.append(Action("与公开的比较", reverse("publishing:compare", args=[slug])))
    elif makes:
        made.append(edit)
    if found.latest_revision_id is not None:
        made.append(Action("预览", reverse("publishing:preview", args=[slug])))
    return made


@office_view
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the newest version as the public page would show it."""
    found = queries.item_in(scope_of(request.user), slug)
    if found.latest_revision is None:
        raise Refused("这条信息还没有保存过，没有可以预览的内容。")
    return shown_version(request, found.latest_revision.as_object())


def shown_version(request: HttpRequest, version: Any, *, only_content: bool = False) -> HttpResponse:
    """Show a version of an item as its public page, to people of the office only; without head and foot for a frame."""
    answer: HttpResponse = version.make_preview_request(
        request, version.default_preview_mode, {"only_content": only_content}
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@office_view
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the newest version changes of what is public."""
    found = queries.item_in(scope_of(request.user), slug)
    context = {"item": found, "differences": differences(found, found.latest_revision)}
    return render(request, "publishing/office/compare.html", context)


@office_view
@require_POST
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down where else the item was made public."""
    found = queries.item_in(scope_of(request.user), slug)
    form = PlacementForm(request.POST, prefix="place")
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.record_placement(
                request.user, found.agency, found, kind=said["kind"], place=said["place"], on=said["on"]
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "已登记线下公开。")
            return redirect("publishing:item", slug)
    return _shown(request, found, placement=form)


@office_view
@require_POST
def unplace(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take back a placement written down by mistake."""
    found = queries.item_in(scope_of(request.user), slug)
    one = Placement.objects.for_agency(found.agency_id).get(item_id=found.pk, pk=number)
    services.remove_placement(request.user, found.agency, one)
    messages.success(request, "已删除这项登记；删除记入审计日志。")
    return redirect("publishing:item", slug)


@office_view
@require_POST
def outside(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down the address on the agency's own site."""
    found = queries.item_in(scope_of(request.user), slug)
    form = OutsideForm(request.POST, prefix="outside")
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.record_outside(
                request.user,
                found.agency,
                found,
                address=said["address"],
                index_number=said["index_number"],
                on=said["on"],
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "已记下外部网址。")
            return redirect("publishing:item", slug)
    return _shown(request, found, outside=form)
