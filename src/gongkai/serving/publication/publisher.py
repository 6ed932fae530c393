"""Publish the public pages as files: all of them, in turns that may be broken off; or what changed since; or compare.

A whole publication goes through all addresses, makes each page as the site would answer it, and writes it where the file is not
the same already. How far it has come is kept, so that one that was killed goes on. An incremental one makes only what changes
reach (`planning`). What is published by either is the same.
"""

from __future__ import annotations

import itertools
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from gongkai.portal.models import ColumnPage, HomePage, PlatformPage
from gongkai.serving import generation
from gongkai.serving.cache import program_mark
from gongkai.serving.models import Change

from .addresses import Address, addresses_of, public_pages, site_root, sitemap_addresses
from .assets import Asset, assets
from .naming import NOTICE, file_of
from .planning import plan_of, turned_by_the_day
from .rendering import ERROR_PAGES, Rendered, Renderer
from .state import State
from .targets import Target

__all__ = ["Faults", "Published", "Publisher"]

_BATCH = 20
_CHUNK = 500
_TURNS = 5
_TOO_OLD = timedelta(days=6)  # the site forgets changes after seven
_CHECK_HOUR = 2
_log = logging.getLogger(__name__)


@dataclass
class Published:
    """What a publication did: pages made, files written and removed, addresses at which the site failed.

    `whole` says that it went through the whole site.
    """

    made: int = 0
    failed: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    whole: bool = False


@dataclass(frozen=True)
class Faults:
    """How what is published differs from the site: files missing, with other content, and surplus."""

    missing: tuple[str, ...]
    different: tuple[str, ...]
    surplus: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.different or self.surplus)


