"""The form, screen by screen. Every screen keeps what was typed before it judges it; the last makes the application, once."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from gongkai.agencies.acts import Refused
from gongkai.applications.models import DraftFile
from gongkai.applications.services import drop_draft, hand_in, receipt_of
from gongkai.applications.services.applicant import drop_file
from gongkai.portal.meta import absolute
from gongkai.portal.models import ColumnPage
from gongkai.portal.showing import drawn

from . import drafting, limits, questions
from .drafting import Writing
from .forms import FilesForm, ReviewForm
from .guide import guide_of
from .pages import agency_of, base_of, go, private, show
from .searching import already_public
from .steps import STEPS, answers_of, entry_of, first_unsaid, form_of, step_after, step_before

__all__ = ["serve"]

_BY_NAME = {step.name: step for step in STEPS}
_PLAIN = ("kind", "who", "together", "content", "delivery")
_OFTEN = "这个网络地址一小时内提交的申请太多，请过一小时再提交；草稿已经保留。急的可以当面或者邮寄申请。"


def serve(page: ColumnPage, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Answer …/form/…."""
    writing = drafting.find(request, agency_of(page, request))
    name = rest[0] if len(rest) == 1 else ""
    if writing and writing.draft.application_id:
        return _done(page, request, writing, name)
    if not settings.ONLINE_APPLICATIONS:
        return show(page, request, "closed", "网上申请", {}, status=404)
    if not rest:
        return _start(page, request, writing)
    if name in ("delete", "captcha", "look", "receipt"):
        return _beside(page, request, writing, name)
    if name not in _BY_NAME:
        raise Http404
    if writing is None and name != "kind":
        return _lost(page, request)
    if name in _PLAIN:
        return _screen(page, request, writing, name)
    assert writing is not None
    if name == "already":
        return _already(page, request, writing)
    if missing := first_unsaid(writing.said) if name == "review" else "":
        return go(page, request, f"form/{missing}/")
    return _files(page, request, writing) if name == "files" else _review(page, request, writing)


def _start(page: ColumnPage, request: HttpRequest, writing: Writing | None) -> HttpResponseBase:
    """Offer to go on with a draft, else begin."""
    if writing is None:
        return go(page, request, "form/kind/")
    return show(
        page,
        request,
        "resume",
        "网上申请",
        {"changed_at": writing.draft.changed_at, "next": first_unsaid(writing.said) or "review"},
    )


def _lost(page: ColumnPage, request: HttpRequest) -> HttpResponseBase:
    """Say that there is no draft here: it was deleted, is too old, or the browser takes no cookies."""
    return show(page, request, "lost", "网上申请", {"days": settings.DRAFT_DAYS}, status=409)


def _beside(page: ColumnPage, request: HttpRequest, writing: Writing | None, name: str) -> HttpResponseBase:
    if name == "look":
        return _look(page, request)
    if writing is None or name == "receipt":
        return _lost(page, request)
    if name == "captcha":
        signs = writing.said.get("question", {}).get("signs", "")
        if not signs:
            raise Http404
        return private(HttpResponse(questions.picture(signs), content_type="image/png"))
    if request.method != "POST":
        return show(page, request, "delete", "删除草稿", {})
    drop_draft(writing.draft)
    response = go(page, request, "")
    drafting.forget_key(response, _path(page, request))
    return response


def _look(page: ColumnPage, request: HttpRequest) -> HttpResponseBase:
    """Tell a script what is public already of what is being typed; posted, so that it stands in no address."""
    if request.method != "POST":
        raise Http404
    names = ("title", "document_number", "features")
    found = already_public(page, request, {name: request.POST.get(name, "")[:300] for name in names})
    rows = [{"title": one.title, "url": one.url, "day": one.day} for one in found]
    return private(JsonResponse({"found": rows}, json_dumps_params={"ensure_ascii": False}))


def _screen(page: ColumnPage, request: HttpRequest, writing: Writing | None, name: str) -> HttpResponseBase:
    """Ask one group of questions; with `more` the screen comes again with one more joint applicant."""
    said = writing.said if writing else {}
    if request.method != "POST":
        return _ask(page, request, name, form_of(name, said), writing)
    form = form_of(name, said, request.POST)
    valid = form.is_valid()
    if writing is None:
        if limits.too_often(request, limits.BEGIN):
            form.add_error(None, _OFTEN)
            return _ask(page, request, name, form, None)
        limits.knock(request, limits.BEGIN)
        writing = drafting.begin(agency_of(page, request))
    more = name == "together" and "more" in request.POST
    kept = {one: _plain(form, one) for one in form.fields}
    if name == "together":
        kept["rows"] = form.rows + more  # type: ignore[attr-defined]
    writing.keep(**{name: kept})
    if more:
        response: HttpResponseBase = go(page, request, "form/together/")
    elif valid:
        back = request.POST.get("back") == "review" and not first_unsaid(writing.said)
        response = go(
            page, request, "form/review/" if back and name != "content" else f"form/{step_after(name)}/"
        )
    else:
        response = _ask(page, request, name, form, writing)
    drafting.remember(request, response, writing, _path(page, request))
    return response


