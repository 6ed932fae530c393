"""The place of the search in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import scope_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/search/."""
    return [path("search/", include("gongkai.search.office.urls"))]


class _SearchItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Add 公众检索 to the menu, beside the page editor's own search (搜索)."""
    return _SearchItem("公众检索", reverse("search:asked"), name="asked-words", icon_name="search", order=130)
