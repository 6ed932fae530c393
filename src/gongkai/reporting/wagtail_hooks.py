"""The place of annual reports in the back office: addresses, menu, style."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from gongkai.agencies.queries import scope_of


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/annual-reports/."""
    return [path("annual-reports/", include("gongkai.reporting.urls"))]


class _ReportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(scope_of(request.user).readable)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Add 年度报告 to the menu."""
    return _ReportsItem(
        "年度报告", reverse("reporting:index"), name="annual-reports", icon_name="doc-full", order=110
    )


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Load the style of the sheet."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("reporting/office.css"))
