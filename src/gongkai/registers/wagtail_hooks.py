"""The place of the registers in the back office: addresses and the items of the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import scope_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/registers/."""
    return [path("registers/", include("gongkai.registers.urls"))]


class _RegisterItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


@hooks.register("register_admin_menu_item")
def documents_item() -> MenuItem:
    """Add 规范性文件 to the menu."""
    return _RegisterItem(
        "规范性文件",
        reverse("registers:document_list"),
        name="documents-register",
        icon_name="doc-full",
        order=130,
    )


@hooks.register("register_admin_menu_item")
def decisions_item() -> MenuItem:
    """Add 行政决定 to the menu."""
    return _RegisterItem(
        "行政决定", reverse("registers:decisions"), name="decisions", icon_name="tick-inverse", order=140
    )


@hooks.register("register_admin_menu_item")
def calls_item() -> MenuItem:
    """Add 数据征集 to the menu."""
    return _RegisterItem(
        "数据征集", reverse("registers:calls"), name="calls", icon_name="clipboard-list", order=150
    )
