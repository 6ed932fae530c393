"""What is done to columns (栏目): opened, renamed, reworded, moved, merged, closed, opened again. Each is a dated act.

The yearly report quotes them (栏目调整); old addresses lead on. The fixed columns keep their names and places, which are
prescribed word for word (国办公开办函〔2019〕61号).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.ids import new_public_id
from gongkai.agencies.models import Duty

from . import gate
from .models import ColumnChange, ColumnPage, ItemPage, PlatformPage
from .paging import WORD

__all__ = [
    "KEEPERS",
    "PARENTS",
    "close_column",
    "merge_column",
    "move_column",
    "move_item",
    "open_column",
    "rename_column",
    "reopen_column",
    "reword_column",
]

KEEPERS = (Duty.REVIEWER, Duty.HEAD, Duty.ADMINISTRATOR)
"""Who may change columns: what a column says is public at once, so it is not for those who only draft."""

_Kind = ColumnChange.Kind
PARENTS = frozenset(
    {ColumnPage.Key.RULES, ColumnPage.Key.STATUTORY, ColumnPage.Key.WINDOW, ColumnPage.Key.OTHER}
)
"""Under these a column may be opened; 指南, 年报 and 依申请公开 hold what they are named after."""
_MOST_DEEP = 4


@act("column.open", *KEEPERS)
def open_column(
    doing: Doing,
    above: ColumnPage | PlatformPage,
    title: str,
    *,
    slug: str = "",
    basis: str = "",
    introduction: str = "",
    on: date | None = None,
    reason: str = "",
    window: bool = False,
) -> ColumnPage:
    """Open a column below another; 部门之窗 (`window`) below the platform itself. `on` is the legal day, today if None."""
    title = _title(title)
    slug = slug.strip().lower() or new_public_id()
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise Refused("网址中的名称只能用小写字母、数字和连字符。") from error
    if slug == WORD or (slug.isdecimal() and len(slug) == 4):
        raise Refused(f"网址中的名称“{slug}”留给列表的翻页和按年归档，请换一个。")
    parent = _above(doing, above, window)
    _require_free(parent, title, slug)
    if window and ColumnPage.objects.child_of(parent).filter(key=ColumnPage.Key.WINDOW).exists():
        raise Refused("“部门之窗”只能有一个。")
    now = timezone.now()
    column = ColumnPage(
        title=title,
        draft_title=title,
        slug=slug,
        key=ColumnPage.Key.WINDOW if window else ColumnPage.Key.OTHER,
        basis=basis,
        introduction=_introduction(introduction),
        opened_on=_day(on),
        live=True,
        first_published_at=now,
        last_published_at=now,
    )
    with gate.opened():
        parent.add_child(instance=column)
    _record(doing, column, _Kind.OPENED, column.opened_on, after=title, reason=reason)
    return column


@act("column.rename", *KEEPERS)
def rename_column(
    doing: Doing, column: ColumnPage, title: str, *, on: date | None = None, reason: str = ""
) -> ColumnPage:
    """Give a column another name. Its address stays."""
    column = _own(doing, column)
    _require_not_fixed(column, "改名")
    title, before = _title(title), column.title
    if title == before:
        raise Refused("名称没有变化。")
    _require_free(column.get_parent(), title, "")
    column.title = column.draft_title = title
    _save(column)
    _record(doing, column, _Kind.RENAMED, _day(on), before=before, after=title, reason=reason)
    return column


@act("column.reword", *KEEPERS)
def reword_column(
    doing: Doing, column: ColumnPage, *, introduction: str, none_here: str, reason: str = ""
) -> ColumnPage:
    """Change what a column says of itself: what is published here, or that the agency has no such duty."""
    column = _own(doing, column)
    column.introduction, column.none_here = _introduction(introduction), " ".join(none_here.split())[:200]
    _save(column)
    _record(doing, column, _Kind.REWORDED, _day(None), after=column.title, reason=reason)
    return column


@act("column.move", *KEEPERS)
def move_column(
    doing: Doing,
    column: ColumnPage,
    above: ColumnPage,
    *,
    on: date | None = None,
    reason: str = "",
) -> ColumnPage:
    """Put a column, with all in it, under another; old addresses lead on."""
    column = _own(doing, column)
    _require_not_fixed(column, "移动")
    target = _above(doing, above, False)
    if target.pk == column.get_parent().pk:
        raise Refused("栏目已经在那里。")
    if target.path.startswith(column.path):
        raise Refused("栏目不能移到它自己下面。")
    before = column.get_parent().title
    _require_free(target, column.title, column.slug)
    count = _items(column)
    with gate.opened():
        column.move(target, pos="last-child")
    column = ColumnPage.objects.get(pk=column.pk)
    _record(
        doing, column, _Kind.MOVED, _day(on), before=before, after=target.title, reason=reason, items=count
    )
    return column


@act("column.merge", *KEEPERS)
def merge_column(
    doing: Doing, column: ColumnPage, into: ColumnPage, *, on: date | None = None, reason: str = ""
) -> ColumnPage:
    """Merge a column into another: its items move there, its address leads there, and it is closed."""
    column, into = _own(doing, column), _own(doing, into)
    _require_not_fixed(column, "合并")
    if column.pk == into.pk:
        raise Refused("栏目不能并入它自己。")
    if into.closed_on is not None or not into.live:
        raise Refused(f"“{into.title}”已经关闭，不能并入。")
    if ColumnPage.objects.child_of(column).filter(live=True).exists():
        raise Refused("这个栏目还有下级栏目，请先合并、移动或者关闭下级栏目。")
    if into.key in (ColumnPage.Key.GUIDE, ColumnPage.Key.REPORTS, ColumnPage.Key.APPLY):
        raise Refused(f"不能并入“{into.title}”。")
    path = _old_path(column)
    items = list(Page.objects.child_of(column))
    day = _day(on)
    with gate.opened():
        for item in items:
            _free_address(item, into)
            Page.objects.get(pk=item.pk).move(Page.objects.get(pk=into.pk), pos="last-child")
        column = ColumnPage.objects.get(pk=column.pk)
        column.live = False
        column.closed_on = day
        column.save(clean=False)
    into = ColumnPage.objects.get(pk=into.pk)
    _lead_on(path, into)
    _record(
        doing,
        column,
        _Kind.MERGED,
        day,
        before=column.title,
        after=into.title,
        reason=reason,
        items=len(items),
    )
    return into


@act("column.close", *KEEPERS)
def close_column(doing: Doing, column: ColumnPage, *, on: date | None = None, reason: str) -> ColumnPage:
    """Close a column: it takes no new items; what stands in it stays readable. An empty one leaves the navigation."""
    column = _own(doing, column)
    _require_not_fixed(column, "关闭")
    if column.closed_on is not None:
        raise Refused("这个栏目已经关闭。")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("关闭栏目要写明理由。")
    if ColumnPage.objects.child_of(column).filter(live=True, closed_on=None).exists():
        raise Refused("这个栏目还有下级栏目开着，请先关闭下级栏目。")
    count = _items(column)
    column.closed_on = _day(on)
    column.live = count > 0
    _save(column)
    _record(doing, column, _Kind.CLOSED, column.closed_on, before=column.title, reason=reason, items=count)
    return column


@act("column.reopen", *KEEPERS)
def reopen_column(
    doing: Doing, column: ColumnPage, *, on: date | None = None, reason: str = ""
) -> ColumnPage:
    """Open a closed column again."""
    column = _own(doing, column)
    if column.closed_on is None:
        raise Refused("这个栏目没有关闭。")
    column.closed_on, column.live = None, True
    _save(column)
    path = _old_path(column)
    Redirect.objects.filter(old_path=path).delete()
    _record(doing, column, _Kind.REOPENED, _day(on), after=column.title, reason=reason)
    return column


@act("item.move", *KEEPERS)
def move_item(doing: Doing, item: ItemPage, into: ColumnPage, *, reason: str = "") -> ItemPage:
    """Put an item under another column of its agency; its old address leads on. It stays one 条."""
    into = _own(doing, into)
    found = ItemPage.objects.select_for_update(of=("self",)).filter(pk=item.pk, agency=doing.agency).first()
    if found is None:
        raise Refused("没有这条信息。")
    if into.closed_on is not None or not into.live:
        raise Refused(f"“{into.title}”已经关闭，不能移入。")
    if into.key in (ColumnPage.Key.REPORTS, ColumnPage.Key.APPLY):
        raise Refused(f"信息不能移到“{into.title}”。")
    before = found.get_parent().title
    with gate.opened():
        _free_address(found, into)
        Page.objects.get(pk=found.pk).move(Page.objects.get(pk=into.pk), pos="last-child")
    doing.on("item", found.slug)
    doing.note(before=before, after=into.title, reason=" ".join(reason.split())[:300])
    moved: ItemPage = ItemPage.objects.get(pk=found.pk)
    return moved


def _free_address(page: Page, into: Page) -> None:
    """Give a page a new last part of its address where the column it moves to has one like it."""
    if Page.objects.child_of(into).filter(slug=page.slug).exists():
        fresh = Page.objects.get(pk=page.pk)
        _lead_on(_old_path(fresh), fresh)
        fresh.slug = new_public_id()
        fresh.save(clean=False)


def _introduction(words: str) -> str:
    """Keep plain words and the simplest marks of what a column says of itself."""
    words = nh3.clean(words.strip(), tags={"a", "br", "li", "ol", "p", "strong", "ul"})
    return words if not words or words.startswith("<") else f"<p>{words}</p>"


def _own(doing: Doing, column: ColumnPage) -> ColumnPage:
    """Fetch the column anew, locked; refuses another agency's."""
    platform = PlatformPage.objects.filter(agency=doing.agency).first()
    found = ColumnPage.objects.select_for_update(of=("self",)).filter(pk=column.pk).first()
    if found is None or platform is None or not found.path.startswith(platform.path):
        raise Refused("没有这个栏目。")
    doing.on("column", found.slug)
    return found


