"""The tree of an agency's columns, and one column with its story and what can be done to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.agencies.queries import may, scope_of
from gongkai.portal import columns as acts
from gongkai.portal.models import ColumnChange, ColumnPage, ItemPage, PlatformPage

from . import forms

_ACTS = {
    "rename": ("更名", forms.RenameForm),
    "reword": ("修改说明", forms.RewordForm),
    "move": ("移到其他栏目下面", forms.PlaceForm),
    "merge": ("并入其他栏目", forms.PlaceForm),
    "close": ("关闭", forms.CloseForm),
    "reopen": ("恢复", forms.ReopenForm),
}
_FIXED = frozenset(ColumnPage.Key.values) - {ColumnPage.Key.OTHER}


def index(request: HttpRequest) -> HttpResponse:
    """Show the columns of the agencies the person serves, one agency at a time, with what was done to them lately."""
    platforms = _platforms(request.user)
    wanted = request.GET.get("agency", "")
    chosen = next((one for one in platforms if one.agency.public_id == wanted), None)
    platform = chosen or (platforms[0] if platforms else None)
    context: dict[str, Any] = {"platforms": platforms, "platform": platform}
    if platform is not None:
        context |= {
            "rows": _rows(platform),
            "changes": ColumnChange.objects.for_agency(platform.agency_id).select_related("column", "by")[
                :20
            ],
            "may_keep": may(request.user, platform.agency, *acts.KEEPERS),
        }
    return render(request, "portal/office/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest) -> HttpResponse:
    """Open a column."""
    platform = _platform_to_keep(request, request.GET.get("agency", ""))
    columns = [one for one in _columns(platform) if one.key in acts.PARENTS]
    statutory = next((one for one in columns if one.key == ColumnPage.Key.STATUTORY), None)
    above = request.GET.get("above", "") or (str(statutory.translation_key) if statutory else "")
    form = forms.OpenForm(
        request.POST or None, columns=columns, platform=platform.depth, initial={"above": above}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        place = given.pop("above")
        window = place == "window"
        parent: Any = platform if window else next(c for c in columns if str(c.translation_key) == place)
        try:
            made = acts.open_column(
                request.user, platform.agency, parent, given.pop("title"), window=window, **given
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已开设“{made.title}”。")
            return redirect("columns:column", made.translation_key)
    return render(request, "portal/office/open.html", {"form": form, "platform": platform})


@require_http_methods(["GET", "HEAD", "POST"])
def column(request: HttpRequest, key: Any) -> HttpResponse:
    """Show one column, its story, and the forms of what may be done to it."""
    found = get_object_or_404(ColumnPage, translation_key=key)
    platform = next((one for one in _platforms(request.user) if found.path.startswith(one.path)), None)
    if platform is None:
        raise Http404
    may_keep = may(request.user, platform.agency, *acts.KEEPERS)
    open_forms = _forms(found, platform) if may_keep else {}
    if request.method == "POST":
        asked = request.POST.get("act", "")
        if asked not in open_forms:
            raise Http404
        form = _form(asked, found, platform, request.POST)
        open_forms[asked] = form
        if form.is_valid():
            try:
                shown = _do(request.user, platform, found, asked, form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, f"“{found.title}”：{_ACTS[asked][0]}，已记录。")
                return redirect("columns:column", shown.translation_key)
    context = {
        "column": found,
        "platform": platform,
        "items": ItemPage.objects.descendant_of(found).live().count(),
        "changes": ColumnChange.objects.for_agency(platform.agency_id)
        .filter(column=found)
        .select_related("by"),
        "forms": [(name, _ACTS[name][0], form) for name, form in open_forms.items()],
    }
    return render(request, "portal/office/column.html", context)


def _platforms(person: Any) -> list[PlatformPage]:
    scope = scope_of(person)
    found = PlatformPage.objects.filter(agency__in=scope.readable).select_related("agency").order_by("path")
    return list(found)


def _platform_to_keep(request: HttpRequest, wanted: str) -> PlatformPage:
    kept = [one for one in _platforms(request.user) if may(request.user, one.agency, *acts.KEEPERS)]
    found = next((one for one in kept if one.agency.public_id == wanted), kept[0] if kept else None)
    if found is None:
        raise Http404
    return found


def _columns(platform: PlatformPage) -> list[ColumnPage]:
    return list(ColumnPage.objects.descendant_of(platform).live().filter(closed_on=None).order_by("path"))


def _rows(platform: PlatformPage) -> list[dict[str, Any]]:
    """Give a row for each column: how deep, how many items stand in it itself, and when the last was published."""
    columns = list(ColumnPage.objects.descendant_of(platform).order_by("path"))
    items = (
        ItemPage.objects.descendant_of(platform)
        .live()
        .values("path")
        .annotate(newest=Max("published_at"), number=Count("pk", filter=Q(live=True)))
        .order_by()
    )
    counts: dict[str, tuple[int, Any]] = {}
    step = ItemPage.steplen
    for item in items.iterator():
        parent = item["path"][:-step]
        number, newest = counts.get(parent, (0, None))
        moments = [one for one in (newest, item["newest"]) if one is not None]
        counts[parent] = (number + item["number"], max(moments, default=None))
    rows = []
    for one in columns:
        number, newest = counts.get(one.path, (0, None))
        rows.append({"column": one, "depth": one.depth - platform.depth, "items": number, "newest": newest})
    return rows


def _forms(found: ColumnPage, platform: PlatformPage) -> dict[str, Any]:
    names = ["reword"] if found.key in _FIXED else ["rename", "reword", "move", "merge", "close"]
    if found.closed_on is not None:
        names = ["reopen"]
    return {name: _form(name, found, platform, None) for name in names}


def _form(name: str, found: ColumnPage, platform: PlatformPage, data: Any) -> Any:
    form = _ACTS[name][1]
    if issubclass(form, forms.PlaceForm):
        columns = [one for one in _columns(platform) if not one.path.startswith(found.path)]
        return form(data, prefix=name, columns=columns, platform=platform.depth)
    initial = {"title": found.title, "introduction": found.introduction, "none_here": found.none_here}
    return form(data, prefix=name, initial=initial)


def _do(
    person: User, platform: PlatformPage, found: ColumnPage, name: str, given: dict[str, Any]
) -> ColumnPage:
    agency, given = platform.agency, dict(given)
    if name in ("move", "merge"):
        target = next(c for c in _columns(platform) if str(c.translation_key) == given.pop("to"))
        act: Any = acts.move_column if name == "move" else acts.merge_column
        return act(person, agency, found, target, **given)  # type: ignore[no-any-return]
    if name == "rename":
        return acts.rename_column(person, agency, found, given.pop("title"), **given)
    act = {"reword": acts.reword_column, "close": acts.close_column, "reopen": acts.reopen_column}[name]
    return act(person, agency, found, **given)  # type: ignore[no-any-return]
