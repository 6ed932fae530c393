"""The register of rules and normative documents in the office: list, entry, one document with its story, cleaning, files."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may, scope_of
from gongkai.agencies.registry import act_name
from gongkai.agencies.views.common import errors_on, office_view, page_of
from gongkai.audit import queries as audit
from gongkai.portal.models import PolicyPage
from gongkai.registers import documents as files
from gongkai.registers.models import Document, DocumentEvent
from gongkai.registers.services import documents as acts

from . import documents_forms as forms

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STATES = {"in_force": "现行有效", "ended": "废止、失效", "unlinked": "没有公开页面", "ending": "90日内到期"}
_ENDED = (Document.State.REPEALED, Document.State.EXPIRED)
_IN_FORCE = (Document.State.VALID, Document.State.AMENDED, Document.State.PARTLY)
_MOST_BYTES = 20 * 1024 * 1024
_ACTS = {
    "event": "登记变动",
    "file": "登记备案",
    "link": "关联公开页面",
    "change": "修改文件信息",
    "correct": "更正登记",
}


def agencies_here(request: HttpRequest) -> tuple[list[Agency], Agency]:
    """Give the agencies whose register the person may read, and the one asked for (else the first). 404 for nobody's."""
    found = list(Agency.objects.filter(pk__in=scope_of(request.user).readable).order_by("pk"))
    own = scope_of(request.user).writable
    found.sort(key=lambda one: one.pk not in own)
    if not found:
        raise Http404
    wanted = request.GET.get("agency", "")
    return found, next((one for one in found if one.public_id == wanted), found[0])


def agency_to_keep(request: HttpRequest) -> Agency:
    """Give the agency asked for, among those whose register the person keeps. 404 if there is none."""
    found, _ = agencies_here(request)
    kept = [one for one in found if may(request.user, one, *acts.KEEPERS)]
    if not kept:
        raise Http404
    wanted = request.GET.get("agency", "")
    return next((one for one in kept if one.public_id == wanted), kept[0])


def _rows(agency: Agency) -> QuerySet[Any]:
    return Document.objects.for_agency(agency.pk).select_related("agency", "item")


