"""The place of duties in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import duties_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/duties/."""
    return [path("duties/", include("gongkai.duties.urls"))]


class _Entry(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(duties_of(request.user))  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Add 公开任务 to the menu."""
    return _Entry("公开任务", reverse("duties:todo"), name="duties", icon_name="calendar-check", order=110)
