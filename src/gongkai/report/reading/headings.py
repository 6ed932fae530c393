"""Find the six section headings of a report, as they are and as people write them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .document import Block, Document, Grid, Line
from .words import half_width

_NUMERALS = "一二三四五六七八九"


def _loose(words: str) -> str:
    """Let spaces stand between the characters of a Chinese pattern (only plain characters are loosened)."""
    return re.sub(r"([\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\1\\s*", words)


_HINT = re.compile(
    r"情\s*况|概\s*[况述]|总\s*体|公\s*开|申\s*请|复\s*议|诉\s*讼|问\s*题|不\s*足|改\s*进|其\s*[他它]|事\s*项"
)
_RUNS_ON = re.compile(r"(?!\s|[无没暂])[^\s，,]{2,12}$")
_LOOSE_SCORE = 3
_LONGEST = 90

_GAP = r"[^。；\n]{0,%d}?"
# section key, usual number, what the heading must say
_CORES: tuple[tuple[str, int, str], ...] = (
    (
        "overview",
        1,
        r"(?:总\s*体\s*(?:工\s*作\s*)?情\s*况|总\s*体\s*概\s*况|基\s*本\s*情\s*况|工\s*作\s*概\s*述|概\s*述)",
    ),
    ("proactive", 2, _loose(r"(?:行政机关)?主动公开(?:政府信息)?(?:的)?(?:工作)?情况")),
    (
        "applications",
        3,
        _loose(
            r"(?:收到和处理|收到及处理|处理)?(?:政府)?信息公开申请(?:的)?(?:受理|办理|处理|收到)?(?:和|及)?(?:办理|处理|答复)?(?:的)?情况"
        )
        + "|"
        + _loose(r"依申请公开(?:政府信息)?(?:的)?(?:工作|办理)?情况"),
    ),
    (
        "remedies",
        4,
        _loose(r"(?:因)?(?:政府)?(?:信息公开)?")
        + _GAP % 14
        + _loose("行政复议")
        + _GAP % 8
        + _loose("行政诉讼")
        + _GAP % 4
        + _loose("情况"),
    ),
    (
        "problems",
        5,
        _GAP % 14
        + _loose("存在")
        + _GAP % 4
        + _loose("问题")
        + _GAP % 6
        + r"(?:改\s*进|整\s*改|下\s*一\s*步|措\s*施|打\s*算)(?:\s*(?:工\s*作|情\s*况|措\s*施|计\s*划|打\s*算|方\s*向|意\s*见))*",
    ),
    ("other", 6, _loose(r"(?:其他|其它)(?:需要|需)?(?:予以)?(?:报告|说明)(?:的)?(?:有关)?(?:事项|情况)")),
)
# the same sections in other words, where number and place leave no doubt
_LOOSE: dict[int, tuple[str, re.Pattern[str]]] = {
    1: ("overview", re.compile(r"总\s*体|概\s*[况述]|基\s*本\s*情\s*况")),
    2: ("proactive", re.compile(r"主\s*动\s*公\s*开")),
    3: ("applications", re.compile(r"申\s*请")),
    4: ("remedies", re.compile(r"复\s*议|诉\s*讼")),
    5: ("problems", re.compile(r"问\s*题|不\s*足|困\s*难|改\s*进")),
    6: ("other", re.compile(r"其\s*[他它]|事\s*项")),
}
_ANY_NUMERAL = "一二三四五六七八九", "壹贰叁肆伍陆柒捌玖", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ"
_LOOSE_LINE = re.compile(
    r"^[\s#*　]*(?:第\s*)?(?P<number>[一二三四五六壹贰叁肆伍陆ⅠⅡⅢⅣⅤⅥ])\s*(?:部\s*分|章)?\s*[、.．,，:：\s]\s*"
    r"(?P<core>[^。；;！!？?]{2,40}?)[\s*#:：]*$"
)
_NUMBER = r"(?P<open>[（(]|第)?\s*(?P<number>[一二三四五六七八九]|[1-9](?!\d))\s*(?:[）)]|部\s*分)?\s*[、.．,，:：\s]*"
_LEAD = r"^[\s#*>\-•·　]*(?:<[^>]*>)*"
_TAIL = r"[\s*#]*(?P<tail>[。：:．.]?)"
PROOF = frozenset({"proactive", "applications", "remedies", "other"})
"""Headings that occur in no other kind of document."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: in which block it stands and where in the block's text its words begin and end."""

    key: str
    block: int
    start: int
    end: int
    score: int


