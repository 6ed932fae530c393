"""Holiday notices in the back office: which years are known, what a year says, entering one after looking what it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.views.common import errors_on, office_view
from gongkai.calendar import queries, services
from gongkai.calendar.moving import moves_of
from gongkai.law.notice_checks import consecutive, statutory_number
from gongkai.law.notices import LAST_YEAR, HolidayNotice

from .forms import NoticeForm, RestoreForm, announced_in, decoded, lines_of, work_lines

_WEEKDAYS = "一二三四五六日"
_MOST_LINES = 50


@office_view
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """List the years."""
    today = timezone.localdate()
    context = {
        "years": queries.years(today),
        "missing": queries.missing(today),
        "may_enter": _may_enter(request),
        "first_year": services.FIRST_YEAR,
        "next_year": today.year + 1,
    }
    return render(request, "calendar/index.html", context)


@office_view
@require_http_methods(["GET", "HEAD"])
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show what holds for a year, and what was entered for it."""
    return _year(request, year)


def _year(request: HttpRequest, year: int, form: RestoreForm | None = None) -> HttpResponse:
    notice, history = queries.notice_of(_possible(year)), queries.history_of(year)
    if notice is None and not history:
        raise Http404
    own = year in queries.own_notices()
    context = {
        "year": year,
        "notice": notice,
        "row": history[0] if own else None,
        "spans": _spans(notice) if notice else [],
        "work": [(day, _weekday(day)) for day in sorted(notice.work)] if notice else [],
        "history": history,
        "may_enter": _may_enter(request) and year >= services.FIRST_YEAR,
        "form": (form or RestoreForm()) if own and _may_enter(request) else None,
    }
    return render(request, "calendar/year.html", context, status=422 if form is not None else 200)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a year's notice: paste or fill in, look at what is doubtful and what moves, save."""
    _require(request)
    held = queries.notice_of(_possible(year))
    initial = _initial(held) if held else {}
    form = NoticeForm(request.POST if _filled(request) else None, year=year, initial=initial)
    context: dict[str, Any] = {"year": year, "held": held, "text": request.POST.get("text", "")}
    if "read" in request.POST:
        try:
            file = request.FILES.get("file")
            announced = announced_in(decoded(file.read()) if file else context["text"], year)
        except ValueError as error:
            context["unreadable"] = str(error)
        else:
            form = NoticeForm(year=year, initial=_initial(announced.notice))
            context |= {"was_read": announced.notice, "contradictions": announced.doubts}
    elif request.method == "POST" and form.is_valid():
        notice: HolidayNotice = form.cleaned_data["notice"]
        if "save" in request.POST:
            with errors_on(form):
                made = services.enter(
                    request.user,
                    None,
                    notice,
                    address=form.cleaned_data["address"],
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, f"{year}年的节假日安排已录入，重新推算了{made.moved}个期限。")
                return redirect("calendar:year", year)
        context |= _looked(notice, held)
    status = 422 if form.errors or context.get("unreadable") else 200
    return render(request, "calendar/enter.html", context | {"form": form}, status=status)


@office_view
@require_POST
def restore(request: HttpRequest, year: int) -> HttpResponse:
    """Go back to what the program brings."""
    _require(request)
    form = RestoreForm(request.POST)
    if form.is_valid():
        with errors_on(form):
            made = services.restore(request.user, None, _possible(year), form.cleaned_data["reason"])
            messages.success(request, f"{year}年已恢复随程序提供的安排，重新推算了{made.moved}个期限。")
            return redirect("calendar:index")
    return _year(request, year, form)


def _filled(request: HttpRequest) -> bool:
    return request.method == "POST" and "read" not in request.POST


def _may_enter(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)  # type: ignore[union-attr]


def _require(request: HttpRequest) -> None:
    if not _may_enter(request):
        raise Refused("节假日安排由平台管理员录入；请与平台管理员联系。")


def _possible(year: int) -> int:
    if not services.FIRST_YEAR - 10 <= year <= LAST_YEAR - 1:
        raise Http404
    return year


def _initial(notice: HolidayNotice) -> dict[str, str]:
    source = "" if notice.source == "chinesecalendar" else notice.source
    return {"off": lines_of(notice.off), "work": work_lines(notice.work), "source": source}


def _weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True)
class _Span:
    """Days off without a gap between them."""

    names: str
    first: date
    last: date
    days: int
    between: str


def _spans(notice: HolidayNotice) -> list[_Span]:
    found = []
    for first, last in consecutive(notice.off):
        names = dict.fromkeys(notice.off[day] for day in sorted(notice.off) if first <= day <= last)
        between = f"{_weekday(first)}至{_weekday(last)}" if last > first else _weekday(first)
        found.append(_Span("、".join(names), first, last, (last - first).days + 1, between))
    return found


def _looked(notice: HolidayNotice, held: HolidayNotice | None) -> dict[str, Any]:
    """Say what the notice is, what is doubtful about it, how it differs from what holds, and what it moves."""
    change = services.change_to(notice.year, notice)
    moves = [(one.title, len(one.lines), list(one.lines)[:_MOST_LINES]) for one in moves_of(change)]
    before = held or HolidayNotice(notice.year, {})
    return {
        "looked": notice,
        "spans": _spans(notice),
        "work": [(day, _weekday(day)) for day in sorted(notice.work)],
        "doubts": services.doubts(notice),
        "usual": statutory_number(notice.year),
        "moves": moves,
        "moved": sum(number for _, number, _ in moves),
        "differences": [
            (words, [(day, _weekday(day)) for day in sorted(days)])
            for words, days in (
                ("增加的放假日", notice.off.keys() - before.off.keys()),
                ("取消的放假日", before.off.keys() - notice.off.keys()),
                ("增加的上班日", notice.work - before.work),
                ("取消的上班日", before.work - notice.work),
            )
            if days
        ]
        if held is not None
        else [],
    }
