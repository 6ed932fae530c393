"""What the body of one row refers to: files and pictures that come along, other items of the old site, addresses elsewhere.

In the staged body they stand as marks until the item is made: ``import:file/3`` for the fourth file of the row, ``import:item/0``
for its first link to another item. No foreign address can look like one: only http, https and mailto come through from outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from gongkai.files.names import clean_name
from gongkai.files.reading import Refused as NotTaken
from gongkai.files.reading import kind_of
from gongkai.files.reading.picture_parts import parts_of

from .addresses import Addresses, is_file_address, tidy
from .sources import Missing, Source

__all__ = ["MARK", "Files", "References", "Verdict"]

MARK = re.compile(r'href="import:(file|item)/(\d+)"')
_SMALLEST = 24
"""Pictures of at most so many points in width or height are marks of kinds of files and blanks, no content."""
_LONGEST = 2000


@dataclass(frozen=True)
class Verdict:
    """What a file of the source is good for: `problem` says in Chinese why it cannot be taken in, "" if it can."""

    problem: str = ""
    picture: bool = False
    small: bool = False


class Files:
    """Looks at the files of a source, at each once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, Verdict] = {}

    def look(self, path: str) -> Verdict:
        """Say what the file under a path is good for."""
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def _look(self, path: str) -> Verdict:
        name = clean_name(path)
        try:
            data = self._source.read(path)
            kind = kind_of(path, data).kind
            if not kind.picture:
                return Verdict()
            parts = parts_of(kind.id, data)
        except Missing as missing:
            return Verdict(missing.message)
        except NotTaken as refused:
            return Verdict(f"附件“{name[:60]}”：{refused.message}")
        return Verdict(picture=True, small=min(parts.width, parts.height) <= _SMALLEST)


@dataclass
class References:
    """Collects what one body refers to, while `bodies` writes it. `page` is the row's own old address, "" if it has none."""

    page: str
    addresses: Addresses
    files_of: Files
    given: bool
    files: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    """Files that stand where the new body can hold no link: they become attachments."""
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unmade: int = 0
    """Pictures that could not come along for want of a file or because they stand in the page itself."""

    def link(self, href: str) -> str:
        """Give the address to write for a link, "" where only its words stay."""
        place = self.addresses.place(href, self.page)
        address = tidy(href)
        if not place.address:
            return _written(address) if _scheme(address) == "mailto" else ""
        path = self.addresses.file(href, place)
        if path:
            verdict = self.files_of.look(path)
            if not verdict.problem:
                return f"import:file/{self._number(path, 'document', place.path)}"
            self._warn(verdict.problem)
            return ""
        if not place.own:
            return _written(place.address) if _scheme(place.address) else ""
        if is_file_address(place.address):
            self._miss(place.address)
            return self._elsewhere(place.address)
        if not place.path or address.startswith("#"):
            return self._elsewhere(place.address) if not address.startswith("#") else ""
        self.links.append({"path": place.path, "href": self._elsewhere(place.address)})
        return f"import:item/{len(self.links) - 1}"

    def picture(self, src: str, alt: str) -> dict[str, Any] | None:
        """Give the mark of a picture for the body, None where it is left out; a missing one is warned about."""
        if src[:5].lower() == "data:":
            self.unmade += 1
            return None
        place = self.addresses.place(src, self.page)
        path = self.addresses.file(src, place)
        if not path:
            if self.given and place.own:
                self._miss(place.address or src)
            else:
                self.unmade += 1
            return None
        verdict = self.files_of.look(path)
        if verdict.small:
            return None
        if verdict.problem or not verdict.picture:
            self._warn(verdict.problem or f"图片“{clean_name(path)[:60]}”其实不是图片，没有导入")
            return None
        return {"file": self._number(path, "picture", place.path), "alt": " ".join(alt.split())[:255]}

    def attach(self, href: str) -> None:
        """Take a link in a table's cell, where no link can stand: a file becomes an attachment."""
        place = self.addresses.place(href, self.page)
        path = self.addresses.file(href, place) if place.address else ""
        if path:
            verdict = self.files_of.look(path)
            if verdict.problem:
                self._warn(verdict.problem)
            elif path not in self.loose:
                self.loose.append(path)
        elif place.own and is_file_address(place.address):
            self._miss(place.address)

    def told(self) -> list[str]:
        """Say in Chinese what of the body does not come along."""
        found = list(self.warnings)
        if self.missing:
            names = "、".join(f"“{clean_name(urlsplit(one).path)[:40]}”" for one in self.missing[:5])
            more = f"等{len(self.missing)}个" if len(self.missing) > 5 else ""
            where = "附件文件夹里没有" if self.given else "没有给出附件文件夹，缺"
            found.append(f"正文引用的文件没有导入：{where}{names}{more}")
        if self.unmade:
            found.append(f"正文里的{self.unmade}张图片没有导入，请在导入后补上")
        return found

    def _number(self, path: str, use: str, address: str) -> int:
        for number, one in enumerate(self.files):
            if (one["path"], one["use"]) == (path, use):
                return number
        self.files.append({"path": path, "use": use, "address": address})
        return len(self.files) - 1

    def _elsewhere(self, address: str) -> str:
        """Give an address of the old site as it may stand in the new body: only whole ones lead anywhere."""
        return _written(address) if _scheme(address) in ("http", "https") else ""

    def _miss(self, address: str) -> None:
        if address not in self.missing:
            self.missing.append(address)

    def _warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)


def _written(address: str) -> str:
    return address.replace(" ", "%20")[:_LONGEST]


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""
