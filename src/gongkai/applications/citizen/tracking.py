"""Following an application: number and query code are posted, never in an address; then a key in a cookie stands for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.applications import services as acts
from gongkai.applications.models import Application
from gongkai.applications.queries import by_code
from gongkai.applications.services.applicant import RATINGS
from gongkai.law.status import Status
from gongkai.portal.models import ColumnPage

from . import key, limits
from .pages import agency_of, base_of, go, private, show
from .seeing import files_for, view_of
from .uploads import kept_files

__all__ = ["serve"]

_WRONG = "没有找到：编号和查询码不相符，或者不是向本机关提出的申请。请照回执核对；查询码丢失的，请与本机关的公开工作机构联系。"
_OFTEN = "这个网络地址一小时内输错的次数太多，请过一小时再试，或者致电本机关询问。"


class _Look(forms.Form):
    """Number and query code."""

    number = forms.CharField(
        label="申请编号",
        max_length=40,
        help_text="在回执上，例如 2024-0012",
        error_messages={"required": "请填写申请编号"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="10位字母和数字，不分大小写",
        error_messages={"required": "请填写查询码"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def serve(page: ColumnPage, request: HttpRequest, rest: tuple[str, ...]) -> HttpResponseBase:
    """Answer …/track/…."""
    agency = agency_of(page, request)
    path = f"{base_of(page, request)}track/"
    if rest == ("leave",):
        response: HttpResponseBase = go(page, request, "track/")
        key.take(response, path)
        return response
    case = key.case_of(request, agency)
    if case is None:
        return go(page, request, "track/") if rest else _look(page, request, agency, path)
    if not rest:
        response = _case(page, request, case)
    elif rest[0] == "file" and len(rest) == 2:
        response = _file(case, rest[1])
    elif len(rest) == 1 and rest[0] in _ACTS:
        response = _act(page, request, case, rest[0])
    else:
        raise Http404
    key.hand(request, response, case, path)
    return response


def _look(page: ColumnPage, request: HttpRequest, agency: Agency, path: str) -> HttpResponseBase:
    form, status, refusal = _Look(), 200, ""
    if request.method == "POST":
        form, status = _Look(request.POST), 422
        if limits.too_often(request, limits.GUESS):
            refusal, status = _OFTEN, 429
        elif form.is_valid():
            case = by_code(form.cleaned_data["number"], form.cleaned_data["code"])
            if case is not None and case.agency_id == agency.pk:
                response = go(page, request, "track/")
                key.hand(request, response, case, path)
                return response
            limits.knock(request, limits.GUESS)
            refusal = _WRONG
    return show(page, request, "look", "查询申请办理情况", {"form": form, "refusal": refusal}, status=status)


def _case(
    page: ColumnPage,
    request: HttpRequest,
    case: Application,
    *,
    refusal: str = "",
    typed: Any = None,
    act: str = "",
) -> HttpResponseBase:
    context = {
        "case": case,
        "seen": view_of(case),
        "refusal": refusal,
        "typed": typed or {},
        "failed": act,
        "ratings": RATINGS.items(),
        "minutes": key.MINUTES,
        "today": timezone.localdate().isoformat(),
    }
    return show(page, request, "case", f"申请{case.number}", context, status=422 if refusal else 200)


def _file(case: Application, number: str) -> HttpResponseBase:
    """Hand out a paper of the answer, to be saved."""
    found = next((one for one in files_for(case) if str(one.pk) == number), None)
    if found is None:
        raise Http404
    try:
        stream = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


def _act(page: ColumnPage, request: HttpRequest, case: Application, name: str) -> HttpResponseBase:
    """Do what the applicant asks; a refusal is said on the page of the case, with what was typed."""
    if request.method != "POST":
        return go(page, request, "track/")
    try:
        _ACTS[name](request, case)
    except Refused as refused:
        return _case(page, request, case, refusal=refused.message, typed=request.POST, act=name)
    return go(page, request, "track/")


def _correct(request: HttpRequest, case: Application) -> None:
    text = request.POST.get("text", "").strip()
    files = kept_files(request)
    if not text and not files:
        raise Refused("请写出补正的内容，或者上传文件。")
    late = case.status == Status.LAPSED.key  # it came all the same, and is kept as what it is
    text = text or "见附件"
    event = acts.take_correction(None, case.agency, case, timezone.localdate(), text, happened=late)
    for name, data in files:
        acts.add_file(None, case.agency, case, name, data, event=event)


def _time(request: HttpRequest, case: Application) -> None:
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Refused("请填写希望延长到哪一天。") from None
    if until.year > timezone.localdate().year + 1:
        raise Refused("希望延长到的日期太远，请核对。")
    acts.ask_time(None, case.agency, case, until, request.POST.get("reason", ""))


def _reasons(request: HttpRequest, case: Application) -> None:
    text = request.POST.get("text", "").strip()
    if not text:
        raise Refused("请写出理由。")
    acts.take_reasons(None, case.agency, case, timezone.localdate(), text)


def _paid(request: HttpRequest, case: Application) -> None:
    acts.report_payment(None, case.agency, case, request.POST.get("receipt", ""))


def _withdraw(request: HttpRequest, case: Application) -> None:
    if not request.POST.get("sure"):
        raise Refused("撤回以后不再办理。确定撤回的，请先勾选“确定撤回”。")
    acts.withdraw(None, case.agency, case, timezone.localdate(), request.POST.get("text", ""))


def _acknowledge(request: HttpRequest, case: Application) -> None:
    acts.acknowledge(None, case.agency, case)


def _rate(request: HttpRequest, case: Application) -> None:
    given = request.POST.get("rating", "")
    acts.rate(
        None, case.agency, case, int(given) if given in "12345" and given else 0, request.POST.get("text", "")
    )


_ACTS: dict[str, Callable[[HttpRequest, Application], None]] = {
    "correct": _correct,
    "time": _time,
    "reasons": _reasons,
    "paid": _paid,
    "withdraw": _withdraw,
    "acknowledge": _acknowledge,
    "rate": _rate,
}
