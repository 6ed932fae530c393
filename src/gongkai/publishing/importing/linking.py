"""Links between items of an old site: to items that are here already at once, to others when they have come (`link_later`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from .references import MARK

__all__ = ["Linked", "link", "pages_at"]


@dataclass
class Linked:
    """The links of one row to other items: `within` leads to row ids of pages by the number of the link, `waiting` are the others.

    `waiting` gives the old address (path part) with the address that stands in the body meanwhile, as it is written there.
    """

    within: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, tuple[str, str]] = field(default_factory=dict)

    def written(self, body: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give a staged body with these links."""
        if not self.within and not self.waiting:
            return body

        def write(mark: Any) -> str:
            number = int(mark[2])
            if mark[1] != "item":
                return str(mark[0])
            if number in self.within:
                return f'linktype="page" id="{self.within[number]}"'
            return f'href="{self.waiting[number][1]}"'

        return [
            {**block, "value": MARK.sub(write, block["value"])} if block["type"] == "paragraph" else block
            for block in body
        ]


def link(rows: Sequence[dict[str, Any]], own: dict[str, int], *, live: bool) -> list[Linked]:
    """Find the pages the rows' bodies lead to; those of `live` items lead to public pages only.

    `own` are the row ids of the rows' own pages by their old addresses, which no redirect leads from yet.
    """
    paths = {one["path"] for fields in rows for one in fields.get("links", ())}
    known = pages_at(paths, live=live) | own
    found = []
    for fields in rows:
        one = Linked()
        for number, wanted in enumerate(fields.get("links", ())):
            path = wanted["path"]
            if path in known:
                one.within[number] = known[path]
            else:
                one.waiting[number] = (path, escape(wanted["href"] or path))
        found.append(one)
    return found


def pages_at(paths: set[str], *, live: bool) -> dict[str, int]:
    """Give the row ids of the pages that old addresses lead to; with `live` only of those that are public."""
    if not paths:
        return {}
    led = Redirect.objects.filter(old_path__in=paths, redirect_page__isnull=False)
    if live:
        led = led.filter(redirect_page__live=True)
    return dict(led.values_list("old_path", "redirect_page_id"))
