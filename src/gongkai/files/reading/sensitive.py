"""Personal data (个人信息) in running text: ID numbers, mobile numbers, bank cards, passports, home addresses.

Only what can be told with near certainty is found, for a list full of false alarms is not read. Numbers may be written with
blanks, dashes, full-width digits or invisible signs between the digits, and may be broken over lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .folding import folded, without_invisible
from .numbers import (
    has_region_and_birth,
    is_card,
    is_certain_card,
    is_id_number,
    is_mobile,
    is_old_id_number,
)

_GAP = r"[ \t\r\n\-_.·]{0,2}"
_LONG = re.compile(rf"(?<!\d)(?<!\d\.)\d(?:{_GAP}\d){{10,}}(?:{_GAP}[xX])?")
_DIGIT = re.compile(r"\d")
_MAYBE = re.compile(
    r"(?:86)?1\d{10}(?!\d)|[1-8]\d{5}(?:19|20)\d{9}[\dxX]|[1-8]\d{14}(?!\d)|[4-69]\d{15,18}(?!\d)|35\d{14}(?!\d)"
)
"""What the digits of any of these numbers look like: a first sieve."""

_RUN = re.compile(r"\d+[xX]?|[xX]")
_GLUED = re.compile(r"[ \t\r\n\-_.·]+")
_ID_WORDS = re.compile(r"身份|证件|公民|证号|护照|姓名|户主|性别|出生")
_ID_CARD = re.compile(r"身份证|公民身份号码|证件号")
_CARD_WORDS = re.compile(r"卡号|银行|账号|帐号|账户|帐户|开户|一卡通|存折|社保卡|支付宝")
_NO_CARD_WORDS = re.compile(
    r"信用代码|项目编号|项目代码|合同编号|单号|流水号|注册号|许可证编?号|采购编号|统一编码"
)
_PHONE_BEFORE = re.compile(r"(?:tel|phone|mobile|mob|电话|手机)[^\d]{0,3}$", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"\s*(?:\.\d|元|万|亿|吨|公斤|平方|立方|千瓦|度电|[%‰])")
_PASSPORT = re.compile(r"(?:护照|通行证|旅行证)[^A-Za-z0-9]{0,12}([A-Za-z]{1,2}\d{7,9})(?![A-Za-z0-9])")
_PASSPORT_HEAD = re.compile(r"护照|通行证")
_PASSPORT_ALONE = re.compile(r"\s*[A-Za-z]{1,2}\d{7,9}\s*")
_PHONE_GROUPS = ((11,), (3, 4, 4), (3, 8), (4, 4, 3), (7, 4), (3, 3, 5))
_MILITARY = re.compile(r"(?:军官|士兵|文职|警官)证[^\d。；;]{0,12}?字?第?(\d{6,9})号?(?!\d)")
_STRONG_HOME = re.compile(
    r"(?:家庭住址|家庭地址|家庭详细地址|家住|现住址|现住地|住家地址|户籍地址|户籍所在地|户籍地|户口所在地|居住地址|"
    r"身份证住址|身份证地址|个人住址|现居住地|住宅地址)[：:为在是]?\s*"
)
_WEAK_HOME = re.compile(
    r"(?:(?<!办公)(?<!单位)(?<!联系)(?<!公司)(?<!企业)(?<!注册)(?<!经营)(?<!机关)(?<!邮寄)地址|住址|住所地?|居住地|户籍|住(?!房|宿|建|院))"
    r"[：:为在]?\s*"
)
_HOUSE = re.compile(
    r"(?<![第\d\-])\d[\d\-]{0,9}\s?(?:号院|号楼|号|弄|栋|幢|座|单元|室)"
    r"(?:[\u4e00-\u9fffA-Za-z]{0,4}\d[\d\-]{0,9}(?:号楼|号|栋|幢|座|单元|室|层|楼)){0,4}"
)
_ROAD = re.compile(r"路|街|巷|大道|胡同|村|庄|屯|里|苑|园|小区|社区|花园|公寓|新城|家属院|宿舍|镇|乡")
_PERSON = re.compile(
    r"姓名|性别|[，,、；;\s][男女][，,、；;\s]|出生|民族|身份证|户主|监护人|家长|(?:当事人|申请人|原告|被告|第三人)\s*[:：]"
)
_OFFICE = re.compile(r"法定代表人|公司|统一社会信用代码|经营场所|营业执照|办公")


@dataclass(frozen=True, slots=True)
class Hit:
    """Personal data found.

    `words` are as they stand, `value` the same without gaps and dashes, however it was written; `masked` may be shown. What is
    not `certain` can only be a warning.
    """

    rule: str
    words: str
    value: str
    masked: str
    certain: bool = True


def find(
    text: str, today: date, *, near: str = "", person: bool = False, numeric: bool = False
) -> Iterator[Hit]:
    """Find personal data in a piece of text.

    `near` holds words that belong to it though they stand elsewhere: the head of a table's column, the cell to the left.
    `person` says that the table it stands in is about persons (姓名, 性别 …). `numeric` says that a spreadsheet keeps the text as a number, whose digits after the fifteenth are lost.
    """
    if not _DIGIT.search(text):
        return
    text = folded(without_invisible(text))
    near = folded(near)
    for match in _LONG.finditer(text):
        yield from _digits(text, match, near, today, numeric)
    for match in (*_PASSPORT.finditer(text), *_MILITARY.finditer(text)):
        yield _hit("PASSPORT", match[1], match[1])
    if _PASSPORT_HEAD.search(near) and _PASSPORT_ALONE.fullmatch(text):
        yield _hit("PASSPORT", text.strip(), text.strip())
    yield from _addresses(text, near, person)


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits that may be one number: `lengths` are those of the runs it is joined of, `start` and `end` its place in `text`."""

    digits: str
    lengths: tuple[int, ...]
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def around(self, near: str) -> str:
        return (
            f"{near} {self.text[max(0, self.start - 24) : self.start]} {self.text[self.end : self.end + 8]}"
        )


