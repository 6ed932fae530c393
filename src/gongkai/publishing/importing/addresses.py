"""Where an address in an old page leads: to a file that came along, to another item of the old site, or elsewhere."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from .sources import LIST, Missing, Source
from .table import Unusable
from .values import Wrong, old_path

__all__ = ["Addresses", "Place", "is_file_address", "tidy"]

_PAGES = frozenset(
    [
        "htm",
        "html",
        "shtml",
        "xhtml",
        "asp",
        "aspx",
        "jsp",
        "jspx",
        "php",
        "do",
        "action",
        "cgi",
        "mhtml",
        "mht",
        "xml",
    ]
)
_FILES = re.compile(
    r"\.(?:pdf|ofd|docx?|xlsx?|pptx?|wps|et|dps|txt|csv|rtf|jpe?g|png|gif|webp|bmp|tiff?|zip|rar|7z|mp[34])$",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[\x00-\x1f]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Place:
    """An address of an old page, understood: the whole address, and whether it is of the old site itself.

    `path` is as redirects keep it, "" where nothing on the new site can stand for it.
    """

    address: str
    own: bool
    path: str


def is_file_address(address: str) -> bool:
    """Whether the address looks like that of a file: by its ending, or by that of a name in its query."""
    parts = _split(address)
    if parts is None:
        return False
    return any(_FILES.search(unquote(part)) for part in (parts.path, *parts.query.split("&")))


def tidy(address: str) -> str:
    """Give an address as browsers read it: without blanks around it and line breaks in it."""
    return _BREAKS.sub("", address).strip()


class Addresses:
    """The addresses of the files of a source.

    A file's path in the folder is that of its address, as mirroring programs store it (with or without the host in front). A
    list `原网址.csv` in the folder (path, old address) names those that lie elsewhere.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._paths: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        with suppress(Missing):
            self._read(source.read(LIST))

    def place(self, address: str, page: str) -> Place:
        """Understand an address as it stands in the page whose own address is `page`, "" if that is not known."""
        address = tidy(address)
        if address.startswith("//"):
            address = f"http:{address}"
        with suppress(ValueError):
            address = urljoin(page, address) if page else address
        parts, of = _split(address), _split(page)
        if parts is None or parts.scheme not in ("", "http", "https"):
            return Place("", False, "")
        own = not parts.netloc or (of is not None and parts.netloc.lower() == of.netloc.lower())
        path = ""
        if own:
            with suppress(Wrong):
                path = old_path(address.partition("#")[0])
        return Place(address, own, path)

    def file(self, address: str, place: Place) -> str:
        """Give the path of the file that lies in the source for an address, "" if there is none."""
        for key in (_key(place.address), place.path):
            if key and key in self._paths:
                return self._paths[key]
        for path in self._candidates(tidy(address), place):
            if path and path.rpartition(".")[2].lower() not in _PAGES and self._source.has(path):
                return path
        return ""

    def of(self, path: str) -> str:
        """Give the old address (path part) of a file by its path in the source, "" if the list does not name it."""
        return self._addresses.get(path, "")

    def _candidates(self, address: str, place: Place) -> list[str]:
        parts = _split(place.address)
        found = []
        if not _SCHEME.match(address) and not address.startswith("/"):
            found.append(unquote(address.partition("?")[0].partition("#")[0]))
        if parts is not None and parts.path.strip("/"):
            path = unquote(parts.path).lstrip("/")
            if place.own:
                found.append(path)
            if parts.netloc:
                found.append(f"{parts.netloc}/{path}")
        return found

    def _read(self, data: bytes) -> None:
        try:
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        except (UnicodeDecodeError, csv.Error) as error:
            raise Unusable(
                f"附件文件夹里的“{LIST}”读不出来；应为UTF-8编码的CSV，两列：文件路径、原网址"
            ) from error
        for row in rows:
            if len(row) < 2 or not row[0].strip():
                continue
            path, address = row[0].strip(), row[1].strip()
            self._paths.setdefault(_key(address), path)
            with suppress(Wrong):
                self._addresses[path] = old_path(address)
                self._paths.setdefault(self._addresses[path], path)


def _key(address: str) -> str:
    """Give what tells an address: host and path with its query; http and https are the same."""
    parts = _split(address.partition("#")[0])
    if parts is None or not parts.netloc:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"//{parts.netloc.lower()}{unquote(parts.path)}{query}"


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
