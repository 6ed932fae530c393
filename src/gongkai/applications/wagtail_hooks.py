"""The place of applications in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import scope_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/applications/."""
    return [path("applications/", include("gongkai.applications.office.urls"))]


class _Entry(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Add 依申请公开 to the menu."""
    return _Entry(
        "依申请公开", reverse("applications:list"), name="applications", icon_name="mail", order=105
    )
