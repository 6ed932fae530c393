"""What is due: the list, and one page for each time a duty falls due, on which it is met."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.agencies.queries import scope_of
from gongkai.duties import queries
from gongkai.duties.counting import stay_of, stays_until
from gongkai.duties.models import DisclosureDuty, Occurrence
from gongkai.duties.people import answered_by, distinct_owners
from gongkai.duties.services import meeting
from gongkai.files.services import keep_upload
from gongkai.portal.models import ColumnPage, ItemPage

from .common import is_keeper, number, office_view, page_of, readable_agencies, show

_OPEN = ("late", "soon", "waiting")


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List what is due, the most urgent first; filtered by agency, column, person, kind and standing."""
    today = timezone.localdate()
    scope = scope_of(request.user)
    names = ("agency", "column", "person", "kind", "stand", "q")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    found = _filtered(request, queries.occurrences_in(scope), asked)
    if asked["stand"] in queries.STANDS:
        found = queries.only(found, asked["stand"], today)
    elif asked["stand"] != "all":
        found = found.filter(void=False, way="")
    page = page_of(request, found.order_by("due_on", "pk"))
    agencies = readable_agencies(request)
    context = {
        "asked": asked,
        "page": page,
        "rows": queries.lines_of(page, today),
        "agencies": agencies,
        "people": _people(scope),
        "kinds": DisclosureDuty.Kind.choices,
        "columns": _columns(scope),
        "stands": list(queries.STANDS.items()),
    }
    return show(request, "todo", "todo", context)


def _filtered(request: HttpRequest, found: Any, asked: dict[str, str]) -> Any:
    if asked["agency"]:
        found = found.filter(duty__agency__public_id=asked["agency"])
    if asked["column"]:
        column = ColumnPage.objects.filter(pk=number(asked["column"])).first()
        found = found.filter(duty__column__path__startswith=column.path) if column else found.none()
    if asked["person"] == "none":
        found = found.filter(first_fit=False, second_fit=False)
    elif asked["person"]:
        who: Any = request.user
        if asked["person"] != "me":
            who = User.objects.filter(public_id=asked["person"]).first()
        found = answered_by(found, who, "duty__") if who else found.none()
    if asked["kind"]:
        found = found.filter(duty__kind=asked["kind"])
    for word in asked["q"].split()[:5]:
        found = found.filter(Q(duty__title__icontains=word) | Q(name__icontains=word))
    return found


def _people(scope: Any) -> list[User]:
    duties = queries.duties_in(scope).filter(ended_on=None)
    return distinct_owners(duties)


def _columns(scope: Any) -> list[ColumnPage]:
    """Give the columns that have duties."""
    used = DisclosureDuty.objects.within(scope).exclude(column=None).values("column")
    return list(ColumnPage.objects.filter(pk__in=used).order_by("path").defer("introduction"))


def _one(request: HttpRequest, public_id: str) -> Occurrence:
    return queries.occurrences_in(scope_of(request.user)).get(public_id=public_id)


def _may_meet(request: HttpRequest, one: Occurrence) -> bool:
    person: Any = request.user
    duty = one.duty
    if not scope_of(person).may_write(duty.agency_id):
        return False
    return is_keeper(person, duty.agency) or person.pk in (duty.responsible_id, duty.deputy_id)


@office_view
def occurrence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one time of a duty with what may be done: the items that may meet it, the other ways."""
    return _shown(request, _one(request, public_id))


def _shown(
    request: HttpRequest, one: Occurrence, refusal: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    duty = one.duty
    ways = meeting.WAYS_OF[DisclosureDuty.Kind(duty.kind)]
    may_meet = _may_meet(request, one)
    context = {
        "one": one,
        "duty": duty,
        "line": queries.line_of(one, timezone.localdate()),
        "stay": stay_of(duty),
        "stays_until": stays_until(duty, one.met_on),
        "reminders": list(one.reminders.select_related("to").order_by("at", "pk")[:50]),
        "may_meet": may_meet,
        "may_void": is_keeper(request.user, duty.agency) and not one.void,
        "items": queries.suggested(one, words) if may_meet and not one.way else [],
        "q": words,
        "nil": Occurrence.Way.NIL in ways,
        "confirm": Occurrence.Way.CONFIRMED in ways,
        "refusal": refusal,
        "typed": typed or {},
    }
    return show(request, "occurrence", "todo", context, status=422 if refusal else 200)


@office_view
@require_POST
def meet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record that it was met."""
    one = _one(request, public_id)
    agency, person, given = one.duty.agency, request.user, request.POST
    way = given.get("way", "")
    item = None
    if way == Occurrence.Way.ITEM:
        item = ItemPage.objects.filter(agency=agency, pk=number(given.get("item", ""))).first()
    try:
        if not _may_meet(request, one):
            raise Refused("这项公开任务由责任人、替补责任人或者信息员办理。")
        file = request.FILES.get("file") if way == Occurrence.Way.FILE else None
        how = meeting.Met(
            way,
            item=item,
            upload=keep_upload(agency, person, file) if file else None,
            address=given.get("address", "").strip(),
            on=_day(given.get("on", "")),
            note=given.get("note", ""),
        )
        meeting.meet(person, agency, one, how)
    except Refused as refused:
        typed = {name: given.get(name, "") for name in ("way", "address", "on", "note")}
        return _shown(request, one, refused.message, typed)
    messages.success(request, f"“{one.duty.title}（{one.name}）”已办理。")
    return redirect("duties:occurrence", public_id)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@office_view
@require_POST
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back that it was met."""
    one = _one(request, public_id)
    try:
        meeting.reopen(request.user, one.duty.agency, one, request.POST.get("reason", ""))
    except Refused as refused:
        return _shown(request, one, refused.message)
    messages.success(request, "已撤销办理，这一次要重新办理，截止日期不变。")
    return redirect("duties:occurrence", public_id)


@office_view
@require_POST
def void(request: HttpRequest, public_id: str) -> HttpResponse:
    """Void it."""
    one = _one(request, public_id)
    try:
        meeting.void(request.user, one.duty.agency, one, request.POST.get("reason", ""))
    except Refused as refused:
        return _shown(request, one, refused.message)
    messages.success(request, "这一次已作废，不再提醒，记录保留。")
    return redirect("duties:occurrence", public_id)


@office_view
def file(request: HttpRequest, public_id: str) -> FileResponse:
    """Hand out the file it was met with, to be saved."""
    return stored(_one(request, public_id).upload)


def stored(upload: Any) -> FileResponse:
    """Hand out a stored file, never to be shown by the browser. Raises 404 without one."""
    if upload is None:
        raise Http404
    try:
        stream = upload.file.open("rb")
    except FileNotFoundError as error:
        raise Refused("存放的文件不见了；请与平台管理员联系。") from error
    answer = FileResponse(
        stream, as_attachment=True, filename=upload.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
