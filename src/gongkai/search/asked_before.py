"""Questions asked before (检索日志): words, how often on a day, how much was found. No person, no address, no time of day.

What may be personal data is not kept: numbers that could be anybody's (ID, telephone, card), addresses of dwellings, e-mail addresses, and
whatever is longer than a question usually is. A name of a person cannot be told from other words; so words
asked once or twice are forgotten after a month and never suggested to anybody.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection
from django.db.models import Max, Sum
from django.utils import timezone

from gongkai.files.reading.sensitive import find

from .asking import understand
from .models import QueryCount
from .tokens import folded

__all__ = ["OFTEN", "forget_queries", "note_query", "plain_words"]

OFTEN = 3
"""Words asked fewer times may be anybody's own: they are forgotten soon and shown to nobody but the office."""
_LONGEST = 40
_NUMBERS = re.compile(r"\d[\d\s\-]{6,}")
_KEPT = timedelta(days=400)
_KEPT_IF_SELDOM = timedelta(days=30)


def plain_words(words: str) -> str:
    """Give the words as they are counted, folded, with single blanks; "" for what must not be kept or asks nothing."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", folded(words)).split())
    if not text or len(text) > _LONGEST or "@" in text or _NUMBERS.search(text):
        return ""
    if next(find(text, timezone.localdate(), person=True), None) is not None or not understand(text).all:
        return ""
    return text


def note_query(words: str, total: int) -> None:
    """Count a question; what could be personal data is dropped. One quick statement."""
    text = plain_words(words)
    if not text:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_querycount (day, words, times, total) VALUES (%s, %s, 1, %s) "
            "ON CONFLICT (day, words) DO UPDATE SET times = search_querycount.times + 1, total = excluded.total",
            [timezone.localdate(), text, max(0, min(total, 2_000_000_000))],
        )


def forget_queries() -> int:
    """Forget what is old: what was asked seldom after a month, all after some thirteen months; how many rows. The clock calls it."""
    today = timezone.localdate()
    gone = QueryCount.objects.filter(day__lt=today - _KEPT).delete()[0]
    seldom = (
        QueryCount.objects.values("words")
        .annotate(sum=Sum("times"), last=Max("day"))
        .filter(sum__lt=OFTEN, last__lt=today - _KEPT_IF_SELDOM)
        .values_list("words", flat=True)
    )
    return int(gone + QueryCount.objects.filter(words__in=list(seldom)).delete()[0])
