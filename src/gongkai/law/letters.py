"""The letters (文书) of an application: what each must say, on what article, and what a template or a draft of it lacks.

Sources: rules 03 §6 (the printed set of a pilot city and the 答复 by row of the yearly form), 条例 Art. 29–42, 国办函〔2020〕109号,
国办公开办函〔2016〕235号, GB/T 9704—2012. Kinds, elements and fields stand in `letters.json`. Which elements a letter must have beyond those the
articles name (title, number, seal) follows from a decision being an official document (正式公文). The standard wording is the platform's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.decisions import Ground
from gongkai.law.outcomes import Outcome

__all__ = [
    "Element",
    "Field",
    "Kind",
    "Lack",
    "Outline",
    "draft_lacks",
    "fields",
    "kind_of",
    "kinds",
    "kinds_for",
    "plain",
    "template_lacks",
]

GROUPS = {"process": "办理中的告知和征求意见", "answer": "答复", "internal": "内部文书"}
RECIPIENTS = {"applicant": "申请人", "third": "第三方", "agency": "其他机关", "internal": "内部"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value a letter prints: its Chinese name, what it is, a made-up example; `rows` have columns.

    What is `exact` may not be changed in a draft: it comes from the case, or the law fixes its words.
    """

    name: str
    help: str
    sample: str
    kind: str
    personal: bool
    exact: bool
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """Something a letter must have (必备要素), with its basis: the fields that can hold it, and words by which it is known."""

    key: str
    name: str
    basis: str
    fields: tuple[str, ...]
    pattern: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: to whom, for which outcome and ground, with which elements; `says` and `cites` are words it must contain.

    `remedy` is the key under which `law.remedies` knows the way open against it.
    """

    key: str
    name: str
    group: str
    to: str
    outcome: Outcome | None
    ground: Ground | None
    article: str
    elements: tuple[Element, ...]
    remedy: str
    says: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title as printed: the name without what tells kinds of one title apart."""
        return self.name.split("（")[0]

    def has(self, element: str) -> bool:
        """Whether the letter must have this element."""
        return any(one.key == element for one in self.elements)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template consists of, as far as elements go: its fixed words, the fields it prints, which places it has."""

    text: str
    fields: frozenset[str]
    places: frozenset[str]
    """Of title, agency, date and seal."""


@dataclass(frozen=True, slots=True)
class Lack:
    """An element that is missing: its key, and a Chinese sentence with the basis that says what to do."""

    element: str
    message: str


@cache
def _data() -> Any:
    return json.loads(files(__package__).joinpath("letters.json").read_text("utf-8"))


@cache
def fields() -> Mapping[str, Field]:
    """Give all fields by name."""
    made = [
        Field(
            one["name"],
            one["help"],
            one["sample"],
            one["kind"],
            one["personal"],
            one["exact"],
            tuple(one.get("columns", ())),
        )
        for one in _data()["fields"]
    ]
    return {one.name: one for one in made}


@cache
def kinds() -> Mapping[str, Kind]:
    """Give all kinds by key, in the order a case runs through them."""
    elements = {
        one["key"]: Element(
            one["key"], one["name"], one["basis"], tuple(one["fields"]), one["pattern"], one["optional"]
        )
        for one in _data()["elements"]
    }
    outcomes = {one.key: one for one in Outcome}
    grounds = {one.key: one for one in Ground}
    made = [
        Kind(
            one["key"],
            one["name"],
            one["group"],
            one["to"],
            outcomes.get(one["outcome"]),
            grounds.get(one["ground"]),
            one["article"],
            tuple(elements[name] for name in one["elements"]),
            one["remedy"],
            tuple(one["says"]),
            tuple(one["cites"]),
        )
        for one in _data()["kinds"]
    ]
    return {one.key: one for one in made}


def kind_of(key: str) -> Kind:
    """Give the kind; KeyError for a key that is none."""
    return kinds()[key]


def kinds_for(outcome: Outcome, ground: Ground | None = None) -> tuple[Kind, ...]:
    """List the letters that answer with this outcome, only those on this ground if one is given."""
    return tuple(
        one for one in kinds().values() if one.outcome is outcome and (ground is None or one.ground is ground)
    )


def plain(text: str) -> str:
    """Give the characters that count in comparing: one width (NFKC), no spaces of any kind."""
    return "".join(unicodedata.normalize("NFKC", text).split())


_PLACES = {"title": "【标题】", "agency": "【落款】", "date": "【日期】", "seal": "【落款】"}


def template_lacks(kind: Kind, outline: Outline) -> tuple[Lack, ...]:
    """Say which required elements a template has no place for."""
    found = []
    text = plain(outline.text)
    for one in kind.elements:
        if one.optional:
            continue
        if one.key in _PLACES:
            if one.key not in outline.places:
                found.append(_lack(one, f"请加上{_PLACES[one.key]}"))
        elif one.key in ("decision", "basis") and (wanted := _unsaid(kind, one.key, text)):
            found.append(_lack(one, f"请写明“{'”“'.join(wanted)}”"))
        elif one.fields and one.key != "basis":
            if not outline.fields & set(one.fields):
                found.append(_lack(one, f"请加上{'或者'.join('{' + name + '}' for name in one.fields)}"))
        elif one.pattern and not re.search(plain(one.pattern), text):
            found.append(_lack(one, ""))
    return tuple(found)


def draft_lacks(kind: Kind, outline: Outline, text: str, values: Mapping[str, object]) -> tuple[Lack, ...]:
    """Say which required elements the text of a draft no longer has.

    `outline` is that of the template it was printed from, `values` are those it was printed with. What is exact must stand as it was printed; free words may have been rewritten, and are then known by the words that go with them.
    """
    written = plain(text)
    found = []
    for one in kind.elements:
        if one.key == "seal":
            continue  # a place on paper, not words
        if one.key == "title":
            if plain(kind.title) not in written and kind.key != "official":
                found.append(_lack(one, f"题目应是“{kind.title}”"))
            continue
        if one.key in ("decision", "basis") and (wanted := _unsaid(kind, one.key, written)):
            found.append(_lack(one, f"应写明“{'”“'.join(wanted)}”"))
            continue
        given = {
            name: plain(str(values[name]))
            for name in one.fields
            if name in outline.fields and _says(values.get(name))
        }
        changed = [name for name, value in given.items() if fields()[name].exact and value not in written]
        if changed:
            found.append(_lack(one, f"{'、'.join(changed)}与办理记录不同，或者被删去"))
        elif not _stands(one, given.values(), written):
            found.append(_lack(one, ""))
    return tuple(found)


def _stands(one: Element, given: Iterable[str], written: str) -> bool:
    known = list(given)
    if any(value in written for value in known):
        return True
    if one.pattern:
        return re.search(unicodedata.normalize("NFKC", one.pattern), written) is not None
    return not known


def _says(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _unsaid(kind: Kind, element: str, text: str) -> list[str]:
    return [one for one in (kind.says if element == "decision" else kind.cites) if plain(one) not in text]


def _lack(one: Element, more: str) -> Lack:
    return Lack(one.key, f"缺少{one.name}（{one.basis}）{'：' + more if more else ''}")
