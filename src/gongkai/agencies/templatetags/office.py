"""The back office's menu for browsers without JavaScript, and query strings for lists."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from wagtail.admin.menu import admin_menu

register = template.Library()


@register.simple_tag(takes_context=True)
def office_menu(context: dict[str, Any]) -> list[Any]:
    """Give the menu's items for the person, as the sidebar shows them."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    return list(admin_menu.menu_items_for_request(request))


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], number: int) -> str:
    """Give the query string of another page of the same list, filters kept."""
    asked: QueryDict = context["request"].GET.copy()
    asked["p"] = str(number)
    return f"?{asked.urlencode()}"
