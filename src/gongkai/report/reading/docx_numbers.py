"""The numbers that Word sets before list paragraphs (自动编号): 一、（一）1. — seen on paper but not in the text.

Only what such reports use is worked out: counting in digits, letters and Chinese numerals, with the level's own pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MAX_LEVEL = 9


@dataclass(slots=True)
class _Level:
    """How one level of a list counts."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(node: Any, name: str = "val") -> str | None:
    """Give the attribute `name` of a WordprocessingML element, whichever namespace the file uses."""
    for key, text in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(text)
    return None


def number(node: Any, name: str = "val") -> int | None:
    """Give the attribute as a whole number, None where there is none."""
    text = value(node, name)
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 7 else None


class Numbering:
    """Counts the list paragraphs of one document in the order of reading."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the roots of numbering.xml and styles.xml, either of which may be None."""
        self._lists: dict[int, dict[int, _Level]] = {}
        self._abstract: dict[int, int] = {}
        self._styles: dict[str, tuple[int | None, int | None, str | None]] = {}
        self._counts: dict[int, list[int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None and self._lists:
            self._read_styles(styles)

    def before(self, properties: Any) -> str:
        """Count one paragraph on and give the number seen before it, "" if it has none; takes its pPr."""
        if not self._lists or properties is None:
            return ""
        style, list_id, level = None, None, None
        for part in properties:
            name = _local(part.tag)
            if name == "pStyle":
                style = value(part)
            elif name == "numPr":
                level, list_id = _num_pr(part)
        if list_id is None and style is not None:
            list_id, inherited = self._of_style(style)
            level = inherited if level is None else level
        if not list_id or list_id not in self._lists:
            return ""
        return self._count(list_id, min(max(level or 0, 0), _MAX_LEVEL - 1))

    def _count(self, list_id: int, level: int) -> str:
        levels = self._lists[list_id]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[list_id], [0] * _MAX_LEVEL)
        for depth in range(level + 1):
            if counts[depth] == 0:
                counts[depth] = levels[depth].start - (depth == level) if depth in levels else 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (_MAX_LEVEL - level - 1)
        text = levels[level].pattern
        if levels[level].kind == "bullet":
            return ""
        for depth in range(level + 1):
            if depth in levels:
                text = text.replace(f"%{depth + 1}", _numeral(counts[depth], levels[depth].kind))
        return text

    def _read_lists(self, root: Any) -> None:
        abstract: dict[int, dict[int, _Level]] = {}
        for part in root:
            name = _local(part.tag)
            if name == "abstractNum":
                levels = {
                    number(level, "ilvl") or 0: _level(level) for level in part if _local(level.tag) == "lvl"
                }
                abstract[number(part, "abstractNumId") or 0] = levels
            elif name == "num":
                for child in part:
                    reference = number(child) if _local(child.tag) == "abstractNumId" else None
                    if reference in abstract:
                        list_id = number(part, "numId") or 0
                        self._lists[list_id] = abstract[reference]
                        self._abstract[list_id] = reference

    def _read_styles(self, root: Any) -> None:
        for style in root:
            if _local(style.tag) != "style" or value(style, "type") != "paragraph":
                continue
            list_id = level = based_on = None
            for part in style:
                name = _local(part.tag)
                if name == "basedOn":
                    based_on = value(part)
                elif name == "pPr":
                    for inner in part:
                        if _local(inner.tag) == "numPr":
                            level, list_id = _num_pr(inner)
            self._styles[value(style, "styleId") or ""] = (list_id, level, based_on)

    def _of_style(self, style: str | None) -> tuple[int | None, int | None]:
        for _ in range(20):  # a chain of styles may be a circle in a damaged file
            if style is None or style not in self._styles:
                break
            list_id, level, style = self._styles[style]
            if list_id is not None:
                return list_id, level
        return None, None


def _num_pr(node: Any) -> tuple[int | None, int | None]:
    level = list_id = None
    for part in node:
        if _local(part.tag) == "ilvl":
            level = number(part)
        elif _local(part.tag) == "numId":
            list_id = number(part)
    return level, list_id


def _level(node: Any) -> _Level:
    level = _Level()
    for part in node:
        name = _local(part.tag)
        if name == "start":
            level.start = number(part) or 0
        elif name == "numFmt":
            level.kind = value(part) or "decimal"
        elif name == "lvlText":
            level.pattern = value(part) or ""
    return level


def _numeral(count: int, kind: str) -> str:
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return _chinese(count)
    if kind in ("ideographDigital", "taiwaneseDigital", "koreanDigital2"):
        return "".join(_DIGITS[int(digit)] for digit in str(max(count, 0)))
    if kind in ("decimalEnclosedCircleChinese", "decimalEnclosedCircle"):
        return _CIRCLED[count - 1] if 1 <= count <= len(_CIRCLED) else str(count)
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if kind == "upperLetter" else letter.lower()
    if kind == "none":
        return ""
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
