"""The place of items and their review in the back office: addresses, menu, style, the page editor's buttons."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import SaveDraftMenuItem
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


class SaveOrSend(SaveDraftMenuItem):
    """The page editor's two buttons for items: save the draft; save it and go on to the page on which it is sent (送审)."""

    template_name = "publishing/office/editor_buttons.html"


def _is_item(request: HttpRequest, context: dict[str, Any]) -> bool:
    """Whether an item is being edited, or begun: then only the address says of which kind."""
    if context.get("view") != "create" or request.resolver_match is None:
        return isinstance(context.get("page"), ItemPage)
    given = request.resolver_match.kwargs
    try:
        kind = apps.get_model(given["content_type_app_name"], given["content_type_model_name"])
    except (KeyError, LookupError):
        return False
    return issubclass(kind, ItemPage)


@hooks.register("construct_page_action_menu")
def with_sending(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put 送审 beside 保存草稿, where both can be seen."""
    if _is_item(request, context):
        items[:] = [SaveOrSend(one.order) if type(one) is SaveDraftMenuItem else one for one in items]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def on_to_sending(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead on to sending, where that button was pressed."""
    if isinstance(page, ItemPage) and request.method == "POST" and _SEND in request.POST:
        return redirect("publishing:send", page.slug)
    return None
