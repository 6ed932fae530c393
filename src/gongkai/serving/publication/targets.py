"""Where files are published: a folder; the other place, a store, is in `bucket`.

Readers never see half a file: each is written aside and renamed. Beside a page stands its compressed form, `.gz`, for nginx.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from gongkai.serving.kept import pack

from .state import State

__all__ = ["Busy", "Folder", "Target", "Unfit", "target_of"]

_PACKED = (".html", ".css")
_LEAST = 500


class Unfit(Exception):
    """A target that cannot be used; `message` says in Chinese why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Busy(Unfit):
    """Somebody else is publishing there at this moment."""

    def __init__(self) -> None:
        super().__init__("另一个进程正在往这里发布，请等它做完")


class Target(Protocol):
    """What a place to publish to can do. Names are relative, with `/`."""

    def prepare(self) -> None:
        """Make the place ready. Raises `Unfit` for one that holds what was not published by us."""
        ...

    def state(self) -> State:
        """Open its notes."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Hold the place for oneself; raises `Busy`."""
        ...

    def placing(self) -> AbstractContextManager[None]:
        """Hold off whoever removes a page at once, for the moment in which a page is placed."""
        ...

    def holds(self, name: str, body: bytes) -> bool:
        """Whether exactly this is published under the name."""
        ...

    def put(self, name: str, body: bytes, kind: str) -> None:
        """Publish under a name, in place of what was there."""
        ...

    def copy(self, name: str, stored: Any, kind: str) -> None:
        """Publish a stored file (Django's) under a name."""
        ...

    def remove(self, name: str) -> None:
        """Remove what is published under a name, if anything is."""
        ...

    def names(self) -> Iterator[str]:
        """List all names, compressed forms that stand beside their page left out."""
        ...


def target_of(where: str) -> Target:
    """Give the target of a setting: ``s3://bucket/prefix``, else a folder."""
    if where.startswith("s3://"):
        from .bucket import Bucket

        return Bucket(where)
    if "://" in where:
        raise Unfit(f"不能发布到“{where}”：应为文件夹，或者 s3://桶/前缀")
    return Folder(Path(where).expanduser().absolute())


class Folder:
    """A folder that a web server hands out from. Its own notes lie in `.gongkai`, which no web server may hand out."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is touched yet."""
        self.root = root
        self._inner = root / ".gongkai"

    @property
    def is_begun(self) -> bool:
        """Whether something was published here before."""
        return (self._inner / "state.sqlite3").exists()

    def prepare(self) -> None:
        if not self.is_begun and self.root.exists():
            if not self.root.is_dir():
                raise Unfit(f"“{self.root}”不是文件夹")
            if any(one.name != ".gongkai" for one in self.root.iterdir()):
                raise Unfit(f"“{self.root}”里有别的文件；请用一个空的文件夹，免得把它们当作过时的网页删掉")
        (self._inner / "new").mkdir(parents=True, exist_ok=True)
        self._inner.chmod(0o700)
        self.root.chmod(0o755)

    def state(self) -> State:
        return State(self._inner / "state.sqlite3")

    @contextmanager
    def lock(self) -> Iterator[None]:
        with (self._inner / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy from error
            for left in (self._inner / "new").iterdir():  # of a process that was killed
                left.unlink()
            yield

    @contextmanager
    def placing(self) -> Iterator[None]:
        with (self._inner / "placing").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def holds(self, name: str, body: bytes) -> bool:
        path = self.root / name
        if _read(path) != body:
            return False
        packed = _read(_beside(path))
        return packed == (pack(body) if _is_packed(name, body) else None)

    def put(self, name: str, body: bytes, kind: str) -> None:
        self._put(name, body)
        if _is_packed(name, body):
            self._put(f"{name}.gz", pack(body))
        else:
            _beside(self.root / name).unlink(missing_ok=True)

    def copy(self, name: str, stored: Any, kind: str) -> None:
        if name.endswith(_PACKED):
            with stored as source:
                self.put(name, source.read(), kind)
            return
        new = self._new()
        with stored as source, new.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        self._place(new, self.root / name)

    def remove(self, name: str) -> None:
        path = self.root / name
        for one in (path, _beside(path)):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                one.unlink()
        for above in path.parents:
            if above == self.root:
                break
            try:
                above.rmdir()
            except OSError:  # something else stands there
                break

    def names(self) -> Iterator[str]:
        for folder, below, files in os.walk(self.root):
            if Path(folder) == self.root:
                below[:] = [one for one in below if one != ".gongkai"]
            known = set(files)
            for one in files:
                if not (one.endswith(".gz") and one[:-3] in known):
                    yield (Path(folder) / one).relative_to(self.root).as_posix()

    def _put(self, name: str, body: bytes) -> None:
        new = self._new()
        new.write_bytes(body)
        self._place(new, self.root / name)

    def _new(self) -> Path:
        return self._inner / "new" / secrets.token_hex(8)

    def _place(self, new: Path, path: Path) -> None:
        """Rename, under a time of its own: nginx tells versions of a file by second and length."""
        new.chmod(0o644)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            before = int(path.stat().st_mtime)
        except FileNotFoundError:
            before = 0
        if before >= int(time.time()):
            os.utime(new, (before + 1, before + 1))
        new.replace(path)


def _is_packed(name: str, body: bytes) -> bool:
    return name.endswith(_PACKED) and len(body) >= _LEAST


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
