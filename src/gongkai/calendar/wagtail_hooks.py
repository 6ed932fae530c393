"""The place of holiday notices in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/calendar/."""
    return [path("calendar/", include("gongkai.calendar.urls"))]


class _Entry(MenuItem):
    """Shown to the platform's administrators; others get to it from the days counted with it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Add 节假日安排 to the menu."""
    return _Entry("节假日安排", reverse("calendar:index"), name="calendar", icon_name="date", order=820)
