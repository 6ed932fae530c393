"""Where the files of an import come from: a folder, an archive, or memory. A path never leads out of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import BinaryIO, Protocol

from django.conf import settings

from gongkai.files.services import clean_name

from .table import Unusable

__all__ = ["LIST", "Folder", "Memory", "Missing", "Source", "Zip"]

LIST = "原网址.csv"
"""A file that may lie beside the others: which old address each had."""
_MOST_FILES = 50_000
_MOST_UNPACKED = 20 * 1024**3


class Missing(LookupError):
    """A file that is not there or cannot be taken; `message` says why in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Source(Protocol):
    """Gives a file's content by the path the row names. Raises `Missing`."""

    @property
    def given(self) -> bool:
        """Whether there is a folder or an archive at all."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is a file under this path."""
        ...

    def read(self, path: str) -> bytes:
        """Give the content."""
        ...


class Memory:
    """Files at hand, by path; without any it is the source of an import that has none."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self._files = dict(files or {})

    @property
    def given(self) -> bool:
        """Whether there are files."""
        return bool(self._files)

    def has(self, path: str) -> bool:
        """Whether there is a file under this path."""
        return path in self._files

    def read(self, path: str) -> bytes:
        """Give the content."""
        if path not in self._files:
            raise Missing(f"没有附件“{clean_name(path)}”：没有给出附件所在的文件夹或者压缩包")
        return self._files[path]


class Folder:
    """A folder on disk."""

    given = True

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def has(self, path: str) -> bool:
        """Whether there is a file under this path; what lies outside the folder is not there."""
        try:
            found = (self._root / _inside(path)).resolve(strict=True)
        except (OSError, RuntimeError, ValueError, Missing):
            return False
        return found.is_relative_to(self._root) and found.is_file()

    def read(self, path: str) -> bytes:
        """Give the content of a file inside the folder; links that lead out of it are not followed."""
        name = clean_name(path)
        try:
            found = (self._root / _inside(path)).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise Missing(f"附件文件夹里没有“{name}”") from None
        if not found.is_relative_to(self._root):
            raise Missing(f"附件“{name}”的路径指到了附件文件夹之外")
        if not found.is_file():
            raise Missing(f"附件“{name}”不是文件")
        _require_fit(name, found.stat().st_size)
        return found.read_bytes()


class Zip:
    """A zip archive. Raises `Unusable` for one that is damaged, has a password, or unpacks to more than anybody needs."""

    given = True

    def __init__(self, data: bytes | BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unusable("附件的压缩包打不开；应为.zip文件") from error
        if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _MOST_UNPACKED:
            raise Unusable("附件的压缩包太大，请分几次导入")
        if any(info.flag_bits & 1 for info in infos):
            raise Unusable("附件的压缩包设有密码，请取消密码后再上传")
        self._names = {_named(info): info for info in infos if not info.is_dir()}
        # several threads read from one archive
        self._lock = Lock()

    def has(self, path: str) -> bool:
        """Whether there is a file under this path."""
        try:
            return str(_inside(path)) in self._names
        except Missing:
            return False

    def read(self, path: str) -> bytes:
        """Give the content of a file of the archive."""
        name = clean_name(path)
        info = self._names.get(str(_inside(path)))
        if info is None:
            raise Missing(f"压缩包里没有附件“{name}”")
        _require_fit(name, info.file_size)
        try:
            with self._lock, self._zip.open(info) as file:
                return file.read(settings.UPLOAD_BYTES + 1)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise Missing(f"压缩包里的附件“{name}”已损坏") from error


def _inside(path: str) -> PurePosixPath:
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or path.startswith(("/", "\\")) or ":" in parts[0] or "\0" in path:
        raise Missing(f"附件“{clean_name(path)}”的路径不对：应是附件文件夹里的相对路径，不能有“..”")
    return PurePosixPath(*parts)


def _named(info: zipfile.ZipInfo) -> str:
    """Give the name in the archive; those that Chinese Windows wrote are in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return name.replace("\\", "/").removeprefix("./")


def _require_fit(name: str, size: int) -> None:
    if size == 0:
        raise Missing(f"附件“{name}”是空的")
    if size > settings.UPLOAD_BYTES:
        raise Missing(f"附件“{name}”有{size / 1048576:.0f}MB，超过{settings.UPLOAD_BYTES // 1048576}MB的上限")
