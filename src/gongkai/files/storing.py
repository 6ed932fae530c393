"""Take in many files at once: stored before the rows that name them, and gone again if those rows never come.

Storing a file takes time (it is read, stripped, flushed to disk), so it is done before the transaction that writes its row. A
process that is killed in between would leave files nobody knows of: every name is written into a journal before the file is
stored, and whoever stores files next removes what the journals of dead processes name and no row does.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from gongkai.agencies.ids import new_public_id

from .models import OfficeDocument, OfficeImage
from .names import clean_name, ending_of
from .reading.errors import Refused
from .reading.kinds import kind_of
from .reading.strip import stripped

try:
    import fcntl
except ImportError:  # not a Unix: one process at a time must do
    fcntl = None  # type: ignore[assignment]

__all__ = ["Kept", "Storing", "clear_leftovers", "storing"]

_FOLDERS = {"document": "documents", "picture": "original_images"}
_AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """A file that is stored and has no row yet: under which name, and what its row will say of it. Width and height in points."""

    stored: str
    name: str
    kind: str
    sha1: str
    sha256: str
    size: int
    width: int = 0
    height: int = 0


class Storing:
    """One run that stores files; see `storing`. Safe to use from several threads."""

    def __init__(self, journal: BinaryIO) -> None:
        self._journal = journal
        self._lock = Lock()

    def keep(self, use: str, name: str, data: bytes) -> Kept:
        """Store a ``document`` or ``picture`` without what it says of its author. Raises `Refused` for what is not taken in."""
        name = clean_name(name)
        typed = kind_of(name, data)
        if use == "picture" and not typed.kind.picture:
            raise Refused("unsupported", f"是{typed.kind.label}，不是图片")
        data = stripped(typed, data).data
        width, height = _size(data) if use == "picture" else (0, 0)
        stored = f"{_FOLDERS[use]}/{new_public_id()}{ending_of(name)}"
        with self._lock:
            self._journal.write(f"{stored}\n".encode())
            self._journal.flush()
            os.fsync(self._journal.fileno())
        stored = _storage(use).save(stored, ContentFile(data))
        sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        sha256 = hashlib.sha256(data).hexdigest()
        return Kept(stored, name, typed.kind.id, sha1, sha256, len(data), width, height)

    def settle(self) -> int:
        """Say that the rows stand that were to come: files that none of them names are removed; how many."""
        with self._lock:
            self._journal.seek(0)
            gone = _remove_unknown(self._journal.read().decode().splitlines())
            self._journal.seek(0)
            self._journal.truncate()
        return gone


@contextmanager
def storing() -> Iterator[Storing]:
    """Begin a run that stores files, removing first what dead ones have left; what it leaves itself is removed at its end."""
    clear_leftovers()
    _journals().mkdir(parents=True, exist_ok=True)
    path, journal = _new_journal()
    with journal:
        run = Storing(journal)
        try:
            yield run
        finally:
            with suppress(Exception):  # a broken connection: the next run does it
                run.settle()
                path.unlink()


def _new_journal() -> tuple[Path, BinaryIO]:
    while True:
        path = _journals() / f"{new_public_id()}.journal"
        journal = path.open("w+b")
        if fcntl is not None:
            fcntl.flock(journal, fcntl.LOCK_EX)
        if path.exists():  # else somebody who cleared up took it for one that was left
            return path, journal
        journal.close()


def clear_leftovers() -> int:
    """Remove what runs that died have stored and no row names; how many files."""
    gone = 0
    for path in sorted(_journals().glob("*.journal")):
        try:
            with path.open("rb") as journal:
                if fcntl is not None:
                    fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
                gone += _remove_unknown(journal.read().decode(errors="ignore").splitlines())
                path.unlink()
        except (BlockingIOError, FileNotFoundError):  # its run lives, or another has just cleared it
            continue
    return gone


def _journals() -> Path:
    return Path(settings.HOME) / "private" / "storing"


def _remove_unknown(names: Iterable[str]) -> int:
    wanted = [name for name in names if name.partition("/")[0] in _FOLDERS.values()]
    gone = 0
    for use, model in (("document", OfficeDocument), ("picture", OfficeImage)):
        own = [name for name in wanted if name.startswith(f"{_FOLDERS[use]}/")]
        for at in range(0, len(own), _AT_ONCE):
            some = own[at : at + _AT_ONCE]
            known = set(model._base_manager.filter(file__in=some).values_list("file", flat=True))
            for name in some:
                if name not in known and _storage(use).exists(name):
                    _storage(use).delete(name)
                    gone += 1
    return gone


def _storage(use: str) -> Any:
    model = OfficeDocument if use == "document" else get_image_model()
    return model._meta.get_field("file").storage


def _size(data: bytes) -> tuple[int, int]:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return int(image.width), int(image.height)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("damaged", "图片已损坏，打不开") from error
