"""The place of templates of letters in the back office: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.queries import duties_of

from .office.common import READERS


@hooks.register("register_admin_urls")
def addresses() -> list[object]:
    """Put the pages under /office/letters/."""
    return [path("letters/", include("gongkai.letters.urls"))]


class _Entry(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        held = {duty for _, duty in duties_of(request.user)}
        return bool(request.user.is_superuser or held & {str(one) for one in READERS})  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Add 文书模板 to the menu."""
    return _Entry("文书模板", reverse("letters:index"), name="letters", icon_name="doc-full", order=130)


@hooks.register("insert_global_admin_css")
def _css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("letters/letters.css"))
