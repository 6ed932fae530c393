"""Things that cannot be: days that do not exist, sums that do not add up, signs doubled or without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from .folding import folded
from .model import Passage

_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_DASHED = re.compile(r"(?<![\d\-./])((?:19|20)\d\d)([\-./])(\d{1,2})\2(\d{1,2})(?![\d\-./])")
_SHORT = re.compile(r"(?<![\d年])(?<!年 )(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"\s*[(（]?\s*(?:星期|周|礼拜)([一二三四五六日天])(?![到至、])")
_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DOUBLED = re.compile(r"。[。，、；：]|，[，。、；：]|、[、。，；：]|；[；。，、]|：[：。，；]|？。|！。")
_NUMBERED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,14}?(?:发|办|字|函|通|告|令|政|任|规|决|复|罚|公|补告|征))\s?([(\[【][12]\d{3}[)\]】])\s?第?\d{1,4}\s?号"
)
_PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕", "【": "】", "(": ")"}
_HALVES = re.compile("[《》“”（）〔〕【】()]")
_LISTED = re.compile(
    r"(?:^|[\n；;。：:，,、\s])\s{0,3}(?:[\d一二三四五六七八九十]{1,3}|[a-zA-Z])\s{0,3}[)）]"
)
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_TOTAL = re.compile(r"(?:合|总|共)\s*计|总数|合\s*计\s*[(（].{0,8}[)）]")
_NO_SUM = re.compile(
    r"序号|编号|代码|号码|电话|年份|年度|日期|时间|[率比]|%|％|‰|均|单价|标准|增减|邮编|面积占|排名|得分|其中"
)


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that cannot be: the rule's id, the words, a message, a mend or ""."""

    rule: str
    words: str
    message: str
    suggestion: str = ""


def oddities(text: str) -> Iterator[Oddity]:
    """Find in a piece of text what cannot be."""
    digits = _DIGIT.search(text) is not None
    if digits:
        yield from _dates(folded(text))
    for match in _DOUBLED.finditer(text):
        yield Oddity(
            "SIGN-DOUBLED",
            text[max(0, match.start() - 6) : match.end()],
            f"标点重复：“{match[0]}”",
            f"只留一个，如“{match[0][-1] if match[0][0] in '？！' else match[0][0]}”",
        )
    yield from _unpaired(text)
    for match in _NUMBERED.finditer(folded(text)) if digits and "号" in text else ():
        right = f"〔{match[1][1:5]}〕"
        yield Oddity(
            "NUMBER-BRACKETS", match[0], "发文字号的年份应当用六角括号", match[0].replace(match[1], right)
        )


def is_after(text: str | date, today: date) -> bool:
    """Tell whether a field's date, written in any usual way, lies after `today`; False where it is no date."""
    if isinstance(text, date):
        return text > today
    match = _DATE.search(folded(text)) or _DASHED.search(folded(text))
    if match is None:
        return False
    numbers = [int(part) for part in match.groups() if part and part.isdecimal()]
    try:
        return date(*numbers) > today if len(numbers) == 3 else False
    except ValueError:
        return False


def _dates(text: str) -> Iterator[Oddity]:
    for match in _DATE.finditer(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3]) if match[3] else None
        yield from _day(text, match, year, month, day)
    for match in _DASHED.finditer(text):
        month, day = int(match[3]), int(match[4])
        # 2022.13.1 may be the number of a chapter or of a version, 2022-13-1 that of a case
        if match[2] == "/" or month <= 12:
            yield from _day(text, match, int(match[1]), month, day)
    for match in _SHORT.finditer(text):
        month, day = int(match[1]), int(match[2])
        if not (1 <= month <= 12 and 1 <= day <= _MONTHS[month - 1]):
            yield Oddity("DATE-IMPOSSIBLE", match[0], f"没有{match[0]}这一天")


def _day(text: str, match: re.Match[str], year: int, month: int, day: int | None) -> Iterator[Oddity]:
    words = "".join(match[0].split())
    try:
        found = date(year, month, 1 if day is None else day)
    except ValueError:
        yield Oddity("DATE-IMPOSSIBLE", words, f"没有{words}这一天" if 1 <= month <= 12 else f"没有{month}月")
        return
    weekday = _WEEKDAY.match(text, match.end())
    if weekday and day is not None:
        named = "一二三四五六日".index(weekday[1].replace("天", "日"))
        if named != found.weekday():
            right = "一二三四五六日"[found.weekday()]
            yield Oddity(
                "DATE-WEEKDAY",
                words + weekday[0].strip(),
                f"{words}是星期{right}，不是星期{weekday[1]}",
                f"星期{right}",
            )


