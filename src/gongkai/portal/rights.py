"""What the page editor lets a person do with a page. It is the same for everybody: the editor writes drafts of items.

Publication, withdrawal, and all that is done to columns and platforms are acts; the editor offers none of it, not to the
platform's administrators either. What was public once is kept: it is neither deleted nor moved.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import Page, PagePermissionTester

from . import gate
from .models import ItemPage, PlatformPage

__all__ = ["PageRights", "refusal", "was_public"]

_SAYS = {
    "copy": "只有信息可以复制；栏目和平台页面请到“栏目”里办理。",
    "delete": "这不是草稿，不能删除；栏目和平台页面请到“栏目”里办理。",
    "edit": "这一页的内容不在这里编辑：栏目请到“栏目”里办理，年度报告请到“年度报告”里办理。",
    "move": "这一页不能在这里移动；栏目请到“栏目”里办理。",
    "unpublish": "栏目和平台页面不在这里撤下；栏目请到“栏目”里办理。",
}


def is_item(page: Page) -> bool:
    """Whether the page is an item of information, which the editor writes; all others are kept by acts."""
    return page.specific_class is not None and issubclass(page.specific_class, ItemPage)


def was_public(page: Page) -> bool:
    """Whether the page or one below it is or has been before the public. A row of a list that has it in itself asks nothing."""
    if page.live or page.first_published_at:
        return True
    if isinstance(page, ItemPage) and page.is_leaf():
        return bool(page.published_at or page.withdrawn_at)
    within = page.get_descendants(inclusive=True)
    if within.filter(Q(live=True) | Q(first_published_at__isnull=False)).exists():
        return True
    marks = Q(published_at__isnull=False) | Q(withdrawn_at__isnull=False)
    return ItemPage.objects.filter(path__startswith=page.path).filter(marks).exists()


def refusal(person: Any, page: Page, what: str) -> str:
    """Say in Chinese why `what` (edit, copy, delete, move, unpublish …) may not be done to the page, and what to do instead."""
    if what == "publish":
        return "发布请点“送审”：审核通过后由有权的人发布。"
    if isinstance(page, PlatformPage):
        return ""  # the agencies' floor has its own words for these
    if not is_item(page):
        return _SAYS.get(what, "")
    if what == "unpublish":
        return "撤回是单独的一步：请打开这条信息，点“撤回”并写明理由。"
    if what in ("delete", "move") and was_public(page):
        words = "删除" if what == "delete" else "移动"
        return f"“{page.title}”公开过，要留存备查，不能{words}；不宜再公开的，请办理撤回。"
    return ""


class PageRights(PagePermissionTester):
    """Wagtail's rights of a person to a page, without those that lead past review.

    Inside an act the gate is open: there the act has looked at the right, and Wagtail's own actions may do their work.
    """

    def can_edit(self) -> bool:
        return is_item(self.page) and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if gate.is_open():
            return True
        # what a row of a list says of itself comes first: Wagtail's own answer asks the database
        return is_item(self.page) and not was_public(self.page) and bool(super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        return self.can_delete(ignore_bulk=True)

    def can_move_to(self, destination: Page) -> bool:
        return gate.is_open() or (self.can_move() and bool(super().can_move_to(destination)))

    def _in_an_act(self) -> bool:
        return gate.is_open()

    can_publish = _in_an_act
    can_publish_subpage = _in_an_act
    can_unpublish = _in_an_act
    can_unschedule = _in_an_act
    can_set_view_restrictions = _in_an_act
    can_reorder_children = _in_an_act
    can_lock = _in_an_act
    can_unlock = _in_an_act

    def can_submit_for_moderation(self) -> bool:
        return False
