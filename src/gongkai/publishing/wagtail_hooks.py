"""The place of items and their review in the back office: addresses, menu, style, the page editor's buttons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from gongkai.agencies.queries import scope_of
from gongkai.portal.models import ItemPage

from .views.common import agencies_to, may_settle

_SEND = "action-send"


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/items/."""
    return [path("items/", include("gongkai.publishing.urls"))]


class _ItemsEntry(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


class _SettingsEntry(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(agencies_to(request.user, may_settle))  # type: ignore[arg-type]


@hooks.register("register_admin_menu_item")
def items_entry() -> MenuItem:
    """Add 信息 to the menu."""
    return _ItemsEntry(
        "信息", reverse("publishing:items"), name="items", icon_name="doc-full-inverse", order=100
    )


@hooks.register("register_admin_menu_item")
def settings_entry() -> MenuItem:
    """Add 审核设置 to the menu."""
    return _SettingsEntry(
        "审核设置", reverse("publishing:settings"), name="review", icon_name="cog", order=820
    )


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Load the style of these pages."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("publishing/office.css"))


class SendItem(ActionMenuItem):
    """送审 in the page editor: saves the draft and leads to the page on which it is sent."""

    name = _SEND
    label = "保存并送审"
    icon_name = "resubmit"
    order = 10

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it on items that can be saved."""
        page = context.get("page")
        return super().is_shown(context) and isinstance(page, ItemPage)


@hooks.register("register_page_action_menu_item")
def send_item() -> ActionMenuItem:
    """Add 送审 to the page editor."""
    return SendItem()


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def on_to_sending(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead on to sending, where that button was pressed."""
    if isinstance(page, ItemPage) and request.method == "POST" and _SEND in request.POST:
        return redirect("publishing:send", page.slug)
    return None
