"""The table at the head of an item: its catalogue metadata (目录元数据), then what its kind says besides.

The fields and their order are those agencies show (rules of catalogues: 条例第十二条: 索引、名称、内容概述、生成日期; 国办发〔2017〕47号).
What does not apply to an item has no line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from django.utils import timezone

from gongkai.law.disclosure import basis_of

from .lines import OUT_OF_FORCE, validity_of
from .models import (
    BudgetPage,
    ConsultationPage,
    DataTablePage,
    DutyListPage,
    ItemPage,
    MeetingPage,
    PolicyPage,
)

__all__ = ["Fact", "facts_of", "makers_of", "moment"]


@dataclass(frozen=True)
class Fact:
    """One line of the table. `long` lines take the whole width; `grave` ones are of a document no longer in force."""

    label: str
    text: str
    long: bool = False
    grave: bool = False
    name: str = ""
    """The property in schema.org's words, "" if it has none."""


def moment(at: datetime | None) -> str:
    """Write a time as 国办发〔2017〕47号 has it: YYYY-MM-DD HH:MM, of China; "" for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def facts_of(page: ItemPage, agency: str, *, superseded: bool = False) -> list[Fact]:
    """List the lines of an item; `agency` is the publisher's name, `superseded` says that a newer edition took its place."""
    facts = [fact for fact in (*_catalogue(page, agency, superseded), *_own(page)) if fact.text]
    return _paired(facts)


def _paired(facts: list[Fact]) -> list[Fact]:
    """Lay the lines out two in a row: one that is left alone takes the whole width."""
    laid: list[Fact] = []
    half = False
    for fact in facts:
        if half and fact.long:
            laid[-1] = replace(laid[-1], long=True)
        half = not fact.long and not half
        laid.append(fact)
    if half:
        laid[-1] = replace(laid[-1], long=True)
    return laid


def _catalogue(page: ItemPage, agency: str, superseded: bool) -> Iterator[Fact]:
    yield Fact("索引号", page.index_number, name="identifier")
    yield Fact("主题分类", page.theme, name="articleSection")
    yield Fact("体裁", page.genre, name="genre")
    yield Fact("发布机构", agency)
    if isinstance(page, PolicyPage):
        makers = makers_of(page, agency)
        if makers != [agency]:
            yield Fact("发文机关", "、".join(makers), long=len(makers) > 1)
    yield Fact("成文日期", _day(page.formed_on), name="dateCreated")
    yield Fact("发布日期", moment(page.published_at))
    yield Fact("文号", page.document_number)
    validity = str(ItemPage.Validity.REPEALED.label) if superseded else validity_of(page)
    until = _day(page.valid_until) if validity and not superseded else ""
    words = f"{validity}（有效期至{until}）" if until else validity
    yield Fact("有效性", words, grave=validity in OUT_OF_FORCE)
    yield Fact("公开方式", page.get_way_display())
    basis = basis_of(page.basis)
    yield Fact("公开依据", f"条例{basis.label}" if basis else "")
    yield Fact("责任部门", page.department)
    yield Fact("来源", page.source if page.source != agency else "")
    yield Fact("关键词", page.keywords, long=True, name="keywords")
    yield Fact("内容概述", page.summary, long=True, name="abstract")


def makers_of(page: PolicyPage, agency: str) -> list[str]:
    """List who issued a document, the body that leads first; of Party organs it is said that they are; one query."""
    others = [f"{one.name}（党的机关）" if one.party else one.name for one in page.co_makers.all()]
    return [page.maker or agency, *others]


@singledispatch
def _own(page: Any) -> Iterator[Fact]:
    """Give the lines of a kind."""
    return iter(())


@_own.register
def _policy(page: PolicyPage) -> Iterator[Fact]:
    if page.level != PolicyPage.Level.OTHER:
        yield Fact("文件种类", str(page.get_level_display()))


@_own.register
def _meeting(page: MeetingPage) -> Iterator[Fact]:
    yield Fact("会议日期", _day(page.held_on))
    yield Fact("会议地点", page.place)
    yield Fact("主持人", page.chaired_by)


@_own.register
def _budget(page: BudgetPage) -> Iterator[Fact]:
    yield Fact("年度", f"{page.year}年" if page.year else "")
    yield Fact("种类", str(page.get_stage_display() or ""))
    extents = {
        BudgetPage.Extent.UNIT: "单位（只含本单位）",
        BudgetPage.Extent.DEPARTMENT: "部门（含所属各单位）",
    }
    yield Fact("范围", extents.get(page.extent, ""))  # type: ignore[call-overload]
    yield Fact("批复日期", _day(page.approved_on))


@_own.register
def _duties(page: DutyListPage) -> Iterator[Fact]:
    yield Fact("清单版本日期", _day(page.as_of))


@_own.register
def _data(page: DataTablePage) -> Iterator[Fact]:
    yield Fact("统计时段", page.period)
    yield Fact("计量单位", page.unit)


@_own.register
def _consultation(page: ConsultationPage) -> Iterator[Fact]:
    if page.opens_on and page.closes_on:
        yield Fact("征集时间", f"{_day(page.opens_on)}至{_day(page.closes_on)}", long=True)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
