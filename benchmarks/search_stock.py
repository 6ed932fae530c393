"""The CMS's own search back end (modelsearch) on the same items: given our tokens, for without them it finds next to no Chinese.

It is asked what our own is asked: how many, and the first twenty by relevance. A question that takes longer than the patience
is broken off and counts as that long.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.made_up import all_of, items

_BATCH = 500


def stock(
    number: int, asked: list[str], truth: dict[str, set[int]], patience: float, goal: float
) -> dict[str, Any]:
    """Index and ask; gives both medians in milliseconds, the ratio, and how much of the truth the stock back end found."""
    from modelsearch.query import Phrase

    from gongkai.portal.models import ItemPage
    from gongkai.search.queries import find
    from gongkai.search.tokens import tokens_of
    from gongkai.search.values import Asked

    seconds = _fill(number)

    def ask(words: str) -> int:
        tokens = tokens_of(words)[:-1] if len(words) > 1 else [words]
        found = ItemPage.objects.search(Phrase(" ".join(tokens)))
        list(found[:20])
        return int(found.count())

    ours, theirs, right, all_true, broken = [], [], 0, 0, 0
    for words in asked:
        begin = time.perf_counter()
        find(Asked(words))
        ours.append((time.perf_counter() - begin) * 1000)
        took, total = _within(patience, lambda words=words: ask(words))
        theirs.append(took * 1000)
        broken += total is None
        right += min(total or 0, len(truth[words]))
        all_true += len(truth[words])
    ratio = statistics.median(their / own for their, own in zip(theirs, ours, strict=True))
    return {
        "questions": {words: len(truth[words]) for words in asked},
        "ours_ms": [round(one, 2) for one in ours],
        "ms": [round(one, 2) for one in theirs],
        "broken_off": broken,
        "found": round(right / max(1, all_true), 3),
        "index_seconds": round(seconds, 1),
        "ratio_p50": round(ratio, 1),
        "goal": goal,
        "met": ratio >= goal,
    }


def _fill(number: int) -> float:
    """Make pages of the items and index them with the stock back end; gives the seconds the indexing took."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from modelsearch import index
    from modelsearch.backends import get_search_backend
    from wagtail.models import Locale, Page

    from gongkai.portal.models import ItemPage
    from gongkai.search.tokens import folded, tokens_of

    said: dict[int, str] = {}
    ItemPage.benchmark_words = property(lambda page: said[page.pk])  # type: ignore[attr-defined]
    ItemPage.search_fields = [*Page.search_fields, index.SearchField("benchmark_words")]
    root, type_ = Page.objects.get(depth=1), ContentType.objects.get_for_model(ItemPage)
    locale = Locale.objects.first() or Locale.objects.create(language_code="zh-hans")
    stock = get_search_backend().get_index_for_model(ItemPage)
    spent, batch = 0.0, []
    for one in [*items(number), None]:
        if one is not None:
            batch.append(one)
        if not batch or (one is not None and len(batch) < _BATCH):
            continue
        first = batch[0]["page_id"]
        Page.objects.bulk_create(
            [
                Page(
                    title=each["title"],
                    slug=f"b{first + nth}",
                    url_path=f"/b{first + nth}/",
                    path=Page._get_path(root.path, 2, 1000 + first + nth),
                    depth=2,
                    content_type=type_,
                    locale=locale,
                    live=True,
                )
                for nth, each in enumerate(batch)
            ]
        )
        rows = Page.objects.filter(slug__in=[f"b{first + nth}" for nth in range(len(batch))]).order_by("path")
        pages = []
        for row, each in zip(rows, batch, strict=True):
            page = ItemPage(page_ptr=row)
            page.__dict__.update({name: value for name, value in row.__dict__.items() if name != "_state"})
            page.save_base(raw=True)
            said[page.pk] = " ".join(tokens_of(folded(all_of(each))))
            pages.append(page)
        begin = time.perf_counter()
        stock.add_items(ItemPage, pages)
        spent += time.perf_counter() - begin
        said.clear()
        batch = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return spent


def _within(patience: float, work: Callable[[], int]) -> tuple[float, int | None]:
    """Do it, or break it off after so many seconds: how long it took, and what it gave."""
    from django.db import DatabaseError, connection

    begin = time.perf_counter()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(lambda: time.perf_counter() - begin > patience, 10_000)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{int(patience * 1000)}"])
    try:
        return _took(begin, work)
    except DatabaseError:
        return patience, None
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)
        else:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")


def _took(begin: float, work: Callable[[], int]) -> tuple[float, int]:
    given = work()
    return time.perf_counter() - begin, given
