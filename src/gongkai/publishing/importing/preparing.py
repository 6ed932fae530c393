"""Store the files of some rows before the transaction in which the rows become items: reading, stripping and flushing take time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from gongkai.agencies.models import Agency
from gongkai.files.models import OfficeDocument
from gongkai.files.names import clean_name
from gongkai.files.reading import Refused as NotTaken
from gongkai.files.storing import Kept, Storing

from .sources import Missing, Source

__all__ = ["DOCUMENTS", "Prepared", "Use", "old_address", "prepare", "uses_of"]

DOCUMENTS = "/attachments/"
"""How the addresses of documents begin (`files.attachment_urls`)."""

Use = tuple[str, str]
"""What a row does with a file: ``document`` or ``picture``, and the file's path in the source."""


@dataclass
class Prepared:
    """The files of some rows: stored anew, or, for documents another item brought along before, their row ids; or why not."""

    kept: dict[Use, Kept] = field(default_factory=dict)
    known: dict[Use, int] = field(default_factory=dict)
    problems: dict[Use, str] = field(default_factory=dict)

    def problem_of(self, fields: dict[str, Any]) -> str:
        """Say why a row cannot be made for want of its files, "" if it can."""
        return next((self.problems[use] for use in uses_of(fields) if use in self.problems), "")


def uses_of(fields: dict[str, Any]) -> list[Use]:
    """List what a row does with files: its attachments, what its body refers to, pictures of its parts."""
    found = [("document", path) for path in fields.get("attachments", ())]
    found += [(one["use"], one["path"]) for one in fields.get("files", ())]
    for rows in fields.get("children", {}).values():
        found += [("picture", values["image"]) for values in rows if "image" in values]
    return list(dict.fromkeys(found))


def old_address(fields: dict[str, Any], path: str) -> str:
    """Give the old address (path part) of a file of the row, "" if it is not known."""
    listed: str = fields.get("addresses", {}).get(path, "")
    return listed or next((one["address"] for one in fields.get("files", ()) if one["path"] == path), "")


def prepare(agency: Agency, rows: Sequence[dict[str, Any]], source: Source, store: Storing) -> Prepared:
    """Store the files of these rows (their fields, as `checking` leaves them), several at once, each as soon as it is read."""
    made = Prepared()
    wanted: dict[Use, str] = {}
    for fields in rows:
        for use in uses_of(fields):
            wanted.setdefault(use, old_address(fields, use[1]))
    made.known = _known(agency, wanted)
    new = [use for use in wanted if use not in made.known]

    def keep(use: Use) -> Kept | str:
        try:
            return store.keep(use[0], use[1], source.read(use[1]))
        except Missing as missing:
            return missing.message
        except NotTaken as refused:
            return f"附件“{clean_name(use[1])[:60]}”：{refused.message}"

    if len(new) > 1:
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            results: Iterable[Kept | str] = list(pool.map(keep, new))
    else:
        results = [keep(use) for use in new]
    for use, result in zip(new, results, strict=True):
        if isinstance(result, str):
            made.problems[use] = result
        else:
            made.kept[use] = result
    return made


def _known(agency: Agency, wanted: dict[Use, str]) -> dict[Use, int]:
    """Find documents that came along with another item: one file that many pages lead to is stored once."""
    addresses = {address: use for use, address in wanted.items() if address and use[0] == "document"}
    if not addresses:
        return {}
    led = Redirect.objects.filter(
        old_path__in=addresses, automatically_created=True, redirect_link__startswith=DOCUMENTS
    )
    rows = {}
    for address, link in led.values_list("old_path", "redirect_link"):
        number = link.removeprefix(DOCUMENTS).partition("/")[0]
        if number.isascii() and number.isdecimal():
            rows[int(number)] = addresses[address]
    own = OfficeDocument.objects.filter(pk__in=rows, agency=agency).values_list("pk", flat=True)
    return {rows[pk]: pk for pk in own}
