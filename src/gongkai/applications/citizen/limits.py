"""How often one address may try something within an hour. The address is kept as a keyed hash that is another one each day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from gongkai.applications import keys
from gongkai.applications.models import Knock

__all__ = ["APPLY", "BEGIN", "GUESS", "forget_knocks", "knock", "knocks_of", "too_often"]

APPLY, BEGIN, GUESS = "apply", "begin", "guess"
_DRAFTS_FOR_ONE = 5
_KEPT = timedelta(days=1)


def too_often(request: HttpRequest, what: str) -> bool:
    """Whether this address has done it as often as the settings allow within this hour."""
    most = settings.GUESSES_PER_HOUR if what == GUESS else settings.APPLY_PER_HOUR
    most *= _DRAFTS_FOR_ONE if what == BEGIN else 1
    return bool(most) and knocks_of(request, what) >= most


def knocks_of(request: HttpRequest, what: str) -> int:
    """Count how often this address did it within this hour."""
    found = Knock.objects.filter(who_hash=_who(request), what=what, hour=_hour()).values_list(
        "times", flat=True
    )
    return sum(found)


def knock(request: HttpRequest, what: str) -> None:
    """Count once more."""
    key = {"who_hash": _who(request), "what": what, "hour": _hour()}
    if Knock.objects.filter(**key).update(times=F("times") + 1):
        return
    try:
        with transaction.atomic():
            Knock.objects.create(**key, times=1)
    except IntegrityError:  # somebody else from there at the same moment
        Knock.objects.filter(**key).update(times=F("times") + 1)


def forget_knocks() -> None:
    """Delete what is older than a day."""
    Knock.objects.filter(hour__lt=timezone.now() - _KEPT).delete()


def _hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _who(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # the proxy in front writes whom it speaks for at the end
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip() or address
    return keys.lookup(f"address {timezone.localdate().isoformat()}", address or "unknown")
