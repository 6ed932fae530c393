"""What people looked for and did not find, which words mean the same, and files whose words nobody can find.

Everybody with a duty may look: the counts name nobody, and whoever writes the pages should know what is missed. The synonyms are kept for the
whole site by the agency that leads it (`services.SYNONYM_KEEPERS`).
"""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_of, may, scope_of
from gongkai.agencies.views.common import office_view
from gongkai.files.queries import unread_files
from gongkai.search import queries, services
from gongkai.search.models import SynonymGroup

PERIODS = {7: "最近7天", 30: "最近30天", 90: "最近90天", 365: "最近一年"}
_LISTS = {"nothing": "没有结果的", "most": "查得最多的"}
_PER_PAGE = 50


class WordsForm(forms.Form):
    """A group of synonyms."""

    words = forms.CharField(
        label="意思相同的词",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=1000,
        help_text="一行写一个词，2至20个，每个不超过30个字。查其中任何一个，含有其余各词的信息也会列出。",
        error_messages={"required": "请至少写两个词。"},
    )

    def lines(self) -> list[str]:
        """The words, one a line or parted by 、，；."""
        text = str(self.cleaned_data["words"])
        for sign in "、，,；;":
            text = text.replace(sign, "\n")
        return [line.strip() for line in text.splitlines() if line.strip()]


@office_view
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Show what was asked within a period: what found nothing, or what was asked most."""
    days, which, rows = _asked(request)
    context = _context(request, "asked") | {
        "days": days,
        "which": which,
        "periods": PERIODS,
        "lists": _LISTS,
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("p")),
        "total": sum(one.times for one in rows),
    }
    return render(request, "search/office/asked.html", context)


@office_view
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as CSV for a spreadsheet, whatever its words begin with."""
    days, which, rows = _asked(request)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(("检索词", "次数", "最近一次的结果数", "最近一次的日期"))
    for one in rows:
        words = f"'{one.words}" if one.words[:1] in "=+-@\t\r" else one.words
        writer.writerow((words, one.times, one.total, one.last.isoformat()))
    name = f"{_LISTS[which]}检索词-{PERIODS[days]}-{timezone.localdate():%Y%m%d}.csv"
    answer = HttpResponse(("\ufeff" + written.getvalue()).encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@office_view
@require_safe
def synonyms(request: HttpRequest) -> HttpResponse:
    """Show the groups of synonyms."""
    context = _context(request, "synonyms") | {"groups": queries.synonym_groups()}
    return render(request, "search/office/synonyms.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms_new(request: HttpRequest) -> HttpResponse:
    """Add a group; the address may bring its first word along."""
    return _edit(request, None)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a group."""
    return _edit(request, get_object_or_404(SynonymGroup, pk=number))


@office_view
@require_POST
def synonyms_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a group no more."""
    group = get_object_or_404(SynonymGroup, pk=number)
    services.remove_synonyms(request.user, _keeper(request), group)
    messages.success(request, f"已删除“{group}”，查其中一个词时不再列出其余各词。")
    return redirect("search:synonyms")


@office_view
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """Show the public files of the person's agencies whose words cannot be found, with the reason."""
    page = Paginator(unread_files(scope_of(request.user)), _PER_PAGE).get_page(request.GET.get("p"))
    titles = dict(Page.objects.filter(pk__in=[one.page_id for one in page]).values_list("pk", "title"))
    rows = [(one, titles.get(one.page_id, "")) for one in page]
    return render(
        request, "search/office/files.html", _context(request, "files") | {"page": page, "rows": rows}
    )


def _asked(request: HttpRequest) -> tuple[int, str, list[Any]]:
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted in map(str, PERIODS) else 30
    which = request.GET.get("which", "")
    which = which if which in _LISTS else "nothing"
    ask = queries.without_result if which == "nothing" else queries.most_asked
    return days, which, ask(days, most=1000)


def _edit(request: HttpRequest, group: SynonymGroup | None) -> HttpResponse:
    agency = _keeper(request)
    first = request.GET.get("word", "")[:30]
    initial = {"words": group.words if group else f"{first}\n" if first else ""}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep_synonyms(request.user, agency, form.lines(), group)
        except Refused as refused:
            form.add_error("words", refused.message)
        else:
            messages.success(request, f"已保存“{kept}”，马上起作用。")
            return redirect("search:synonyms")
    status = 422 if form.errors else 200
    context = _context(request, "synonyms") | {"form": form, "group": group}
    return render(request, "search/office/synonyms_form.html", context, status=status)


def _keeper(request: HttpRequest) -> Agency | None:
    """Give the agency for which the person keeps the synonyms: one on top; None for an administrator of the platform."""
    person: Any = request.user
    mine = [one for one in agencies_of(person) if may(person, one, *services.SYNONYM_KEEPERS)]
    found = next((one for one in mine if one.parent_id is None), None)
    if found is None and mine and not person.is_superuser:
        leads = mine[0].parent
        raise Refused(
            f"同义词全站共用，由{leads.short_name if leads else '主管机关'}统一维护；请把要加的词告诉他们。"
        )
    if found is None and not person.is_superuser:
        raise Refused("同义词由审核人、机关负责人或者系统管理员维护；您没有这项职责。")
    return found


def _context(request: HttpRequest, here: str) -> dict[str, Any]:
    if not scope_of(request.user).readable:
        raise Http404
    try:
        _keeper(request)
    except Refused:
        keeps = False
    else:
        keeps = True
    return {"here": here, "keeps": keeps}
