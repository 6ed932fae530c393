"""Whose report it is, on which year, and when it was published: from title, preface and metadata."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from .document import Document, Grid
from .signature import AGENCY_END, agency_elsewhere
from .words import half_width, half_width_digits

_DIGITS = {"〇": "0", "○": "0", "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
_DIGITS |= {"六": "6", "七": "7", "八": "8", "九": "9", "O": "0", "o": "0", "Ｏ": "0"}
_YEAR = r"(?P<year>20\s?\d\s?\d|二\s*[〇○零OoＯ0]\s*[一二三四五六七八九〇○零]\s*[一二三四五六七八九〇○零])\s*年?\s*(?:度)?"
_REPORT = (
    r"(?:政府|政务|党务政务)?\s*信息\s*公开\s*(?:工作)?\s*(?:情况)?\s*的?\s*(?:年度工作报告|年度报告|告年度报|年报|年度工作总结|工作报告|报告)"
    r"|政务\s*公开\s*(?:工作)?\s*(?:年度报告|年报)"
)
_YEAR_LAST = re.compile(rf"^(?P<agency>.*?){_YEAR}(?P<between>.*?)(?P<words>{_REPORT})")
_NO_YEAR = re.compile(rf"^(?P<agency>.*?)(?P<words>{_REPORT})")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日[^。]{0,14}?(?:20\d\d\s*年)?\s*12\s*月\s*31\s*日")
_ANY_YEAR = re.compile(r"(20[12]\d)\s*年")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|成文|生成|更新|印发)?(?:日期|时间)\s*[:：]?\s*[\[【]?\s*(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)
_JUNK_LEAD = re.compile(
    r"^(?:.*(?:首\s*页|当前位置|您的位置|所在位置|当前页面).*[>》»]|附件\s*\d*\s*[:：]?|标题\s*[:：]|名\s*称\s*[:：]|关于|[#*\s【\[]+)+"
)
_NOT_TITLE = re.compile(r"通知|格式|编制说明|解读|的函|办法|编制发布|模板|填报")
_FIELD = re.compile(
    r"^.{0,6}(?:来\s*源|日\s*期|时\s*间|作\s*者|索引号|文号|字号|浏览|阅读|编辑|机构|单位)\s*[:：]|^[（(]?\d{4}\s*[-年/.]\s*\d"
)
_FOREIGN = re.compile(r"[:：>》|]|首页|位置|年报|索引|无障碍|长者|检索|登录|公开目录|公开指南")
_CERTAIN = 6.0


@dataclass(slots=True)
class Identity:
    """What was found; `title_block` is the index of the block that holds the (end of the) title, -1 if none does."""

    agency: str | None = None
    year: int | None = None
    title: str | None = None
    title_block: int = -1
    year_inferred: bool = False
    published_on: date | None = None


def _year(text: str) -> int | None:
    digits = "".join(_DIGITS.get(char, char) for char in re.sub(r"\s", "", text))
    return int(digits) if digits.isdigit() and len(digits) == 4 and 2008 <= int(digits) <= 2099 else None


def identify(document: Document, texts: list[str], first_section: int, bodies: list[str]) -> Identity:
    """Find agency, year and day of publication. `first_section` is the block of the first section heading."""
    found = Identity(published_on=document.published_on)
    head = [index for index in range(min(first_section, len(texts), 60)) if texts[index].strip()]
    _from_title_lines(found, document, texts, head)
    for title in document.titles:
        if found.title is not None and found.agency is not None and found.year is not None:
            break
        other = Identity()
        if _take_title(other, half_width_digits(title)):
            found.title = found.title or other.title
            found.agency = found.agency or other.agency
            found.year = found.year or other.year
    if found.agency is None:
        found.agency = agency_elsewhere(texts, head, found.title_block)
    if found.year is None:
        found.year = _infer_year([texts[index] for index in head] + bodies)
        found.year_inferred = found.year is not None
    if found.published_on is None:
        found.published_on = _published([texts[index] for index in head] + texts[-12:])
    return found


def _from_title_lines(found: Identity, document: Document, texts: list[str], head: list[int]) -> None:
    """Take the best of all runs of up to four lines that read as a title.

    Agency, year and words may stand in any of them; the fewer lines and the less foreign to a title, the better.
    """
    best = 0.0
    for position in range(len(head)):
        joined = ""
        for width, last in enumerate(head[position : position + 4]):
            line = half_width_digits(texts[last]).strip()
            if isinstance(document.blocks[last], Grid) or len(joined) + len(line) > 120:
                break
            if width and _FIELD.match(line):
                break
            joined += line
            candidate = Identity()
            if not _take_title(candidate, joined):
                continue
            weight = _weight(candidate) - width / 4
            if weight > best:
                best = weight
                found.agency, found.year, found.title = candidate.agency, candidate.year, candidate.title
                found.title_block = last
        if best >= _CERTAIN:
            return


def is_title(text: str) -> bool:
    """Whether a line by itself is the title of a report."""
    return len(text) <= 120 and _take_title(Identity(), half_width_digits(text))


def _weight(title: Identity) -> float:
    """How much a candidate says, and how much it looks like a title."""
    agency = title.agency or ""
    weight = 1.0 + 2.0 * (title.year is not None) + 2.0 * bool(agency)
    if agency and AGENCY_END.search(agency):
        weight += 1.0
    if agency and (_FOREIGN.search(agency) or len(agency) < 2):
        weight -= 3.5
    return weight


def _take_title(found: Identity, text: str) -> bool:
    """Read agency and year out of one candidate; False if it is no title of a report."""
    text = re.sub(r"\s+", " ", text).strip(" #*")
    if len(text) > 140 or re.search(r"[。；;]", text):
        return False
    compact = _JUNK_LEAD.sub("", text)
    compact = re.sub(r"(?<=[^A-Za-z]) (?=[^A-Za-z])", "", compact)
    match = _YEAR_LAST.match(compact)
    if match is None or _year(match["year"]) is None:
        match = _NO_YEAR.match(compact)
        if match is None:
            return False
    if _NOT_TITLE.search(compact[match.start("words") :]) or _NOT_TITLE.search(match["agency"]):
        return False
    groups = match.groupdict()
    year = _year(groups["year"]) if groups.get("year") else None
    if year is None:
        behind = re.search(r"[（(]?\s*(20\d\d)\s*年?度?\s*[）)]?", compact[match.end() :])
        year = _year(behind[1]) if behind else None
    between = groups.get("between") or ""
    agency = (groups["agency"] or "").strip(' -—_《“"〈<】]')
    agency = re.sub(r"(?:关于|的)$", "", agency).strip()
    if not agency:
        agency = re.sub(r"^(?:年?度|的)+|(?:的|关于)$", "", between.strip()).strip()
    found.agency = agency or None
    found.year = year
    found.title = compact
    return True


def _infer_year(texts: list[str]) -> int | None:
    """The year of the reporting period, else the year most often named."""
    years: Counter[int] = Counter()
    for text in texts:
        plain = half_width(text)
        period = _PERIOD.search(plain)
        if period:
            return int(period[1])
        years.update(int(year) for year in _ANY_YEAR.findall(plain))
    return years.most_common(1)[0][0] if years else None


def _published(texts: list[str]) -> date | None:
    for text in texts:
        match = _PUBLISHED.search(half_width(text))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
