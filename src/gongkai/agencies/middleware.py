"""What every request to the back office goes through: first set-up, new passwords, duties of the day, foreign ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import page_not_found
from wagtail.admin import messages

from . import first_run, guard
from .access import bring_up_to_date
from .acts import Refused
from .queries import remembering_duties

_UP_TO_DATE = "gongkai_duties_of"
_PASSWORD_FREE = frozenset(
    {
        "agencies:own_password",
        "wagtailadmin_logout",
        "wagtailadmin_login",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)
_SETUP_FREE = frozenset({"agencies:setup", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})


class OfficeMiddleware:
    """Stand before the back office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._office = reverse("wagtailadmin_home")
        guard.cut_bulk_actions()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            with remembering_duties():
                response = self._get_response(request)
        else:
            response = self._get_response(request)
        if request.path.startswith(self._office):
            # drafts and previews: nobody keeps a copy, no search engine takes one
            response["X-Robots-Tag"] = "noindex, nofollow"
            html = response.get("Content-Type", "").startswith("text/html")
            if html and "no-store" not in response.get("Cache-Control", ""):
                response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the reason where an act was refused and the view did not say so itself; nothing has been changed."""
        if not request.path.startswith(self._office):
            return None
        if isinstance(exception, ProtectedError):
            reason = "还有别的内容在用它，不能删除。"
        elif isinstance(exception, Refused):
            reason = exception.message
        else:
            return None
        if _wants_json(request):
            return _refusal(reason)
        return render(request, "agencies/refused.html", {"reason": reason}, status=403)

    def process_view(
        self, request: HttpRequest, view_function: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in the view's place where the person must do something else first, or has nothing to seek there."""
        if not request.path.startswith(self._office) or request.resolver_match is None:
            return None
        view, namespace = request.resolver_match.view_name, request.resolver_match.namespace
        person = request.user
        if not person.is_authenticated:
            if view not in _SETUP_FREE and first_run.is_open():
                return redirect("agencies:setup")
            return _nowhere(request) if guard.is_closed(view, namespace) else None
        today = timezone.localdate().isoformat()
        if request.session.get(_UP_TO_DATE) != today:
            bring_up_to_date(person)
            request.session[_UP_TO_DATE] = today
        if person.must_change_password and view not in _PASSWORD_FREE:
            return redirect("agencies:own_password")
        if namespace == "wagtailsites":  # the page tree's top leads there
            messages.info(request, "网站的域名由平台的安装人员在设置里写明，不在这里配置。")
            return redirect("wagtailadmin_home")
        if guard.is_closed(view, namespace) or guard.is_foreign(request, view, namespace, kwargs):
            return _nowhere(request)
        words, page = guard.refusal_of_view(person, view, kwargs)
        if not words or page is None:
            return None
        if _wants_json(request):
            return _refusal(words)
        messages.error(request, words)
        return redirect("wagtailadmin_explore", (page.get_parent() or page).pk)


def _refusal(reason: str) -> JsonResponse:
    """Say no in the form in which the page editor's own scripts expect it."""
    return JsonResponse({"success": False, "error_code": "refused", "error_message": reason}, status=403)


def _wants_json(request: HttpRequest) -> bool:
    return (
        "application/json" in request.headers.get("Accept", "")
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
    )


def _nowhere(request: HttpRequest) -> HttpResponse:
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
