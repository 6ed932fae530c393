"""Bring items in from a file: upload, see how far it is and what is wrong with each row, approve as another person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import duties_of, may, scope_of
from gongkai.files.reading import RULES

from .importing.checking import columns_of
from .importing.fields import FIELDS
from .importing.sheets import csv_template, refused_rows, xlsx_template
from .models import ImportBatch, ImportRow
from .services import import_reading, importing
from .views.common import agencies_to, as_file, chosen_agency, office_view

PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABS = {
    "": "全部",
    "refused": "没有导入",
    "findings": "有检查结果",
    "history": "待批准",
    "published": "已公开",
    "draft": "草稿",
    "double": "已有",
}


def may_import(person: Any, agency: Agency) -> bool:
    """Whether the person may bring items of this agency in."""
    return may(person, agency, *importing.IMPORTERS)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List the imports; a POST takes in a file."""
    agencies = agencies_to(request.user, may_import)
    refusal = ""
    if request.method == "POST":
        agency = chosen_agency(request, agencies)
        try:
            file = request.FILES.get("file")
            if file is None:
                raise Refused("没有选择文件；请先选择要导入的CSV或者Excel文件。")
            made = import_reading.upload_import(request.user, agency, file, request.FILES.get("archive"))
        except Refused as refused_:
            refusal = refused_.message
        else:
            messages.success(request, f"已收到“{made.name}”，共{made.total}行，正在读取和检查。")
            return redirect("publishing:imports:batch", made.public_id)
    scope = scope_of(request.user)
    found = ImportBatch.objects.within(scope).select_related("agency", "imported_by", "approved_by")
    context = {
        "agencies": agencies,
        "chosen": request.POST.get("agency", ""),
        "refusal": refusal,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "several": len(scope.readable) > 1,
        "fields": FIELDS,
    }
    return render(request, "publishing/import/index.html", context, status=422 if refusal else 200)


@office_view
@require_GET
def template(request: HttpRequest, ending: str) -> HttpResponse:
    """Give an empty file to fill in."""
    if ending == "xlsx":
        return as_file(xlsx_template(), _XLSX, "信息导入模板.xlsx")
    if ending == "csv":
        return as_file(csv_template(), "text/csv", "信息导入模板.csv")
    raise Http404


@office_view
@require_http_methods(["GET", "HEAD"])
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a batch is, what became of each row, and what the reading found; with the form to approve it."""
    return _page(request, _batch(request, public_id))


@office_view
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve a batch of history, or refuse it."""
    one = _batch(request, public_id)
    comment = request.POST.get("comment", "")
    accepted = {
        key.removeprefix("reason:"): reason
        for key, reason in request.POST.items()
        if key.startswith("reason:") and isinstance(reason, str) and reason.strip()
    }
    try:
        if "refuse" in request.POST:
            importing.refuse_import(request.user, one.agency, one, comment)
            messages.success(request, "已记录：不批准。导入人看得到理由。")
        elif request.POST.get("seen") != "1":
            raise Refused("请看过清单、条数和检查结果，勾选“已核对”再批准。")
        else:
            import_reading.approve_and_enter(
                request.user, one.agency, one, comment=comment, accepted=accepted
            )
            messages.success(request, "已批准，正在入库；关掉这个窗口也不影响。")
    except Refused as refused_:
        return _page(request, _batch(request, public_id), refused_.message)
    return redirect("publishing:imports:batch", one.public_id)