def _unpaired(text: str) -> Iterator[Oddity]:
    """Find the halves of pairs that stand alone in a paragraph; (1) and 1) of lists aside."""
    if not _HALVES.search(text):
        return
    bare = _LISTED.sub(" ", text).replace("（", "(").replace("）", ")")
    waiting: list[tuple[str, int]] = []
    closing = {close: opening for opening, close in _PAIRS.items()}
    for match in _HALVES.finditer(bare):
        at, sign = match.start(), match[0]
        if sign in _PAIRS:
            waiting.append((sign, at))
        else:
            wanted = closing[sign]
            found = next(
                (index for index in range(len(waiting) - 1, -1, -1) if waiting[index][0] == wanted), None
            )
            if found is None:
                # a quotation may run over paragraphs
                if sign != "”":
                    yield Oddity(
                        "SIGN-UNPAIRED", bare[max(0, at - 12) : at + 1], f"有“{sign}”，前面没有“{wanted}”"
                    )
            else:
                waiting = waiting[:found] + waiting[found + 1 :]
        if len(waiting) > 200:
            return
    for sign, at in waiting:
        if sign != "“":
            yield Oddity("SIGN-UNPAIRED", bare[at : at + 12], f"有“{sign}”，后面没有“{_PAIRS[sign]}”")


def wrong_sums(cells: list[Passage]) -> Iterator[tuple[Passage, Oddity]]:
    """Find in the cells of one table the totals that do not agree with what stands above them, or to their left.

    Only plain tables are judged: a column (row) all of whose cells are numbers or blank, without 小计 or 其中.
    """
    yield from _wrong_below({(cell.row, cell.column): cell for cell in cells}, "上面各行")
    yield from _wrong_below({(cell.column, cell.row): cell for cell in cells}, "左面各列")


def _wrong_below(grid: dict[tuple[int, int], Passage], what: str) -> Iterator[tuple[Passage, Oddity]]:
    """Judge the last row of a grid, where it is one of totals."""
    rows = sorted({row for row, _ in grid})
    if not rows:
        return
    total = next((row for row in rows if row != rows[0] and _is_total(grid, row)), None)
    if total is None or total != max(
        row for row in rows if any((row, column) in grid for column in range(2, 60))
    ):
        return
    for column in sorted(column for row, column in grid if row == total):
        stated = _number(grid[total, column].text)
        head = " ".join(grid[row, column].text for row in rows[:2] if (row, column) in grid and row < total)
        if stated is None or _NO_SUM.search(head):
            continue
        added = _added(grid, [row for row in rows if row < total], column)
        if added is None:
            continue
        slack = _rounding([stated]) + _rounding(added) if _rounding(added) else Decimal(0)
        right = sum(added, Decimal(0))
        if abs(right - stated) > slack:
            yield (
                grid[total, column],
                Oddity(
                    "TABLE-SUM",
                    grid[total, column].text.strip(),
                    f"合计写的是{stated:,}，{what}之和是{right:,}",
                    f"{right:,}",
                ),
            )


def _rounding(numbers: list[Decimal]) -> Decimal:
    """Return how far rounding may have led numbers astray, taken together; 0 for whole ones."""
    decimals = max(-int(number.as_tuple().exponent) for number in numbers)
    return Decimal(1).scaleb(-decimals) * len(numbers) / 2 if decimals > 0 else Decimal(0)


def _is_total(grid: dict[tuple[int, int], Passage], row: int) -> bool:
    for column in (1, 2):
        cell = grid.get((row, column))
        if cell is not None and _TOTAL.fullmatch("".join(cell.text.split())):
            return True
    return False


def _added(grid: dict[tuple[int, int], Passage], rows: list[int], column: int) -> list[Decimal] | None:
    """Return the numbers above a total, None where the column is not plainly one of numbers."""
    numbers: list[Decimal] = []
    begun = False
    for row in rows:
        cell = grid.get((row, column))
        if cell is None or cell.text.strip() in ("", "-", "—", "/", "无"):
            continue
        value = _number(cell.text)
        if value is None:
            if begun:
                return None
            continue  # a head
        label = " ".join(grid[row, one].text for one in (1, 2) if (row, one) in grid and one < column)
        if _NO_SUM.search(label) or re.search(r"小\s*计|合\s*计|总\s*计", label):
            return None
        begun = True
        numbers.append(value)
    return numbers if len(numbers) >= 2 else None


def _number(text: str) -> Decimal | None:
    text = "".join(folded(text).split())
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
