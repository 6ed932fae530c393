"""The place of columns in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import scope_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/columns/."""
    return [path("columns/", include("gongkai.portal.office.urls"))]


class _ColumnsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Add 栏目 to the menu."""
    return _ColumnsItem(
        "栏目", reverse("columns:index"), name="columns", icon_name="folder-open-inverse", order=120
    )
