"""Login, lock-out and logout: what the audit log keeps of them, and the page a locked-out person sees."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from gongkai.audit.services import record

from . import access
from .models import User

TOO_MANY = 429


def connect() -> None:
    """Listen to what Django and axes tell."""
    user_logged_in.connect(_logged_in, dispatch_uid="agencies.login")
    user_logged_out.connect(_logged_out, dispatch_uid="agencies.logout")
    # Before axes hears of a failure (its signals are connected by this import): what it says of the request then is
    # whether the login was locked already.
    user_login_failed.connect(_failed, dispatch_uid="agencies.login_failed")
    from axes.signals import user_locked_out

    user_locked_out.connect(_locked, dispatch_uid="agencies.locked_out")


def name_digest(username: str) -> str:
    """Give what stands for a typed user name in the log: equal names are equal, nobody without the key reads them."""
    return salted_hmac("gongkai.login", username, algorithm="sha256").hexdigest()[:24]


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Show how long the login is locked and what to do; the name in settings.AXES_LOCKOUT_CALLABLE."""
    context = {
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
    }
    return render(request, "agencies/locked_out.html", context, status=TOO_MANY)


def _logged_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    record("login.done", actor=user.public_id, object_type="person", object_id=user.public_id)
    access.bring_up_to_date(user)


def _logged_out(sender: Any, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record("login.ended", actor=user.public_id, object_type="person", object_id=user.public_id)


def _failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    # While the login is locked nothing more is written: whoever goes on trying must not fill the log.
    if getattr(request, "axes_locked_out", False):
        request.gongkai_locked_before = True  # type: ignore[union-attr]
        return
    record("login.failed", details={"name": name_digest(str(credentials.get("username") or ""))})


def _locked(sender: Any, request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    if not getattr(request, "gongkai_locked_before", False):
        record("login.locked", details={"name": name_digest(username or "")})
