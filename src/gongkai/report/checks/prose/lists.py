"""A whole stated in one paragraph, its parts in the numbered paragraphs under it: （1）…2条、（2）…1条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.model import Finding

from .claims import APPROXIMATE, COMPARED
from .sums import PROSE_SUM
from .text import COUNT, Prose, Sentence

_COUNT = re.compile(COUNT)
_ITEM = re.compile(r"^(?:（(\d{1,2})）|(\d{1,2})[.、）．]|([①-⑳])|（([一二三四五六七八九十]{1,3})）)")
_NUMERALS = "一二三四五六七八九十"
_FEWEST = 3
_PUBLISHED = re.compile("公开|发布|公布")


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered paragraph: how it is numbered, what it counts, or what the details it lists come to."""

    mark: str
    number: int | None
    details: tuple[int, ...]


def list_findings(prose: Prose) -> Iterator[Finding]:
    """Find numbered lists whose parts do not make the whole stated before them."""
    paragraphs = list(prose.paragraphs.values())
    index = 0
    while index < len(paragraphs):
        if index and _mark(paragraphs[index])[1] == 1:
            end = _end(paragraphs, index)
            if end - index >= _FEWEST:
                yield from _judged(paragraphs[index - 1], paragraphs[index:end])
        index += 1


def _mark(paragraph: tuple[Sentence, ...]) -> tuple[str, int]:
    """How a paragraph is numbered, as printed and as a number; ("", 0) if it is not."""
    match = _ITEM.match(paragraph[0].text)
    if match is None:
        return "", 0
    if match[3]:
        return match[3], ord(match[3]) - ord("①") + 1
    if match[4]:
        value = {numeral: index + 1 for index, numeral in enumerate(_NUMERALS)}.get(match[4])
        if value is None and match[4].startswith("十"):
            value = 10 + _NUMERALS.find(match[4][1]) + 1
        return match[0], value or 0
    return match[0], int(match[1] or match[2])


def _end(paragraphs: list[tuple[Sentence, ...]], start: int) -> int:
    """Where the list that begins at `start` ends: its numbers rise by one and are written one way."""
    shape = re.sub(r"[\d①-⑳一二三四五六七八九十]+", "#", _mark(paragraphs[start])[0])
    section = paragraphs[start][0].section
    end = start
    while end < len(paragraphs) and paragraphs[end][0].section == section:
        mark, number = _mark(paragraphs[end])
        if number != end - start + 1 or re.sub(r"[\d①-⑳一二三四五六七八九十]+", "#", mark) != shape:
            break
        end += 1
    return end


def _judged(head: tuple[Sentence, ...], items: list[tuple[Sentence, ...]]) -> Iterator[Finding]:
    stating = [sentence for sentence in head if _COUNT.search(sentence.bare)]
    if not stating or head[0].section != items[0][0].section:
        return
    last = stating[-1]
    counts = list(_COUNT.finditer(last.bare))
    if (
        len(counts) != 1
        or not _PUBLISHED.search(last.bare)
        or APPROXIMATE.search(last.bare)
        or COMPARED.search(last.bare)
    ):
        return
    whole, unit = int(counts[0]["number"]), counts[0]["unit"]
    read = [_item(item, unit) for item in items]
    if any(item is None for item in read):
        return
    known = [item for item in read if item is not None]
    plain = [item for item in known if item.number is not None]
    detailed = [item for item in known if item.number is None and item.details]
    if len(plain) < _FEWEST or len(plain) + len(detailed) < len(known):
        return
    total = sum(item.number or 0 for item in plain)
    listed = sum(sum(item.details) for item in detailed)
    # an item that only lists details may be counted by them or not at all
    if whole in (total, total + listed):
        return
    worked = "＋".join(str(item.number) for item in plain)
    span = _span(known, plain)
    also = ""
    if detailed:
        numbers = [number for item in detailed for number in item.details]
        marks = "、".join(item.mark for item in detailed)
        also = f"{marks}没有写小计，所列明细{'＋'.join(map(str, numbers))}＝{listed}，计入后为{total + listed}，也不相等；"
    yield PROSE_SUM.finding(
        last.place,
        f"合计写{whole}{unit}，而其下{span}各项{worked}＝{total}，差{abs(whole - total)}；{also}"
        f"原句：“{last.quoted}”，请核对。",
        whole,
        total,
    )


def _span(known: list[_Item], plain: list[_Item]) -> str:
    """Name the items added: ``（1）至（11）``, or one by one where they are not in a row."""
    positions = [known.index(item) for item in plain]
    if positions == list(range(positions[0], positions[-1] + 1)):
        return f"{plain[0].mark}至{plain[-1].mark}".replace(".", "").replace("、", "")
    return "、".join(item.mark.rstrip(".、") for item in plain)


def _item(paragraph: tuple[Sentence, ...], unit: str) -> _Item | None:
    """Read one item's own count; None if it is not clear what it counts."""
    mark, _ = _mark(paragraph)
    text = "".join(
        sentence.bare if index else _headless(sentence) for index, sentence in enumerate(paragraph)
    )
    if APPROXIMATE.search(text) or COMPARED.search(text):
        return None
    own, among, details = text.partition("其中")
    mine = [int(match["number"]) for match in _COUNT.finditer(own) if match["unit"] == unit]
    listed = tuple(int(match["number"]) for match in _COUNT.finditer(details) if match["unit"] == unit)
    if len(mine) == 1:
        return _Item(mark, mine[0], ())
    if not mine and among and listed:
        return _Item(mark, None, listed)
    return None if mine else _Item(mark, None, ())


def _headless(sentence: Sentence) -> str:
    """The first sentence without its number, which brackets would otherwise take along."""
    return _ITEM.sub("", sentence.bare, count=1)
