"""The back office's menu, first screen and page editor, cut to what the platform uses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .day import DayPanel
from .models import Duty
from .queries import administered_by, duties_of
from .registry import refusal_of_page

_NOT_USED = frozenset({"reports", "settings", "help", "snippets"})
_LABELS = {"explorer": "页面", "documents": "附件", "images": "图片"}


class _AgencyMenuItem(MenuItem):
    """Shown to those who see more of agencies than their own pages need."""

    def is_shown(self, request: HttpRequest) -> bool:
        duties = {duty for _, duty in duties_of(request.user)}
        return request.user.is_superuser or bool(duties & {Duty.ADMINISTRATOR, Duty.SUPERVISOR})  # type: ignore[union-attr]


class _PeopleMenuItem(MenuItem):
    """Shown to those who manage people."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(administered_by(request.user))  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def _day_item() -> MenuItem:
    return MenuItem("我的一天", reverse("wagtailadmin_home"), name="day", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def _agencies_item() -> MenuItem:
    return _AgencyMenuItem(
        "机关", reverse("agencies:agency_list"), name="agencies", icon_name="site", order=800
    )


@hooks.register("register_admin_menu_item")
def _people_item() -> MenuItem:
    return _PeopleMenuItem(
        "人员", reverse("agencies:person_list"), name="people", icon_name="group", order=810
    )


@hooks.register("construct_main_menu")
def _cut_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _NOT_USED]
    for item in items:
        item.label = _LABELS.get(item.name, item.label)


@hooks.register("construct_homepage_panels")
def _day_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [DayPanel()]


@hooks.register("construct_homepage_summary_items")
def _no_summary(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_page_chooser_queryset")
def _own_pages(pages: Any, request: HttpRequest) -> Any:
    if request.user.is_superuser:  # type: ignore[union-attr]
        return pages
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=explorable.values("pk"))


@hooks.register("insert_global_admin_css")
def _css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("agencies/office.css"))


def _refuse(request: HttpRequest, page: Page, what: str) -> HttpResponse | None:
    words = refusal_of_page(request.user, page.specific, what)  # type: ignore[arg-type]
    if not words:
        return None
    messages.error(request, words)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_home")


@hooks.register("before_bulk_action")
def _before_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    for one in objects:
        if isinstance(one, Page) and (refused := _refuse(request, one, action_type)):
            return refused
    return None