@office_view
@require_GET
def refused(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the refused rows as a workbook, with what is wrong with each, to mend and bring again."""
    one = _batch(request, public_id)
    if not may_import(request.user, one.agency):
        raise Http404
    rows = one.rows.filter(state=ImportRow.State.REFUSED).exclude(fields={})
    return as_file(refused_rows(rows), _XLSX, f"要改正的行-{one.imported_at:%Y%m%d}.xlsx")


def _batch(request: HttpRequest, public_id: str) -> ImportBatch:
    """Give the batch of an agency the person serves. Raises `ImportBatch.DoesNotExist`."""
    found: ImportBatch = (
        ImportBatch.objects.within(scope_of(request.user))
        .select_related("agency", "imported_by", "approved_by")
        .get(public_id=public_id)
    )
    return found


def _page(request: HttpRequest, one: ImportBatch, refusal: str = "") -> HttpResponse:
    states: Counter[str] = Counter(
        dict(one.rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    )
    shown = request.GET.get("show", "")
    shown = shown if shown in _TABS else ""
    rows = one.rows.select_related("item").annotate(title=KT("fields__given__title")).defer("fields")
    with_findings = one.rows.exclude(findings=[])
    if shown == "findings":
        rows = rows.exclude(findings=[])
    elif shown:
        rows = rows.filter(state=shown)
    staged = sum(states.values())
    entered = states["published"] + states["draft"]
    waiting = states["waiting"] + (states["history"] if one.state == ImportBatch.State.ENTERING else 0)
    reading = one.state == ImportBatch.State.READING
    blocked = one.rows.filter(state=ImportRow.State.HISTORY, blocks=True).count()
    context = {
        "batch": one,
        "blocked": blocked,
        "free": states["history"] - blocked,
        "states": states,
        "staged": staged,
        "entered": entered,
        "busy": reading or waiting > 0 or one.state == ImportBatch.State.ENTERING,
        "done": staged if reading else max(staged - waiting, 0),
        "all": max(one.total, staged),
        "tabs": [
            (key, words, _count(key, states, with_findings), key == shown) for key, words in _TABS.items()
        ],
        "shown": shown,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "may_decide": one.state == ImportBatch.State.READ and _may_decide(request.user, one),
        "own": one.imported_by_id == request.user.pk,
        "may_import": may_import(request.user, one.agency),
        "blocking": _blocking(one) if one.state == ImportBatch.State.READ else [],
        "accepted": [(_title(rule), reason) for rule, reason in one.accepted.items()],
        "refusal": refusal,
        "given": request.POST,
        **_mapping(one),
    }
    return render(request, "publishing/import/batch.html", context, status=422 if refusal else 200)


def _mapping(one: ImportBatch) -> dict[str, Any]:
    """Say of rows that are not items yet into which columns they go, and how many old addresses will lead on."""
    if one.state not in (ImportBatch.State.READ, ImportBatch.State.ENTERING):
        return {}
    waiting = one.rows.filter(state__in=(ImportRow.State.HISTORY, ImportRow.State.WAITING)).order_by()
    counts = waiting.annotate(column=KT("fields__made__column")).values_list("column").annotate(n=Count("pk"))
    paths = {str(page.pk): path for path, page in columns_of(one.agency).items()}
    columns = [(paths.get(str(column), "已删除的栏目"), count) for column, count in counts if column]
    return {
        "columns": sorted(columns, key=lambda pair: (-pair[1], pair[0])),
        "led": waiting.filter(fields__made__has_key="old_url").count(),
        "with_files": waiting.filter(
            Q(fields__made__has_key="attachments") | Q(fields__made__has_key="files")
        ).count(),
    }


def _count(key: str, states: Counter[str], with_findings: Any) -> int:
    if key == "findings":
        return int(with_findings.count())
    return states[key] if key else sum(states.values())


def _may_decide(person: Any, one: ImportBatch) -> bool:
    """Whether the person may approve the batch: the duty counts, not being a superuser; and somebody else imported it."""
    held = {duty for agency, duty in duties_of(person) if agency == one.agency_id}
    return bool(held & {str(duty) for duty in importing.APPROVERS}) and one.imported_by_id != person.pk


def _blocking(one: ImportBatch) -> list[dict[str, Any]]:
    """List the rules that keep rows back, with how many rows each."""
    counts: Counter[str] = Counter()
    waiting = one.rows.filter(state=ImportRow.State.HISTORY, blocks=True)
    for findings in waiting.values_list("findings", flat=True).iterator(chunk_size=500):
        counts.update({found["rule"] for found in findings if found["level"] == "block"})
    return [{"rule": rule, "title": _title(rule), "rows": count} for rule, count in counts.most_common()]


def _title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else rule