@cache
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple(
        (key, number, re.compile(f"{_LEAD}(?:{_NUMBER})?(?P<core>{core}){_TAIL}"))
        for key, number, core in _CORES
    )


@cache
def _inline() -> re.Pattern[str]:
    """Headings inside a run of text that lost its line breaks: a plain numeral, a stop and the words of the section."""
    parts = [f"{_NUMERALS[number - 1]}\\s*、\\s*(?:{core})" for _, number, core in _CORES]
    return re.compile("(?<!第)(?:" + "|".join(parts) + ")")


def break_long_lines(document: Document) -> None:
    """Give back the line breaks of a text that was pasted as one line: before headings, behind sentences."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Line) and len(block.text) > 120:
            text = half_width(block.text)
            hits = [match.start() for match in _inline().finditer(text) if match.start() > 0]
            if hits:
                edges = [0, *hits, len(block.text)]
                blocks += [
                    Line(piece, block.node)
                    for left, right in itertools.pairwise(edges)
                    if (piece := block.text[left:right]).strip()
                ]
                continue
        blocks.append(block)
    document.blocks = blocks


def find_headings(document: Document, texts: list[str]) -> dict[str, Heading]:
    """Find the headings; `texts` are the blocks' texts with simplified characters ("" for grids).

    Searched from the end of the document: a table of contents comes before the sections it lists.
    """
    return _chain(possible_headings(document, texts))


def possible_headings(document: Document, texts: list[str]) -> list[Heading]:
    """Every line that could be a heading, in the order of reading."""
    found = [
        Heading(key, index, start, end, score)
        for index, text in enumerate(texts)
        if text and not isinstance(document.blocks[index], Grid)
        for key, start, end, score in _matches(text[:_LONGEST])
    ]
    return sorted(found, key=lambda one: (one.block, one.start))


@lru_cache(maxsize=4096)
def _matches(head: str) -> list[tuple[str, int, int, int]]:
    """Key, begin, end and score of each heading that the beginning of a line can be."""
    head = half_width(head)
    if not _HINT.search(head):
        return []
    found = []
    for key, number, pattern in _patterns():
        match = pattern.match(head)
        if match is not None and (score := _score(match, number, head)):
            found.append((key, match.start("core"), match.end(), score))
    loose = _LOOSE_LINE.match(head)
    if loose is not None:
        number = next(row.index(loose["number"]) for row in _ANY_NUMERAL if loose["number"] in row) + 1
        key, words = _LOOSE[number]
        strict = next((one for one in found if one[0] == key), None)
        if words.search(loose["core"]) and (strict is None or _RUNS_ON.match(head[strict[2] :])):
            found = [one for one in found if one is not strict]
            found.append((key, loose.start("core"), len(head), _LOOSE_SCORE))
    return found


def _score(match: re.Match[str], number: int, head: str) -> int:
    """How much the match looks like this section's heading: 0 not at all."""
    rest = head[match.end() :].strip()
    alone = not rest
    numeral = match["number"]
    if numeral is None:
        return 2 if alone else 0
    value = _NUMERALS.index(numeral) + 1 if numeral in _NUMERALS else int(numeral)
    if match["open"] and match["open"] != "第":
        # （一）总体情况 counts, （一）主动公开情况 is a part of the overview
        return 1 if value == number and alone else 0
    if value == number:
        return 4 if alone or match["tail"] else 3
    # sections left out or added shift the numbers of the others
    return 2 if alone and numeral in _NUMERALS else 0


def _chain(flat: list[Heading]) -> dict[str, Heading]:
    """Choose headings in rising order: the heaviest chain, the later of equals."""
    order = {key: index for index, (key, _, _) in enumerate(_CORES)}
    best: list[tuple[int, int]] = []
    heaviest: dict[int, tuple[int, int]] = {}  # for each section, the heaviest chain that ends with it
    entered = 0
    for heading in flat:
        while flat[entered].block < heading.block:
            rank = order[flat[entered].key]
            heaviest[rank] = max(heaviest.get(rank, (0, -1)), (best[entered][0], entered))
            entered += 1
        before = [chain for rank, chain in heaviest.items() if rank < order[heading.key]]
        top, previous = max(before, default=(0, -1))
        best.append((top + heading.score, previous))
    chosen: dict[str, Heading] = {}
    if not best:
        return chosen
    index = max(range(len(best)), key=lambda one: (best[one][0], one))
    while index >= 0:
        chosen[flat[index].key] = flat[index]
        index = best[index][1]
    return chosen
