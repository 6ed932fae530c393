"""Finding among many items: is all found and nothing else, how long does it take, and how does that compare.

    python -m benchmarks.search --items 100000 --on sqlite --like
    python -m benchmarks.search --items 100000 --on postgresql --like --trigrams
    python -m benchmarks.search --items 100000 --on postgresql --times 10
    python -m benchmarks.search --items 20000 --on sqlite --stock
    python -m benchmarks.search --draw

Each run makes a database of its own (PostgreSQL: on the server DATABASE_URL names), which is dropped afterwards, and writes
``results/search-<database>-<items>[-stock].json``. Truth is the plain substring, looked up in each item as it is made. Peers answer the same
questions in the same run: how many, and the first twenty.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.made_up import all_of, items, questions

RESULTS = Path(__file__).parent / "results"
_STOCK_QUESTIONS = ("预算", "决算", "审计", "采购", "招标", "项目", "社区", "合同", "责任", "李伟")
"""Ten words as people type them. Between rare pieces of a sentence, as `questions` gives them too, the stock back end is less far behind."""
_PEER_QUESTIONS = 40
_PATIENCE = 20.0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--like", action="store_true", help="measure LIKE without an index as well")
    parser.add_argument(
        "--trigrams", action="store_true", help="measure pg_trgm with LIKE as well (PostgreSQL)"
    )
    parser.add_argument("--stock", action="store_true", help="measure the CMS's own back end as well")
    parser.add_argument(
        "--times", type=int, default=1, help="then once more with each item so many times (PostgreSQL)"
    )
    parser.add_argument(
        "--draw", action="store_true", help="only draw results/search-growth.svg from the results"
    )
    args = parser.parse_args(argv)
    if args.draw:
        from benchmarks.search_growth import draw

        return draw(RESULTS)
    with Database(args.on):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        results = [_kept(result, args) for result in _measure(args)]
    exact = all(one["recall"] == one["precision"] == 1.0 for one in results)
    return 0 if exact and all(peer["met"] for one in results for peer in one["peers"].values()) else 1


def _kept(result: dict[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    RESULTS.mkdir(exist_ok=True)
    name = f"search-{args.on}-{result['items']}{'-stock' if args.stock else ''}.json"
    (RESULTS / name).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1), flush=True)
    return result


class Database:
    """A database and data folder of this run's own."""

    def __init__(self, on: str) -> None:
        self._home = tempfile.mkdtemp(prefix="gongkai-search-", dir=os.environ.get("TMPDIR"))
        self._server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
        self._name = f"gongkai_search_{os.getpid()}" if on == "postgresql" else ""

    def __enter__(self) -> None:
        os.environ["GONGKAI_HOME"] = self._home
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"
        os.environ.pop("DATABASE_URL", None)
        if self._name:
            self._run(f'CREATE DATABASE "{self._name}"')
            os.environ["DATABASE_URL"] = self._url(self._name)

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        connections.close_all()
        if self._name:
            self._run(f'DROP DATABASE "{self._name}" WITH (FORCE)')
        shutil.rmtree(self._home, ignore_errors=True)

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def _measure(args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Fill and measure; with `--times` measure again with each item so many times over."""
    from gongkai.search.queries import find
    from gongkai.search.values import Asked

    asked = questions(args.questions)
    looked_up = [*asked, *(_STOCK_QUESTIONS if args.stock else ())]
    truth: dict[str, set[int]] = {one: set() for one in looked_up}
    begin = time.perf_counter()
    lost = _fill(args.items, list(truth), truth, with_peer=args.like or args.trigrams)
    seconds = time.perf_counter() - begin - lost
    print(f"filled in {seconds:.0f} s (truth and making items {lost:.0f} s)", file=sys.stderr, flush=True)
    result = _asked(asked, truth, args.items) | {"index_seconds": round(seconds, 1), "peers": {}}
    if args.like:
        result["peers"]["LIKE"] = _against(asked, lambda one: find(Asked(one)), _like, 1.0)
    if args.trigrams:
        _trigrams()
        result["peers"]["pg_trgm"] = _against(asked, lambda one: find(Asked(one)), _like, 1.0)
    if args.stock:
        from benchmarks.search_stock import stock

        goal = 100.0 if args.on == "sqlite" else 10.0
        result["peers"]["stock"] = stock(args.items, list(_STOCK_QUESTIONS), truth, _PATIENCE, goal)
    yield result
    if args.times > 1:
        from benchmarks.search_copies import copy_items

        seconds = copy_items(args.items, args.times)
        print(f"copied and indexed in {seconds:.0f} s", file=sys.stderr, flush=True)
        for found in truth.values():
            found |= {page + nth * args.items for page in list(found) for nth in range(1, args.times)}
        yield _asked(asked, truth, args.items * args.times) | {
            "copied_and_indexed_seconds": round(seconds, 1),
            "each_text": args.times,
            "peers": {},
        }


def _asked(asked: list[str], truth: dict[str, set[int]], items: int) -> dict[str, Any]:
    """Ask all questions, hold what is found against the truth, and take the time."""
    from gongkai.search.queries import find, matching
    from gongkai.search.values import Asked

    missed = wrong = right = capped = 0
    for one in asked:
        found = set(matching(Asked(one)))
        shown = find(Asked(one))
        capped += not shown.complete
        if shown.complete and shown.total != len(found):
            raise AssertionError(f"{one}: {shown.total} shown, {len(found)} found")
        right += len(found & truth[one])
        missed += len(truth[one] - found)
        wrong += len(found - truth[one])
    times = _timed(asked, lambda one: find(Asked(one)))
    return {
        "database": _version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": round(os.getloadavg()[0], 1),
        "items": items,
        "questions": len(asked),
        "hits_median": statistics.median(len(truth[one]) for one in asked),
        "hits_most": max(len(truth[one]) for one in asked),
        "more_than_are_ranked": capped,
        "recall": right / max(1, right + missed),
        "precision": right / max(1, right + wrong),
        "ms": _summary(times),
        "ms_by_length": {
            str(size): _summary([t for one, t in zip(asked, times, strict=True) if len(one) == size])
            for size in range(1, 9)
        },
        "index_bytes": _size(),
    }


def _fill(number: int, asked: list[str], truth: dict[str, set[int]], *, with_peer: bool) -> float:
    """Load the items; gives the seconds that went into making them and looking the truth up."""
    from django.db import connection

    from gongkai.search import services
    from gongkai.search.engine import engine
    from gongkai.search.values import AttachmentText, Entry

    spent = 0.0

    def entries() -> Iterator[Entry]:
        nonlocal spent
        made = items(number)
        rows: list[tuple[int, Any, str]] = []
        while True:
            begin = time.perf_counter()
            one = next(made, None)
            if one is None:
                break
            said = all_of(one)
            for words in asked:
                if words in said:
                    truth[words].add(one["page_id"])
            if with_peer:
                rows.append((one["page_id"], one["published_at"], said))
                if len(rows) == 500:
                    _keep(rows)
                    rows = []
            one["attachments"] = [AttachmentText(*each) for each in one["attachments"]]
            spent += time.perf_counter() - begin
            if one["page_id"] % 20_000 == 0:
                print(f"{one['page_id']} items", file=sys.stderr, flush=True)
            yield Entry(**one)
        if rows:
            _keep(rows)

    if with_peer:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE peer (id bigint PRIMARY KEY, published_at timestamp, said text)")
    with engine().bulk():
        services.load(entries())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) search_item, search_chunk, search_shelf")
    return spent


def _keep(rows: list[tuple[int, Any, str]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO peer VALUES (%s, %s, %s)", [(a, b.isoformat(), c) for a, b, c in rows]
        )


def _like(words: str) -> int:
    """The first twenty and how many, by LIKE."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM peer WHERE said LIKE %s", [f"%{words}%"])
        total = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT id, said FROM peer WHERE said LIKE %s ORDER BY published_at DESC LIMIT 20", [f"%{words}%"]
        )
        cursor.fetchall()
    return total