def _asked(request: HttpRequest, agency: Agency) -> tuple[dict[str, str], QuerySet[Any]]:
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "kind", "year", "q")}
    found = _rows(agency)
    today = timezone.localdate()
    if asked["state"] == "in_force":
        found = found.filter(state__in=_IN_FORCE)
    elif asked["state"] == "ended":
        found = found.filter(state__in=_ENDED)
    elif asked["state"] == "unlinked":
        found = found.filter(Q(item=None) | Q(item__live=False))
    elif asked["state"] == "ending":
        until = today.fromordinal(today.toordinal() + 90)
        found = found.filter(state__in=_IN_FORCE, valid_until__range=(today, until))
    if asked["kind"] in Document.Kind.values:
        found = found.filter(kind=asked["kind"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:
        found = found.filter(made_on__year=int(asked["year"]))
    if asked["q"]:
        words = asked["q"]
        found = found.filter(
            Q(title__icontains=words)
            | Q(number__icontains=acts.number_of(words))
            | Q(filing_number__icontains=words)
        )
    return asked, found


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the documents of an agency."""
    agencies, agency = agencies_here(request)
    asked, found = _asked(request, agency)
    context = {
        "agencies": agencies,
        "agency": agency,
        "asked": asked,
        "states": _STATES.items(),
        "kinds": Document.Kind.choices,
        "page": page_of(request, found.order_by("-made_on", "-pk")),
        "may_keep": may(request.user, agency, *acts.KEEPERS),
        "query": request.GET.urlencode(),
    }
    return render(request, "registers/documents/index.html", context)


@office_view
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the documents of the list with all that happened to them, as open data."""
    _, agency = agencies_here(request)
    _, found = _asked(request, agency)
    rows = found.order_by("made_on", "pk").prefetch_related("events", "makers")
    data = files.export_csv(rows) if ending == "csv" else files.export_xlsx(rows)
    return _download(data, f"{agency.full_name}规章和行政规范性文件.{ending}", ending)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Enter a document."""
    agency = agency_to_keep(request)
    standing = list(_rows(agency).filter(state__in=_IN_FORCE).order_by("-made_on")[:500])
    form = forms.EntryForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        old = next((one for one in standing if one.public_id == form.cleaned_data["replaces"]), None)
        with errors_on(form):
            entry = acts.Entry(form.facts, (form.made,), tuple(form.makers), old)
            made = acts.enter(request.user, agency, entry)
            messages.success(request, f"已登记“{made.title}”。")
            return redirect("registers:document", made.public_id)
    return render(request, "registers/documents/new.html", {"form": form, "agency": agency})


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one document, its story, and the forms of what may be done to it."""
    rows = Document.objects.within(scope_of(request.user)).select_related("agency", "item", "replaces")
    found = get_object_or_404(rows, public_id=public_id)
    may_keep = may(request.user, found.agency, *acts.KEEPERS)
    events = list(found.events.select_related("recorded_by", "cancels"))
    open_forms = _forms(found, events, request) if may_keep else {}
    if request.method == "POST":
        form = open_forms.get(request.POST.get("act", ""))
        if form is None:
            raise Http404
        if form.is_valid():
            with errors_on(form):
                _do(request.user, found, request.POST["act"], form)
                messages.success(request, f"“{found.title}”：{_ACTS[request.POST['act']]}，已保存。")
                return redirect("registers:document", found.public_id)
    cancelled = {one.cancels_id for one in events if one.cancels_id}
    context = {
        "document": found,
        "makers": files.makers_of(found),
        "events": [(one, one.pk in cancelled) for one in events],
        "replaced_by": found.replaced_by.all(),
        "history": _history(found),
        "forms": [(name, _ACTS[name], form) for name, form in open_forms.items()],
    }
    return render(request, "registers/documents/document.html", context)


def _forms(found: Document, events: list[DocumentEvent], request: HttpRequest) -> dict[str, Any]:
    asked = request.POST.get("act", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if asked == name else None

    cancelled = {one.cancels_id for one in events}
    standing = [one for one in events if one.kind != DocumentEvent.Kind.CANCELLED and one.pk not in cancelled]
    made: dict[str, Any] = {}
    if found.state in _IN_FORCE or any(one.on > timezone.localdate() for one in standing):
        made["event"] = forms.EventForm(data("event"), prefix="event")
    initial = {"number": found.filing_number, "on": found.filed_on, "filed_with": found.filed_with}
    made["file"] = forms.FilingForm(data("file"), prefix="file", initial=initial)
    slug = found.item.slug if found.item else ""
    made["link"] = forms.LinkForm(data("link"), prefix="link", pages=_pages(found), initial={"page": slug})
    made["change"] = forms.FactsForm(
        data("change"), prefix="change", initial=forms.FactsForm.initial_of(found)
    )
    made["correct"] = forms.CorrectForm(data("correct"), prefix="correct", events=standing)
    if "event" not in made:  # what ended may still have happened before: late entries
        made["event"] = forms.EventForm(data("event"), prefix="event")
    return made


def _pages(found: Document) -> list[PolicyPage]:
    """Give the pages that may publish a document: those of its 文号 first, none that publishes another."""
    taken = Document.objects.for_agency(found.agency_id).exclude(pk=found.pk).exclude(item=None)
    pages = list(
        PolicyPage.objects.filter(agency=found.agency_id)
        .exclude(pk__in=taken.values("item"))
        .order_by("-formed_on", "-pk")[:300]
    )
    if found.item_id and found.item_id not in {one.pk for one in pages}:
        pages += PolicyPage.objects.filter(pk=found.item_id)
    same = [one for one in pages if found.number and acts.number_of(one.document_number) == found.number]
    return [*same, *(one for one in pages if one not in same)]


def _do(person: User, found: Document, name: str, form: Any) -> None:
    agency = found.agency
    if name == "event":
        acts.happen(person, agency, found, form.happened)
    elif name == "correct":
        acts.correct(person, agency, form.wrong, form.cleaned_data["reason"], form.instead)
    elif name == "link":
        acts.link(person, agency, found, form.pages.get(form.cleaned_data["page"]))
    elif name == "file":
        given = form.cleaned_data
        acts.file(person, agency, found, given["number"], given["on"], given["filed_with"])
    else:
        acts.change(person, agency, found, form.facts, form.makers)


def _history(found: Document) -> list[dict[str, Any]]:
    entries = list(reversed(audit.of("document", found.public_id)))[:100]
    names = {
        one.public_id: str(one) for one in User.objects.filter(public_id__in={one.actor for one in entries})
    }
    return [
        {
            "at": one.at,
            "who": names.get(one.actor, "系统") if one.actor else "系统",
            "what": act_name(one.act),
        }
        for one in entries
    ]


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def cleaning(request: HttpRequest) -> HttpResponse:
    """List what is in force with a choice beside each, and record the results of a cleaning in one act."""
    agency = agency_to_keep(request)
    rows = list(_rows(agency).filter(state__in=_IN_FORCE).order_by("made_on", "pk"))
    form = forms.CleaningForm(request.POST or None)
    chosen = {one.public_id: request.POST.get(f"result-{one.public_id}", "") for one in rows}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        results = [(one, chosen[one.public_id]) for one in rows if chosen[one.public_id]]
        with errors_on(form):
            done = acts.clean(request.user, agency, given["on"], given["by_document"], results, given["note"])
            messages.success(request, f"已登记{done}份文件的清理结果。")
            return redirect("registers:document_list")
    context = {
        "agency": agency,
        "form": form,
        "rows": [(one, chosen[one.public_id]) for one in rows],
        "results": forms.RESULTS,
    }
    return render(request, "registers/documents/cleaning.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in documents from a file; what is wrong is told by row."""
    agency = agency_to_keep(request)
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > _MOST_BYTES:
            form.add_error("file", "文件超过20MB，请分成几个文件。")
        else:
            try:
                with errors_on(form):
                    outcome = files.import_rows(
                        request.user,
                        agency,
                        upload.name,
                        upload.read(),
                        skip_wrong=form.cleaned_data["skip_wrong"],
                    )
            except files.Unusable as unusable:
                form.add_error("file", unusable.message)
    if outcome is not None and outcome.entered and not (outcome.wrong or outcome.doubles):
        messages.success(request, f"已导入{outcome.entered}份文件。")
        return redirect("registers:document_list")
    context = {"agency": agency, "form": form, "outcome": outcome, "columns": files.COLUMNS}
    return render(request, "registers/documents/import.html", context)


@office_view
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty workbook to fill in."""
    agencies_here(request)
    return _download(files.template_xlsx(), "规章、规范性文件登记模板.xlsx", "xlsx")


def _download(data: bytes, name: str, ending: str) -> HttpResponse:
    from django.utils.http import content_disposition_header

    answer = HttpResponse(data, content_type=_XLSX if ending == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store"
    return answer
