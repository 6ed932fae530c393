"""Annual reports on 我的一天: what is due, what waits, what came of batches; and keeping their pages out of the page editor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import agencies_of, may, scope_of
from gongkai.agencies.registry import Row, Section

from . import queries
from .models import Draft, Edition, ReportPage
from .services import MAKERS

_MOST = 10
_WEEK = timedelta(days=7)

ACT_NAMES = {
    "figure.enter": "人工填报数字",
    "figure.answer": "核对表二的疑点",
    "report.upload": "上传年报",
    "report.upload_many": "批量上传年报",
    "report.read": "读取批量上传的年报",
    "report.take_in": "取入年报",
    "report.begin": "新建年报",
    "report.change": "修改年报稿",
    "report.discard": "放弃年报稿",
    "report.correct": "更正年报",
    "report.outside_address": "记下年报在本机关网站的网址",
    "report.hand_over": "下载年报压缩包",
}


def due_on(agency: Agency, year: int) -> date | None:
    """Give the day until which the report on a year is published: 条例第四十九条, departments by 31 January, governments by 31 March."""
    if agency.kind == Agency.Kind.GOVERNMENT:
        return date(year + 1, 3, 31)
    if agency.kind in (Agency.Kind.DEPARTMENT, Agency.Kind.REVIEW, Agency.Kind.VERTICAL):
        return date(year + 1, 1, 31)
    return None


def my_reports(person: User) -> Section | None:
    """Give the part of the day that is about annual reports; None for somebody who does not make any."""
    agencies = [agency for agency in agencies_of(person) if may(person, agency, *MAKERS)]
    if not agencies:
        return None
    scope = scope_of(person)
    last_year = timezone.localdate().year - 1
    ids = [agency.pk for agency in agencies]
    drafts = list(
        queries.drafts_in(scope)
        .filter(state=Draft.State.OPEN, agency__in=ids)
        .order_by("-changed_at")[:_MOST]
    )
    rows = _missing(agencies, last_year)
    rows += [
        Row(
            reverse("reporting:draft", args=[draft.public_id]),
            f"{draft.agency.short_name}{f'{draft.year}年' if draft.year else ''}年报稿",
            f"{'更正第' + str(draft.corrects.number) + '版；' if draft.corrects else ''}改过{draft.version}次，核对后发布",
            due_on(draft.agency, draft.year) if draft.year == last_year else None,
        )
        for draft in drafts
    ]
    rows += [
        Row(
            reverse("reporting:batch", args=[batch.public_id]),
            f"批量上传的{batch.total}份文件"
            + (f"正在读取，还剩{batch.waiting}份" if batch.waiting else "已经读完"),
            f"已读取{batch.read}份" + (f"，读不了{batch.refused}份" if batch.refused else ""),
        )
        for batch in queries.batches_in(scope).filter(
            created_by=person, created_at__gte=timezone.now() - _WEEK
        )[:_MOST]
    ]
    return Section("年度报告", rows, "没有待办的年度报告。上传或者新建年报，请到左边的“年度报告”。")


def _missing(agencies: list[Agency], year: int) -> list[Row]:
    """Give a row for each agency of which last year's report is neither published nor being worked on."""
    ids = [agency.pk for agency in agencies]
    begun = set(
        Draft.objects.everywhere("本人任职的机关，已限定编号")
        .filter(agency__in=ids, year=year, state=Draft.State.OPEN)
        .values_list("agency_id", flat=True)
    ) | set(
        Edition.objects.everywhere("本人任职的机关，已限定编号")
        .filter(agency__in=ids, year=year)
        .values_list("agency_id", flat=True)
    )
    return [
        Row(
            reverse("reporting:upload"),
            f"{agency.short_name}{year}年的年报还没有办理",
            "上传做好的年报，或者从空表填起；表二的数字由登记得出，先在“表二”里核对",
            due_on(agency, year),
        )
        for agency in agencies
        if agency.pk not in begun and not agency.dissolved_on
    ][:_MOST]


def page_guard(person: User, page: Any, what: str) -> str:
    """Keep pages of reports out of the page editor: what they show is decided by the acts on reports."""
    if isinstance(page, ReportPage) or getattr(page, "specific_class", None) is ReportPage:
        return "年报的页面随年报的发布、更正、撤回而变，请到左边的“年度报告”办理。"
    if what in ("delete", "unpublish") and ReportPage.objects.descendant_of(page).exists():
        return "里面有已经发布的年报，不能删除或者撤下；年报的撤回请到左边的“年度报告”办理。"
    return ""