def _trigrams() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("CREATE INDEX peer_said ON peer USING gin (said gin_trgm_ops)")
        cursor.execute("ANALYZE peer")


def _timed(asked: list[str], work: Callable[[str], object], times: int = 3) -> list[float]:
    """Milliseconds for each question: the median of so many turns, after some that warm up."""
    for one in asked[:4]:
        work(one)
    found = []
    for one in asked:
        turns = []
        for _ in range(times):
            begin = time.perf_counter()
            work(one)
            turns.append((time.perf_counter() - begin) * 1000)
        found.append(statistics.median(turns))
    return found


def _summary(times: list[float]) -> dict[str, float]:
    if not times:
        return {}
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "max": round(ordered[-1], 2),
    }


def _against(
    asked: list[str], ours: Callable[[str], object], peer: Callable[[str], object], goal: float
) -> dict[str, Any]:
    """Ask both in turn, so that both meet the same machine."""
    every = max(1, len(asked) // _PEER_QUESTIONS)  # peers are slow: fewer questions, of all lengths alike
    own, other = [], []
    for words in asked[::every]:
        for work, times in ((ours, own), (peer, other)):
            begin = time.perf_counter()
            work(words)
            times.append((time.perf_counter() - begin) * 1000)
    mine, theirs = _summary(own), _summary(other)
    ratio = theirs["p95"] / mine["p95"]
    return {
        "ms": theirs,
        "ours_ms": mine,
        "ratio_p95": round(ratio, 2),
        "ratio_p50": round(theirs["p50"] / mine["p50"], 2),
        "goal": goal,
        "met": ratio > goal,
    }


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _size() -> dict[str, int]:
    """Bytes of the index: of the tokens' own tables, and of all with the stored texts."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_relation_size('search_head') + pg_relation_size('search_text'),"
                " pg_total_relation_size('search_item') + pg_total_relation_size('search_chunk')"
            )
            engine, whole = cursor.fetchone()
            return {"engine": int(engine), "whole": int(whole)}
        cursor.execute(
            "SELECT SUM(length(block)) FROM (SELECT block FROM search_text_data UNION ALL SELECT block FROM search_head_data)"
        )
        blocks = int(cursor.fetchone()[0])
        cursor.execute("SELECT SUM(length(CAST(text AS blob))) FROM search_chunk")
        return {"engine": blocks, "whole": blocks + int(cursor.fetchone()[0])}


if __name__ == "__main__":
    sys.exit(main())