def _plain(form: forms.Form, name: str) -> Any:
    """Give what was typed, as judged where it could be, else as it came, cut where nothing sensible is so long."""
    if name in form.cleaned_data:
        return form.cleaned_data[name]
    return str(form.data.get(name, ""))[:5000]


def _ask(
    page: ColumnPage, request: HttpRequest, name: str, form: forms.Form, writing: Writing | None
) -> HttpResponseBase:
    step = _BY_NAME[name]
    status = 422 if form.is_bound and form.errors else 200
    context = _around(name) | {
        "form": form,
        "step": step,
        "draft": writing,
        "back": "review" if request.GET.get("back") or request.POST.get("back") else "",
        "kinds": guide_of()["kinds"] if name == "kind" else (),
        "look": f"{base_of(page, request)}form/look/" if name == "content" else "",
    }
    template = "together" if name == "together" else "step"
    return show(page, request, template, step.title, context, status=status)


def _around(name: str) -> dict[str, Any]:
    """Say where among the screens one is."""
    shown = [step for step in STEPS if step.name != "already"]
    at = next((place for place, step in enumerate(shown, 1) if step.name == name), 4)
    return {"at": at, "of": len(shown), "before": step_before(name), "days": settings.DRAFT_DAYS}


def _already(page: ColumnPage, request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Show what is public already before the applicant goes on; nothing found, nothing is asked."""
    if "content" not in writing.said:
        return go(page, request, "form/content/")
    found = already_public(page, request, writing.said["content"])
    if not found:
        return go(page, request, "form/delivery/")
    context = _around("already") | {"found": found, "step": _BY_NAME["already"], "draft": writing}
    return show(page, request, "already", "是不是已经公开", context)


def _files(page: ColumnPage, request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Take files in, one with each sending, and give them back."""
    form = FilesForm()
    status = 200
    if request.method == "POST":
        if removed := request.POST.get("remove", ""):
            own = DraftFile.everything.filter(draft=writing.draft)
            file = own.filter(pk=int(removed)).first() if removed.isdecimal() and len(removed) < 15 else None
            if file is not None:
                drop_file(file)
            return go(page, request, "form/files/")
        form = FilesForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                if form.cleaned_data.get("file"):
                    drafting.add_file(writing, form.cleaned_data["file"])
                return go(page, request, "form/files/" if "more" in request.POST else "form/review/")
            except Refused as refused:
                form.add_error("file", refused.message)
        status = 422
    context = _around("files") | {
        "form": form,
        "files": writing.files,
        "step": _BY_NAME["files"],
        "draft": writing,
        "most": drafting.MOST_FILES,
        "agent": writing.said.get("together", {}).get("agent_name", ""),
        "megabytes": settings.UPLOAD_BYTES // 1048576,
    }
    return show(page, request, "files", "附件", context, status=status)


def _review(page: ColumnPage, request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Show all answers once more; on sending make the application, once, and only then answer."""
    form, status, refusal = ReviewForm(), 200, ""
    if request.method == "POST":
        form = ReviewForm(request.POST)
        status = 422
        valid = form.is_valid()
        right = questions.answered(writing.said.get("question", {}), request.POST.get("answer", ""))
        if limits.too_often(request, limits.GUESS) or limits.too_often(request, limits.APPLY):
            refusal, status = _OFTEN, 429
        elif not right or form.cleaned_data.get("website"):
            limits.knock(request, limits.GUESS)
            if valid:
                form.add_error("answer", "答案不对。请回答下面这个新的问题")
        elif valid:
            try:
                hand_in(writing.draft, entry_of(writing))
                limits.knock(request, limits.APPLY)
                return go(page, request, "form/receipt/")
            except Refused as refused:
                refusal = refused.message
    writing.keep(question=questions.ask())
    if form.is_bound:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["answer"] = ""
    form.fields["answer"].label = f"请回答：{writing.said['question']['words']}"
    context = _around("review") | {
        "form": form,
        "answers": answers_of(writing),
        "step": _BY_NAME["review"],
        "draft": writing,
        "refusal": refusal,
        "proxy_missing": writing.said.get("together", {}).get("agent_name") and not writing.files,
        "mark": writing.draft.changed_at.strftime("%H%M%S%f"),
    }
    return show(page, request, "review", "核对并提交", context, status=status)


def _done(page: ColumnPage, request: HttpRequest, writing: Writing, name: str) -> HttpResponseBase:
    """Answer whoever comes again after handing in: with the receipt until it is put away, then with a new beginning."""
    if name in ("delete", "finish") and request.method == "POST":
        drop_draft(writing.draft)
        response = go(page, request, "track/")
        drafting.forget_key(response, _path(page, request))
        return response
    if name != "receipt":
        return go(page, request, "form/receipt/")
    address = absolute(f"{base_of(page, request)}track/")
    context = {
        "receipt": receipt_of(writing.draft) or {"number": writing.draft.application.number},
        "address": address,
        "code_image": f"data:image/svg+xml;base64,{b64encode(drawn(address)).decode()}",
        "agency": writing.draft.agency,
    }
    return show(page, request, "receipt", "申请回执", context)


def _path(page: ColumnPage, request: HttpRequest) -> str:
    return f"{base_of(page, request)}form/"