class Publisher:
    """Publishes to one target."""

    def __init__(self, target: Target, progress: Callable[[int], object] = abs) -> None:
        """`progress` is told the number of pages made so far."""
        self._target = target
        self._progress = progress
        self._renderer = Renderer()
        self._state: State
        self._done = Published()

    def publish(self, *, whole: bool = False) -> Published:
        """Bring the target up to date, with everything compared if `whole`. Raises `Unfit`, and `Busy` while another does it."""
        self._work(None, whole=whole)
        return self._done

    def keep_up(self, seconds: float, *, nightly: bool = False) -> bool:
        """Do the same for so many seconds; whether nothing is left. `nightly`: compare everything once a night."""
        return self._work(time.monotonic() + seconds, nightly=nightly)

    def check(self) -> Faults:
        """Compare what is published with what the site would publish now; nothing is written."""
        self._target.prepare()
        with self._target.lock():
            expected: set[str] = set()
            missing, different = [], []
            present = set(self._target.names())
            for address in self._everything():
                answer = self._renderer.get(address.path)
                name = _name_of(address, answer)
                if name is None:
                    continue
                expected.add(name)
                if name not in present:
                    missing.append(name)
                elif not self._target.holds(name, answer.body):
                    different.append(name)
                self._count()
            for asset in assets():
                expected.add(asset.name)
                if asset.name not in present:
                    missing.append(asset.name)
                elif not _holds_asset(self._target, asset):
                    different.append(asset.name)
            surplus = sorted(present - expected)
        return Faults(tuple(sorted(missing)), tuple(sorted(different)), tuple(surplus))

    def _work(self, until: float | None, *, whole: bool = False, nightly: bool = False) -> bool:
        self._target.prepare()
        with self._target.lock():
            self._state = self._target.state()
            self._done = Published()
            try:
                if whole:
                    self._begin_whole()
                if self._state.fact("run") or self._must_be_whole():
                    return self._whole(until)
                if nightly and self._night():
                    return self._whole(until)
                return self._changed(until)
            finally:
                self._state.commit()
                self._state.close()

    def _must_be_whole(self) -> bool:
        synced = parse_datetime(self._state.fact("synced_at") or "")
        return (
            self._state.fact("program") != program_mark()
            or synced is None
            or timezone.now() - synced > _TOO_OLD
        )

    def _night(self) -> bool:
        """Whether it is time to compare everything."""
        now = timezone.localtime()
        return now.hour >= _CHECK_HOUR and self._state.fact("checked") != now.date().isoformat()

    # all of it

    def _begin_whole(self) -> None:
        """Begin a whole publication. Changes from now on are dealt with after it, those before by it."""
        facts = {
            "run": secrets.token_hex(8),
            "run_program": program_mark(),
            "run_at": timezone.now().isoformat(),
            "run_changes": json.dumps(list(Change.objects.values_list("pk", flat=True))),
        }
        for name, value in facts.items():
            self._state.set_fact(name, value)
        self._state.commit()

    def _whole(self, until: float | None) -> bool:
        begun = parse_datetime(self._state.fact("run_at") or "")
        stale = begun is None or timezone.now() - begun > _TOO_OLD
        if not self._state.fact("run") or stale or self._state.fact("run_program") != program_mark():
            self._begin_whole()
        self._done.whole = True
        run = self._state.fact("run")
        self._bring_assets(checking=True)
        seen = self._state.seen(run)
        for address in self._everything():
            if address.path in seen:
                continue
            self._make(address, run)
            if until is not None and time.monotonic() > until:
                return False
        for path, file in self._state.not_seen(run).items():
            self._drop(path, file)
        self._bring_assets()  # pictures take their size when a page first shows them
        known = {file for _, file in self._state.entries().values()} | set(self._state.assets())
        for name in list(self._target.names()):
            if name not in known:
                self._remove(name)
        self._finish_whole()
        return self._changed(until)

    def _finish_whole(self) -> None:
        begun = self._state.fact("run_at")
        day = timezone.localdate(parse_datetime(begun)).isoformat()
        self._state.set_done(json.loads(self._state.fact("run_changes")))
        facts = {
            "program": self._state.fact("run_program"),
            "synced_at": begun,
            "day": day,
            "checked": day,
            "run": "",
        }
        for name, value in facts.items():
            self._state.set_fact(name, value)
        self._state.commit()

    def _everything(self) -> Iterator[Address]:
        """Give all addresses there are: what others lead to first, so that no link leads to what is not published yet."""
        root = site_root()
        if root is None:
            return
        lists = (ColumnPage, PlatformPage, HomePage)
        everything = public_pages(root)
        for rows in (everything.not_type(*lists), everything.type(*lists)):
            ids = list(rows.values_list("pk", flat=True))
            for begin in range(0, len(ids), _CHUNK):
                for page in Page.objects.filter(pk__in=ids[begin : begin + _CHUNK]).order_by("path"):
                    yield from addresses_of(page)
        yield from sitemap_addresses()
        yield Address("/robots.txt")
        yield from (Address(path) for path in ERROR_PAGES)

    # what changed

    def _changed(self, until: float | None) -> bool:
        if not self._turn_day():
            return self._whole(until)
        for _ in itertools.count():
            done = self._state.done()
            rows = [row for row in Change.objects.values_list("pk", "kind", "key") if row[0] not in done]
            if not rows:
                break
            if not self._follow([row[1:] for row in rows]):
                return self._whole(until)
            self._state.set_done(row[0] for row in rows)
            self._state.commit()
            if until is not None and time.monotonic() > until:
                return False
        oldest = Change.objects.order_by("pk").values_list("pk", flat=True).first()
        if oldest is not None:
            self._state.forget_done(oldest)
        self._state.set_fact("synced_at", timezone.now().isoformat())
        return True

    def _turn_day(self) -> bool:
        """Make what a new day makes different; False when all of it must be made."""
        today, day = timezone.localdate(), self._state.fact("day")
        if day == today.isoformat():
            return True
        if not self._follow(turned_by_the_day(date.fromisoformat(day), today)):
            return False
        self._state.set_fact("day", today.isoformat())
        return True

    def _follow(self, changes: list[tuple[str, str]]) -> bool:
        """Make what these changes reach; False when all of it must be made."""
        plan = plan_of(changes, self._state)
        if plan.whole:
            self._begin_whole()
            return False
        for path, file in plan.gone.items():
            self._drop(path, file)
        # what is listed before the lists
        for address in sorted(plan.addresses.values(), key=lambda one: -one.path.count("/")):
            self._make(address, "")
        self._bring_assets()
        return True

    # one by one

    def _make(self, address: Address, run: str) -> None:
        for turn in range(_TURNS):
            stamp = generation.read()
            answer = self._renderer.get(address.path)
            with self._target.placing():
                # what was withdrawn while the page was made must not come back
                if turn < _TURNS - 1 and generation.read() != stamp:
                    continue
                file = self._place(address, answer)
                break
        self._state.note(address, run, file)
        self._count()

    def _count(self) -> None:
        self._done.made += 1
        if self._done.made % _BATCH == 0:
            if hasattr(self, "_state"):
                self._state.commit()
            self._progress(self._done.made)

    def _place(self, address: Address, answer: Rendered) -> str:
        name = _name_of(address, answer)
        if answer.status >= 500 and address.path not in ERROR_PAGES:
            _log.error("有一个网址没有做成，没有发布：%s", address.path)
            self._done.failed.append(address.path)
            if not address.page or Page.objects.filter(pk=address.page, live=True).exists():
                return next(iter(self._state.file_at(address.path)), "")  # what stands there may stay
        for old in self._state.file_at(address.path):
            if old and old != name:
                self._remove(old)
        if name is None:
            return ""
        if not self._target.holds(name, answer.body):
            self._target.put(name, answer.body, answer.kind)
            self._done.written.append(name)
        return name

    def _drop(self, path: str, file: str) -> None:
        if file:
            self._remove(file)
        self._state.forget(path)

    def _remove(self, name: str) -> None:
        self._target.remove(name)
        self._done.removed.append(name)

    def _bring_assets(self, *, checking: bool = False) -> None:
        """Publish the attachments, pictures and style sheets that are missing, remove those that are not public any more."""
        before = self._state.assets()
        present = set(self._target.names()) if checking else set(before)
        wanted: set[str] = set()
        for asset in assets():
            wanted.add(asset.name)
            if before.get(asset.name) == asset.mark and asset.name in present:
                continue
            try:
                self._target.copy(asset.name, asset.open(), asset.kind)
            except FileNotFoundError:
                _log.error("有一个公开的文件不在数据文件夹里，没有发布")
                wanted.discard(asset.name)
                continue
            self._state.note_asset(asset.name, asset.mark)
            self._done.written.append(asset.name)
        for name in set(before) - wanted:
            self._remove(name)
            self._state.note_asset(name, None)


def _name_of(address: Address, answer: Rendered) -> str | None:
    """Give the file an answer is published as; None for one that is not: it stays with the program."""
    if address.path in ERROR_PAGES:
        return ERROR_PAGES[address.path]
    if answer.status == 410 and address.path.endswith("/"):
        name = file_of(address.path)
        return f"{name.rpartition('/')[0]}/{NOTICE}".lstrip("/") if name else None
    if answer.status != 200 or not answer.public:
        return None
    return file_of(address.path, answer.kind)


def _holds_asset(target: Target, asset: Asset) -> bool:
    with asset.open() as file:
        return target.holds(asset.name, file.read())