def _hit(rule: str, words: str, value: str, certain: bool = True) -> Hit:
    return Hit(rule, words, value, masked_number(value), certain)


def _digits(text: str, match: re.Match[str], near: str, today: date, numeric: bool) -> Iterator[Hit]:
    """Look at a stretch of digits: each run by itself, then neighbouring runs joined."""
    runs = [(found.start(), found.end(), found[0]) for found in _RUN.finditer(match[0])]
    offset = match.start()
    taken: set[int] = set()
    for first, last, digits in _readings(runs):
        if not _MAYBE.match(digits) or not taken.isdisjoint(range(first, last + 1)):
            continue
        lengths = tuple(len(run) for _, _, run in runs[first : last + 1])
        number = _Number(digits, lengths, text, offset + runs[first][0], offset + runs[last][1])
        hit = _judge(number, near, today, numeric)
        if hit is not None:
            taken.update(range(first, last + 1))
            yield hit


def _readings(runs: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Give the numbers a row of runs may mean, as (first run, last run, digits): runs by themselves before joined ones."""
    for index, (_, _, run) in enumerate(runs):
        if 11 <= len(run) <= 19:
            yield index, index, run
    for first in range(len(runs)):
        digits = runs[first][2]
        for last in range(first + 1, min(first + 19, len(runs))):
            digits += runs[last][2]
            if len(digits) > 19:
                break
            if len(digits) >= 11:
                yield first, last, digits


def _judge(number: _Number, near: str, today: date, numeric: bool) -> Hit | None:
    """Say what a number is; None for a number of nobody."""
    digits, after = number.digits, number.text[number.end : number.end + 1]
    if after.isascii() and after.isalnum():
        return None
    if len(digits) == 18 and digits[:17].isdigit():
        if is_id_number(digits, today):
            return _hit("ID-NUMBER", number.words, digits)
        if numeric and has_region_and_birth(digits, today):
            return _hit("ID-NUMBER-CUT", number.words, digits)
        if _ID_CARD.search(number.around(near)) and has_region_and_birth(digits, today):
            return _hit("ID-NUMBER", number.words, digits, certain=False)  # copied with a mistake, perhaps
    if not digits.isdigit():
        return None
    if number.lengths == (15,) and is_old_id_number(digits):
        around = number.around(near)
        if "注册号" not in around:
            certain = bool(_ID_WORDS.search(around))
            return _hit("ID-NUMBER-OLD", number.words, digits, certain)
    if _is_phone(number):
        return _hit("PHONE-MOBILE", number.words, digits[-11:])
    if 16 <= len(digits) <= 19 and _is_bank_card(number, near):
        return _hit("BANK-CARD", number.words, digits)
    return None


def _is_bank_card(number: _Number, near: str) -> bool:
    lengths = number.lengths
    grouped = len(lengths) == 1 or set(lengths[:-1]) <= {4} or set(lengths) == {1} or lengths == (6, 13)
    if not grouped or not is_card(number.digits) or _UNIT_AFTER.match(number.text, number.end):
        return False
    beside = number.text[number.start - 1 : number.start] if number.start else ""
    around = number.around(near)
    if (beside.isascii() and beside.isalpha()) or _NO_CARD_WORDS.search(around):
        return False
    return bool(_CARD_WORDS.search(around)) or is_certain_card(number.digits)


def _is_phone(number: _Number) -> bool:
    digits, lengths, text = number.digits, number.lengths, number.text
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
        lengths = lengths[1:] if lengths[0] == 2 else (lengths[0] - 2, *lengths[1:])
    if len(digits) != 11 or not is_mobile(digits) or len(set(digits)) < 3:
        return False
    if (lengths not in _PHONE_GROUPS and set(lengths) != {1}) or "\n" in number.words:
        return False
    before, after = text[max(0, number.start - 12) : number.start], text[number.end : number.end + 1]
    last = before[-1:]
    if after in ("_", "*") or last == "*" or _UNIT_AFTER.match(text, number.end):
        return False
    inside_code = (last.isascii() and last.isalpha()) or last in ("_", "/", "=", "¥", "$")
    return not inside_code or bool(_PHONE_BEFORE.search(before))


def _addresses(text: str, near: str, in_table: bool) -> Iterator[Hit]:
    """Find addresses down to the house, where the words before them, or the head of the column, call them a home."""
    for match in _HOUSE.finditer(text):
        lead = re.split(r"[。;；!\n]", text[max(0, match.start() - 70) : match.start()])[-1]
        clause = re.split(r"[,，、(\t]", lead)[-1]
        strong, weak = _last(_STRONG_HOME, clause), _last(_WEAK_HOME, clause)
        label = strong or weak
        place = clause[label.end() :] if label else re.split(r"[:：\s]", clause)[-1]
        if not _ROAD.search(place):
            continue
        words = place.strip() + match[0]
        if strong or (_STRONG_HOME.search(near) and not weak):
            yield Hit("HOME-ADDRESS", words, "".join(words.split()), masked_address(words))
            continue
        weak_head = _WEAK_HOME.search(near) and not _OFFICE.search(near)
        person = in_table or _PERSON.search(f" {near} ") or _PERSON.search(f" {text} ")
        if (weak or weak_head) and person and not _OFFICE.search(text):
            yield Hit("HOME-ADDRESS-MAYBE", words, "".join(words.split()), masked_address(words))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def is_about_person(label: str) -> bool:
    """Tell whether a table's short cell is a label of a person's data."""
    return (
        len(label) <= 10 and re.search(r"姓\s*名|性\s*别|户主|身份证|出生年月|监护人|家长", label) is not None
    )


def masked_number(number: str) -> str:
    """Show the first two and the last two signs of a number, the others as stars."""
    number = _GLUED.sub("", number)
    return f"{number[:2]}{'*' * max(len(number) - 4, 3)}{number[-2:]}"


def masked_address(words: str) -> str:
    """Show an address down to the district, then stars."""
    match = re.match(r".{2,9}?(?:区|县|旗|市|镇|乡)", words)
    return f"{(match[0] if match else words[:3])}******"


def masked(text: str, today: date) -> str:
    """Return a text with all personal data in it masked: for file names and excerpts."""
    text = without_invisible(text)
    for hit in find(text, today):
        plain, at = folded(text), 0
        while (at := plain.find(hit.words, at)) >= 0:
            text = f"{text[:at]}{hit.masked}{text[at + len(hit.words) :]}"
            plain = folded(text)
            at += len(hit.masked)
    # whatever else might be a number of a person, valid or not
    return re.sub(r"\d{11,}[xX]?", lambda found: masked_number(found[0]), text)
