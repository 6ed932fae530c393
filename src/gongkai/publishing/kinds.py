"""Which kind of item a column mostly takes, and what a new item gets from its column."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.rich_text import RichText

from gongkai.portal.models import (
    BudgetPage,
    ColumnPage,
    ConsultationPage,
    DutyListPage,
    EnforcementPage,
    GuidePage,
    InstitutionPage,
    ItemPage,
    MeetingPage,
    PicturePage,
    PolicyPage,
    TopicPage,
)

__all__ = ["fill_from_column", "kind_for"]

_BY_NAME: tuple[tuple[tuple[str, ...], type[ItemPage]], ...] = (
    (("规范性文件", "规章", "其他文件", "政策文件"), PolicyPage),
    (("预算", "决算", "财政信息"), BudgetPage),
    (("机构职能", "机构设置", "领导"), InstitutionPage),
    (("图片",), PicturePage),
    (("会议",), MeetingPage),
    (("权责", "权力清单", "责任清单"), DutyListPage),
    (("征集", "征求意见", "意见征询"), ConsultationPage),
    (("执法年度", "执法情况"), EnforcementPage),
    (("专题",), TopicPage),
)


def kind_for(column: ColumnPage) -> type[ItemPage]:
    """Guess the kind of item from the column; a plain item where nothing speaks for another."""
    if column.key == ColumnPage.Key.GUIDE:
        return GuidePage
    for names, kind in _BY_NAME:
        if any(name in column.title for name in names):
            return kind
    return ItemPage


def fill_from_column(sender: Any, page: Page, parent: Page, **_: Any) -> None:
    """Give a new item what its column says already: the ground of disclosure, the theme; and a first paragraph to write in."""
    if not isinstance(page, ItemPage):
        return
    column = parent.specific
    if not isinstance(column, ColumnPage):
        return
    paths = [column.path[: length * column.steplen] for length in range(1, column.depth + 1)]
    above = ColumnPage.objects.filter(path__in=paths).exclude(basis="").order_by("-depth").first()
    page.basis = page.basis or (above.basis if above else "")
    page.theme = page.theme or column.title
    if not page.body:
        page.body = [("paragraph", RichText(""))]
    if isinstance(page, PolicyPage):
        if "规范性文件" in column.title:
            page.level = PolicyPage.Level.NORMATIVE
        elif "规章" in column.title:
            page.level = PolicyPage.Level.REGULATION
        page.validity = page.validity or ItemPage.Validity.VALID
