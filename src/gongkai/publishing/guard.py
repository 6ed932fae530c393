"""Keep what is under review, and what was published, from the page editor's own ways."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.models import User

from .models import Round


def page_guard(person: User, page: Any, what: str) -> str:
    """Say why this may not be done to the item now; "" where it may."""
    item = getattr(page, "itempage", None) or page
    if not hasattr(item, "purged_at"):
        return ""
    if item.purged_at is not None:
        return "这条信息的内容已经清除，不能再办理。"
    waiting = Round.objects.everywhere("一条信息的送审").filter(
        item_id=item.pk, state__in=(Round.State.OPEN, Round.State.APPROVED)
    )
    if what in ("edit", "delete", "move") and waiting.exists():
        return "这条信息正在审核，不能改动；要改动，请先收回送审。"
    if what == "delete" and item.published_at is not None:
        return "公开过的信息不能删除：请撤回；不应上传的内容，由机关负责人清除。"
    return ""