def _above(doing: Doing, above: Page, window: bool) -> Any:
    platform = PlatformPage.objects.filter(agency=doing.agency).first()
    if platform is None:
        raise Refused(f"{doing.agency.short_name}还没有公开平台。")
    if window:
        return platform
    parent = _own(doing, above) if isinstance(above, ColumnPage) else None
    if parent is None:
        raise Refused(
            "四个固定栏目和依申请公开之外，平台下面不另设栏目；请在“法定主动公开内容”或者“部门之窗”下面开设。"
        )
    if parent.key not in PARENTS:
        raise Refused(f"“{parent.title}”下面不能开设栏目。")
    if parent.closed_on is not None:
        raise Refused(f"“{parent.title}”已经关闭。")
    if parent.depth - platform.depth >= _MOST_DEEP:
        raise Refused("栏目最多四级，请不要再往下设。")
    return parent


def _require_not_fixed(column: ColumnPage, what: str) -> None:
    if column.key != ColumnPage.Key.OTHER:
        raise Refused(f"“{column.title}”是固定栏目，名称和位置由国办公开办函〔2019〕61号规定，不能{what}。")


def _require_free(parent: Page, title: str, slug: str) -> None:
    beside = Page.objects.child_of(parent)
    if beside.filter(title=title).exists():
        raise Refused(f"“{parent.title}”下面已有“{title}”。")
    if slug and beside.filter(slug=slug).exists():
        raise Refused(f"网址中的名称“{slug}”已经用了，请换一个。")


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refused("请写栏目的名称。")
    if len(title) > 40:
        raise Refused("栏目的名称不能超过40个字。")
    return title


def _day(on: date | None) -> date:
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused("日期不能晚于今天。")
    return day


def _items(column: ColumnPage) -> int:
    return int(ItemPage.objects.descendant_of(column).live().count())


def _old_path(page: Page) -> str:
    url = page.get_url() or ""
    return str(Redirect.normalise_path(url)) if url else ""


def _lead_on(path: str, page: Page) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and path:
        Redirect.objects.update_or_create(old_path=path, site=site, defaults={"redirect_page_id": page.pk})


def _save(column: ColumnPage) -> None:
    column.last_published_at = timezone.now()
    with gate.opened():
        column.save(clean=False)


def _record(doing: Doing, column: ColumnPage, kind: ColumnChange.Kind, on: date, **more: Any) -> None:
    more["reason"] = " ".join(more.get("reason", "").split())[:300]
    ColumnChange.everything.create(
        agency=doing.agency, column=column, kind=kind, on=on, by=doing.person, **more
    )
    doing.on("column", column.slug)
    doing.note(kind=kind.value, on=on.isoformat(), **{key: more[key] for key in more if key != "reason"})
