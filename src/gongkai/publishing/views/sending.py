"""Send an item for review: what the reading found, who will decide, and how it goes; and take it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.files.reading import RULES, Reading
from gongkai.portal.models import ItemPage
from gongkai.publishing import queries, services
from gongkai.publishing.comparing import differences
from gongkai.publishing.forms import SendForm
from gongkai.publishing.models import Round
from gongkai.publishing.reading import known_as_no_error, read_version
from gongkai.publishing.review import steps_for

from .common import may_make, office_view

_WHY = "why:"


@office_view
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was found and send; what was typed stays when it is refused."""
    found = queries.item_in(scope_of(request.user), slug)
    if not may_make(request.user, found.agency):
        raise Refused("您没有送审的职责；信息由信息员、审核人、机关负责人送审。")
    if found.latest_revision is None:
        raise Refused("这条信息还没有保存过，请先保存草稿。")
    current = queries.last_rounds([found]).get(found.pk)
    if current is not None and current.state in (Round.State.OPEN, Round.State.APPROVED):
        messages.warning(request, "这条信息已经送审，正在审核。")
        return redirect("publishing:item", slug)
    reasons = {name[len(_WHY) :]: text for name, text in request.POST.items() if name.startswith(_WHY)}
    refusal = ""
    initial = {"version": found.latest_revision_id, "way": request.GET.get("way", Round.Way.NORMAL)}
    form = SendForm(request.POST or None, initial=initial, live=found.live)
    if request.method == "POST" and form.is_valid():
        try:
            one = services.send(
                request.user,
                found.agency,
                found,
                reasons=reasons,
                looked_at="looked_at" in request.POST,
                **form.cleaned_data,
            )
        except Refused as refused:
            refusal = refused.message
            found = queries.item_in(scope_of(request.user), slug)
        else:
            waits = one.steps[0]["name"]
            messages.success(request, f"已送审，等待“{waits}”。")
            return redirect("publishing:item", slug)
    context = _context(found, form, reasons) | {
        "refusal": refusal,
        "looked_at": "looked_at" in request.POST,
    }
    wrong = bool(refusal or form.errors)
    return render(request, "publishing/office/send.html", context, status=422 if wrong else 200)


def _context(found: ItemPage, form: SendForm, reasons: dict[str, str]) -> dict[str, Any]:
    revision = found.latest_revision
    reading = read_version(found, revision)
    reading = reading.without(known_as_no_error(found.agency_id, [one.key for one in reading.findings]))
    changes = services.changes_of(found, revision) if found.live else []
    return {
        "item": found,
        "form": form,
        "blocking": _shown(reading, "block", reasons),
        "warning": _shown(reading, "warn", reasons),
        "unreadable": reading.unreadable,
        "files": _files(revision.as_object()),
        "ways": [
            (way, _steps(found, way)) for way in Round.Way.values if way != Round.Way.WORDING or found.live
        ],
        "steps": _steps(found, Round.Way.NORMAL),
        "changes": changes,
        "differences": differences(found, revision),
        "special": bool({"way", "why", "publish_at", "expires_at"} & set(form.errors))
        or form["way"].value() not in ("", Round.Way.NORMAL)
        or bool(form["publish_at"].value() or form["expires_at"].value()),
        "outside": settings.SITE_URL,
    }


def _shown(reading: Reading, level: str, reasons: dict[str, str]) -> list[dict[str, Any]]:
    """Put findings of one level together where they are of the same words: they need one answer."""
    found: dict[str, dict[str, Any]] = {}
    for one in reading.findings:
        if one.level != level:
            continue
        rule = RULES.get(one.rule)
        row = found.setdefault(
            one.key,
            {
                "finding": one,
                "title": rule.title if rule else one.rule,
                "explanation": rule.explanation if rule else "",
                "source": rule.source if rule else "",
                "places": [],
                "reason": reasons.get(one.key, ""),
            },
        )
        row["places"].append(" ".join(part for part in (one.source, one.place) if part))
    return list(found.values())


def _steps(found: ItemPage, way: str) -> list[dict[str, Any]]:
    """Give the steps with the names of who will decide."""
    holders = queries.holders_of(found.agency)
    steps, _ = steps_for(found.agency, found.specific_class._meta.model_name, way)
    return [step | {"who": holders[step["duty"]].words} for step in steps]


def _files(version: Any) -> list[dict[str, str]]:
    return [
        {"title": one.title or one.document.title, "url": one.document.url}
        for one in version.attachments.all()
    ]


@office_view
def recall(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask why, and take the round back."""
    one = queries.round_in(scope_of(request.user), public_id)
    if request.method == "POST":
        services.recall(request.user, one.agency, one, request.POST.get("reason", ""))
        messages.success(request, "已收回，可以修改以后再送审。")
        return redirect("publishing:item", one.item.slug)
    return render(request, "publishing/office/recall.html", {"round": one, "item": one.item})
