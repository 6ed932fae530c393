"""What a search is narrowed by: read from the address, and written into addresses that narrow and widen it.

Each choice is one parameter: `column` (a page's row id), `year`, `theme`, `validity`, `organ`, `kind` of file. A value that
cannot be is left out with a word about it, so that an address somebody has cut off still finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from wagtail.models import Page

from gongkai.files.reading import KINDS
from gongkai.search.values import PER_PAGE, Asked, Facet, Found, Sort

from .models import ColumnPage, HomePage, ItemPage, PlatformPage

__all__ = [
    "MOST_SIGNS",
    "Asking",
    "Chip",
    "Choice",
    "Group",
    "chips_of",
    "groups_of",
    "paths_below",
    "read_asking",
]

MOST_SIGNS = 300
"""The longest question; a title has 255 signs at most."""
_MOST_VALUE = 200
_SHOWN = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff]+")
_LABELS = {
    "column": "栏目",
    "year": "发布年份",
    "theme": "主题分类",
    "validity": "有效性",
    "organ": "发文机关",
    "kind": "附件类型",
}
_FACETS = {"kind": "file_kind"}
"""Facets whose parameter has another name."""

Titles = Mapping[str, tuple[int, str]]
"""Row id and title of pages by their paths."""


@dataclass(frozen=True)
class Choice:
    """One value the search may be narrowed to."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Group:
    """What the search may be narrowed by in one respect: the values most have, and the rest."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Asking:
    """What somebody asks below one page. `words` are clean, `typed` as they came; `refused` says why nothing is looked for."""

    words: str
    typed: str
    choices: Mapping[str, str]
    sort: str
    number: int
    asked: Asked
    root: str
    notices: tuple[str, ...] = ()
    refused: str = ""
    column_paths: frozenset[str] = field(default_factory=frozenset)

    def address(self, **changes: Any) -> str:
        """Give the query string of this search with changes; None takes a parameter out. It begins on the first page again."""
        wanted: dict[str, Any] = {"q": self.words, **self.choices}
        if self.sort != Sort.RELEVANCE:
            wanted["sort"] = self.sort
        wanted |= changes
        kept = {name: value for name, value in wanted.items() if value not in (None, "")}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def by_date(self) -> bool:
        """Whether the newest stand first."""
        return self.sort == Sort.DATE

    @property
    def other_sort(self) -> str:
        """The query string for the other order."""
        return self.address(sort=None if self.by_date else Sort.DATE.value)

    @property
    def widest(self) -> str:
        """The query string without any choice."""
        return self.address(**dict.fromkeys(self.choices))


def read_asking(page: Page, given: Mapping[str, str]) -> Asking:
    """Read what is asked below the page. Never fails; what cannot be read is named in `notices` or `refused`."""
    notices: list[str] = []
    typed = given.get("q", "")
    words = " ".join(_CONTROL.sub(" ", typed).split())
    refused = ""
    if len(words) > MOST_SIGNS:
        refused = f"检索词太长（{len(words)}个字），最多{MOST_SIGNS}个字。请只保留最要紧的几个词。"
    elif _CONTROL.search(typed.strip()):
        notices.append("检索词里看不见的控制字符已经去掉。")
    elif typed.strip() and not words:
        notices.append("检索词里没有可以查找的字。")
    choices = dict(_choices(given, notices))
    column = _column(page, choices.get("column"))
    if "column" in choices and column is None:
        del choices["column"]
        notices.append("没有找到所选的栏目，已在全部栏目中查找。")
    number = _number(given.get("page", ""), notices)
    sort = Sort.DATE if given.get("sort") == Sort.DATE else Sort.RELEVANCE
    home = isinstance(page, HomePage)
    return Asking(
        words=words if not refused else "",
        typed=words[:MOST_SIGNS],
        choices=choices,
        sort=sort.value,
        number=number,
        asked=Asked(
            words=words,
            path="" if home else page.path,
            column=column.path if column is not None else "",
            year=int(choices["year"]) if "year" in choices else None,
            theme=choices.get("theme", ""),
            validity=choices.get("validity", ""),
            organ=choices.get("organ", ""),
            file_kind=choices.get("kind", ""),
            sort=sort.value,
            page=number,
            per_page=PER_PAGE,
            synonyms=True,
        ),
        root=column.path if column is not None else page.path,
        notices=tuple(notices),
        refused=refused,
        column_paths=frozenset({column.path} if column is not None else ()),
    )


def _choices(given: Mapping[str, str], notices: list[str]) -> Iterator[tuple[str, str]]:
    for name, label in _LABELS.items():
        value = _CONTROL.sub("", given.get(name, "")).strip()
        if not value:
            continue
        if len(value) > _MOST_VALUE or not _may_be(name, value):
            notices.append(f"所选的{label}无法识别，已略去。")
            continue
        yield name, value


def _may_be(name: str, value: str) -> bool:
    if name == "column":
        return re.fullmatch(r"[1-9]\d{0,14}", value, re.ASCII) is not None
    if name == "year":
        return re.fullmatch(r"(19|20)\d\d", value, re.ASCII) is not None
    if name == "validity":
        return value in ItemPage.Validity.values
    if name == "kind":
        return value in KINDS
    return True


def _number(value: str, notices: list[str]) -> int:
    if not value:
        return 1
    if not re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII):
        notices.append("页码无法识别，已从第一页显示。")
        return 1
    return int(value)


def _column(page: Page, number: str | None) -> Page | None:
    """Give the column, or a platform of the district, below the page."""
    if number is None:
        return None
    found = Page.objects.descendant_of(page).live().type(ColumnPage, PlatformPage).filter(pk=int(number))
    return found.first()


def groups_of(asking: Asking, found: Found, titles: Titles) -> list[Group]:
    """Give what the search may be narrowed to, without what was chosen already and what would not narrow it."""
    groups = []
    for name, label in _LABELS.items():
        facets = found.facets.get(_FACETS.get(name, name), ())
        if name == "column":
            choices = list(_columns(asking, found, titles))
            label = "机关" if _are_platforms(asking, found) else label  # noqa: PLW2901
        elif name in asking.choices:
            choices = []
        else:
            choices = [
                Choice(words, one.count, asking.address(**{name: one.value}))
                for one in facets
                if one.value and one.count and (words := _said(name, one.value))
            ]
        if len(choices) > 1 or any(one.count < found.total for one in choices):
            groups.append(Group(name, label, tuple(choices[:_SHOWN]), tuple(choices[_SHOWN:])))
    return groups


def paths_below(asking: Asking, found: Found) -> set[str]:
    """Give the paths of the columns that the search may be narrowed to."""
    return {one.value for one in _below(asking, found)}


def _columns(asking: Asking, found: Found, titles: Titles) -> Iterator[Choice]:
    for one in _below(asking, found):
        if one.value in titles and one.count:
            pk, title = titles[one.value]
            yield Choice(title, one.count, asking.address(column=pk))


def _below(asking: Asking, found: Found) -> list[Facet]:
    """Give the columns right below where the search stands; where one of them holds all, those below that one."""
    facets, root = found.facets.get("column", ()), asking.root
    while True:
        depth = len(root) + Page.steplen
        below = [
            one for one in facets if len(one.value) == depth and one.value.startswith(root) and one.count
        ]
        if len(below) != 1 or below[0].count != found.total:
            return below
        root = below[0].value


def _are_platforms(asking: Asking, found: Found) -> bool:
    """Whether what the search may be narrowed to are agencies' platforms: they stand right below the district's home."""
    depth = len(asking.root) + Page.steplen
    return (
        not asking.asked.path
        and not asking.asked.column
        and any(len(one.value) == depth for one in _below(asking, found))
    )


def _said(name: str, value: str) -> str:
    if name == "year":
        return f"{value}年"
    if name == "validity":
        return str(ItemPage.Validity(value).label) if value in ItemPage.Validity.values else ""
    if name == "kind":
        return f"{KINDS[value].label}（{value}）" if value in KINDS else ""
    return value


def chips_of(asking: Asking, titles: Titles) -> list[Chip]:
    """Give the choices made, each with the way back."""
    chips = []
    for name, value in asking.choices.items():
        words = _said(name, value)
        if name == "column":
            words = next((title for pk, title in titles.values() if pk == int(value)), "")
        chips.append(Chip(_LABELS[name], words, asking.address(**{name: None})))
    return chips
