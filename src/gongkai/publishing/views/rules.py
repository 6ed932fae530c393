"""What the reading before review does, for the agency and for each of its columns (检查规则)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.files.reading import GROUPS, RULES
from gongkai.portal.models import ColumnPage
from gongkai.publishing import queries, services
from gongkai.publishing.models import ReadingRule

from .common import agencies_to, chosen_agency, may_settle, number, office_view

_WORDS = {"block": "阻止", "warn": "提醒", "off": "关闭"}


@office_view
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules as they stand in the agency or one column, and set what was changed."""
    agencies = agencies_to(request.user, may_settle)
    agency = chosen_agency(request, agencies)
    columns = queries.columns_in([agency])
    wanted = number(request.POST.get("column") or request.GET.get("column", ""))
    column = next((one for one in columns if one.pk == wanted), None)
    rows = {row.rule: row for row in ReadingRule.objects.for_agency(agency.pk).filter(column=column)}
    refusals: dict[str, str] = {}
    if request.method == "POST":
        done = _set(request, agency, column, rows, refusals)
        if done:
            messages.success(request, f"已改{done}条检查规则。")
        if not refusals:
            chosen = f"&column={column.pk}" if column else ""
            return redirect(f"{reverse('publishing:rules')}?agency={agency.public_id}{chosen}")
    whole = {row.rule: row for row in ReadingRule.objects.for_agency(agency.pk).filter(column=None)}
    top = min((one.depth for one in columns), default=0)
    context = {
        "agency": agency,
        "agencies": agencies,
        "column": column,
        "columns": [(one.pk, "　" * (one.depth - top) + one.title) for one in columns],
        "groups": [
            (name, [_row(request, one, rows, whole, refusals) for one in group]) for name, group in GROUPS
        ],
        "refusals": refusals,
        "others": ReadingRule.objects.for_agency(agency.pk).exclude(column=None).select_related("column"),
        "titles": {key: rule.title for key, rule in RULES.items()},
    }
    return render(request, "publishing/office/rules.html", context, status=422 if refusals else 200)


def _row(
    request: HttpRequest,
    rule: Any,
    rows: dict[str, ReadingRule],
    whole: dict[str, ReadingRule],
    refusals: dict[str, str],
) -> dict[str, Any]:
    standing = rows.get(rule.id)
    inherited = whole[rule.id].setting if rule.id in whole else rule.level
    current = standing.setting if standing else inherited
    return {
        "rule": rule,
        "level": _WORDS[rule.level],
        "settings": [(key, _WORDS[key]) for key in rule.settings],
        "setting": request.POST.get(f"set:{rule.id}", current),
        "reason": request.POST.get(f"why:{rule.id}", standing.reason if standing else ""),
        "own": standing is not None and standing.setting != rule.level,
        "refusal": refusals.get(rule.id, ""),
    }


def _set(
    request: HttpRequest,
    agency: Any,
    column: ColumnPage | None,
    rows: dict[str, ReadingRule],
    refusals: dict[str, str],
) -> int:
    """Set what differs from how it stands; gives how many."""
    whole = {row.rule: row.setting for row in ReadingRule.objects.for_agency(agency.pk).filter(column=None)}
    done = 0
    for key, rule in RULES.items():
        setting, reason = request.POST.get(f"set:{key}"), request.POST.get(f"why:{key}", "").strip()
        if setting is None:
            continue
        standing = rows.get(key)
        before = (standing.setting, standing.reason) if standing else (whole.get(key, rule.level), "")
        if (setting, reason) == before or (standing is None and setting == before[0]):
            continue
        try:
            services.set_reading_rule(request.user, agency, key, setting, column=column, reason=reason)
        except Refused as refused:
            refusals[key] = refused.message
        else:
            done += 1
    return done
