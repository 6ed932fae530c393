"""The page of a round: exactly the version that was sent, what was found, and the form of whoever decides now."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.agencies.queries import scope_of
from gongkai.files.reading import RULES
from gongkai.portal.words_of import fields_of
from gongkai.publishing import queries, services
from gongkai.publishing.comparing import differences
from gongkai.publishing.forms import DecideForm, DelegateForm, SecrecyFields
from gongkai.publishing.models import Round
from gongkai.publishing.review import refusal

from .common import may_make, office_view
from .item import shown_version


@office_view
def round_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the round, and take what is decided."""
    one = queries.round_in(scope_of(request.user), public_id)
    if request.method != "POST":
        return _page(request, one)
    what = request.POST.get("do", "")
    if what == "delegate":
        return _delegate(request, one)
    form = DecideForm(request.POST)
    secrecy = SecrecyFields(request.POST) if _asks(one) and what == "approve" else None
    valid = form.is_valid() & (secrecy is None or secrecy.is_valid())
    if not valid or what not in ("approve", "return"):
        return _page(request, one, form, secrecy, status=422)
    said = form.cleaned_data
    try:
        if what == "return":
            services.give_back(request.user, one.agency, one, said["comment"], seen=said["seen"])
        else:
            one = services.approve(
                request.user,
                one.agency,
                one,
                comment=said["comment"],
                proofread=said["proofread"],
                secrecy=secrecy.answer() if secrecy else None,
                seen=said["seen"],
            )
    except Refused as refused:
        return _refused(request, public_id, refused.message, form, secrecy)
    messages.success(request, "已退回，并告知送审人。" if what == "return" else told(one))
    return redirect("wagtailadmin_home")


def told(one: Round) -> str:
    """Say what came of an approval."""
    state = Round.State
    if one.state == state.PUBLISHED:
        return "已签发，信息已经发布，公众现在可以看到。"
    if one.state == state.APPROVED:
        return "已签发，到时自动发布。"
    if one.state == state.DECLINED:
        return "保密审查结论是不主动公开，审核结束，信息没有发布。"
    step = one.current
    return f"已通过，转到“{step['name']}”。" if step else "已通过。"


def _delegate(request: HttpRequest, one: Round) -> HttpResponse:
    form = DelegateForm(request.POST, people=colleagues(one, request.user))
    if not form.is_valid():
        return _page(request, one, delegate=form, status=422)
    said = form.cleaned_data
    try:
        services.delegate(request.user, one.agency, one, said["to"], said["reason"], seen=said["seen"])
    except Refused as refused:
        form.add_error(None, refused.message)
        return _page(
            request, queries.round_in(scope_of(request.user), one.public_id), delegate=form, status=422
        )
    messages.success(request, f"已转交{said['to']}。")
    return redirect("wagtailadmin_home")


def _refused(
    request: HttpRequest, public_id: str, words: str, form: DecideForm, secrecy: SecrecyFields | None
) -> HttpResponse:
    fresh = queries.round_in(scope_of(request.user), public_id)
    form.add_error(None, words)
    form.data = form.data.copy()
    form.data["seen"] = str(fresh.verdicts.count())
    return _page(request, fresh, form, secrecy, status=422)


def _asks(one: Round) -> bool:
    step = one.current
    return bool(step and step.get("secrecy"))


def colleagues(one: Round, person: Any) -> QuerySet[User]:
    """Give the people a step may be handed to."""
    holders = queries.holders_of(one.agency)
    ids = {who.pk for duty in services.DECIDERS for who in holders[duty.value].people}
    return User.objects.filter(pk__in=ids - {person.pk}).order_by("full_name")


def _page(
    request: HttpRequest,
    one: Round,
    form: DecideForm | None = None,
    secrecy: SecrecyFields | None = None,
    *,
    delegate: DelegateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    verdicts = list(one.verdicts.select_related("person", "recorded_by", "handed_to", "secrecy", "scan"))
    seen = {"seen": len(verdicts)}
    item = one.item.specific
    why_not = refusal(request.user, one)
    context = {
        "round": one,
        "item": item,
        "verdicts": verdicts,
        "why_not": why_not,
        "form": form or DecideForm(initial=seen),
        "secrecy_form": (secrecy or SecrecyFields()) if _asks(one) else None,
        "delegate_form": delegate or DelegateForm(initial=seen, people=colleagues(one, request.user)),
        "delegating": delegate is not None,
        "step": one.current,
        "is_last": one.is_last,
        "may_make": may_make(request.user, one.agency),
    } | _material(one, item)
    return render(request, "publishing/office/round.html", context, status=status)


def _material(one: Round, item: Any) -> dict[str, Any]:
    """Give what there is to read: fields, files, differences, findings."""
    if one.revision is None:
        return {"gone": True}
    version = one.revision.as_object()
    findings = [(finding, RULES.get(finding.rule)) for finding in one.findings.select_related("second")]
    wording = one.way == Round.Way.WORDING
    return {
        "title": version.title,
        "fields": [(label, value) for label, value in fields_of(version).items() if value],
        "files": [
            (row.title or row.document.title, row.document.url, row.document)
            for row in version.attachments.select_related("document")
        ],
        "differences": differences(item, one.revision),
        "changes": services.changes_of(item, one.revision) if wording and item.live else [],
        "findings": findings,
    }


@office_view
@require_safe
def version(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show exactly the version that was sent, as the public page would show it."""
    one = queries.round_in(scope_of(request.user), public_id)
    if one.revision is None:
        raise Refused("送审的版本已经不在了。")
    return shown_version(request, one.revision.as_object(), only_content="content" in request.GET)
