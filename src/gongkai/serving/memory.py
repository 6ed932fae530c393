"""Pages kept in a process's own memory: those asked for last, up to so many bytes, of the newest stamp only."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .generation import Stamp
from .kept import Kept

__all__ = ["Memory"]


class Memory:
    """A bounded store of pages. What was kept under an older stamp is dropped as soon as a newer one is seen."""

    def __init__(self, most: int) -> None:
        """Keep at most so many bytes; with 0 nothing is kept."""
        self._most = most
        self._size = 0
        self._stamp: Stamp | None = None
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, stamp: Stamp, key: str) -> Kept | None:
        """Give the page kept under this stamp and key."""
        with self._lock:
            if stamp != self._stamp:
                self._turn(stamp)
            found = self._pages.get(key) if stamp == self._stamp else None
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, stamp: Stamp, key: str, page: Kept) -> None:
        """Keep a page, unless it is of an older stamp, or too large to be worth a fourth of the room."""
        size = page.size + len(key)
        if size > self._most // 4:
            return
        with self._lock:
            if stamp != self._stamp:
                self._turn(stamp)
                if stamp != self._stamp:
                    return
            old = self._pages.pop(key, None)
            self._size += size - (old.size + len(key) if old else 0)
            self._pages[key] = page
            while self._size > self._most:
                name, dropped = self._pages.popitem(last=False)
                self._size -= dropped.size + len(name)

    def _turn(self, stamp: Stamp) -> None:
        """Begin anew under another stamp; one that is older (a slow request's) changes nothing."""
        known = self._stamp
        if known is not None and (stamp.day, stamp.count) < (known.day, known.count):
            return
        self._pages.clear()
        self._size = 0
        self._stamp = stamp
