"""The remedy paragraph (救济途径) of a letter: right for its kind, its date, the agency's kind and the way it is served.

Sources: 《行政复议法》 as revised in 2023 (in force 2024-01-01) Art. 11, 20, 22–28, before that its revision of 2017 Art. 9, 12–15;
《行政诉讼法》 Art. 44–46; 法释〔2025〕8号 Art. 1–3; 国办函〔2020〕109号 Art. 7. Which reviewing body is right for which kind of agency, and which
way is open for which letter, stands row by row with its article in `remedies.json`; what could not be checked against the text is
`verified: false` there (未核实), is said so in `Advice.doubts`, and can be set otherwise by the agency (`Settings`).

The law that counts is that of the day the decision was made (未核实 for decisions on applications received before the new law).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.decisions import Ground

__all__ = [
    "NEW_LAW",
    "Advice",
    "Agency",
    "Body",
    "Reviewer",
    "Row",
    "Settings",
    "Way",
    "WayRow",
    "advise",
    "reviewers",
    "way_of",
]

NEW_LAW = date(2024, 1, 1)
"""《行政复议法》 of 2023 is in force from this day."""


class _Named(Enum):
    term: str

    def __new__(cls, key: str, term: str = "") -> _Named:
        member = object.__new__(cls)
        member._value_ = key
        member.term = term
        return member

    @property
    def key(self) -> str:
        """The stable key."""
        return str(self._value_)


class Body(_Named):
    """What kind of body answers, as far as it decides who reviews: stable key and Chinese term."""

    DEPARTMENT = "department", "县级以上地方人民政府的工作部门"
    JUSTICE = "justice", "履行行政复议机构职责的司法行政部门"
    GOVERNMENT = "government", "地方人民政府（省级以下，含乡镇）"
    DISPATCHED = "dispatched", "派出机关（街道办事处等）"
    AUTHORISED = "authorised", "地方管理的法律、法规、规章授权的组织"
    STATION = "station", "工作部门的派出机构（以自己的名义）"
    PROVINCE = "province", "省、自治区、直辖市人民政府"
    VERTICAL = "vertical", "海关、金融、外汇管理等垂直领导的机关"
    TAX = "tax", "税务机关"
    SECURITY = "security", "国家安全机关"
    STATE_DEPARTMENT = "state_department", "国务院部门"
    STATE_STATION = "state_station", "国务院部门的派出机构或者授权的组织"


class Reviewer(_Named):
    """The part a reviewing body (行政复议机关) plays for the agency: stable key and what the agency is asked for."""

    OWN_GOVERNMENT = "own_government", "本级人民政府"
    HIGHER_GOVERNMENT = "higher_government", "上一级人民政府"
    FOUNDING_GOVERNMENT = "founding_government", "设立本机关的人民政府"
    HIGHER_JUSTICE = "higher_justice", "上一级司法行政部门"
    HIGHER_DEPARTMENT = "higher_department", "上一级主管部门"
    MANAGING_BODY = "managing_body", "管理（设立）本机关的部门"
    STATE_DEPARTMENT = "state_department", "国务院主管部门"
    ITSELF = "itself", "本机关"


class Way(StrEnum):
    """Which way the letter shows."""

    REVIEW_FIRST = "review_first"
    """复议前置."""
    EITHER = "either"
    """复议或者诉讼."""
    AFTER_FEE = "after_fee"
    """收费决定不能单独复议、诉讼."""
    NONE = "none"
    """不写救济途径."""


@dataclass(frozen=True, slots=True)
class Row:
    """Who reviews what this kind of body did, from and until a day."""

    body: Body
    to: tuple[Reviewer, ...]
    article: str
    verified: bool
    since: date | None
    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """Which way is open against letters or outcomes of these keys, from and until a day; `setting` names what may set it otherwise."""

    of: tuple[str, ...]
    way: Way
    article: str
    verified: bool
    since: date | None
    until: date | None
    setting: str
    note: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the law leaves open (未核实): the platform's reading first, an agency's supervising office may lay down its own."""

    partly_review_first: bool = True
    inquiry_review_first: bool = False
    withdrawn_remedy: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that answers: its kind, the full names of its reviewing bodies by part, the court, where review is asked for online."""

    body: Body
    name: str = ""
    reviewers: Mapping[Reviewer, str] = field(default_factory=dict)
    court: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """The paragraph with its articles; what is `lacking` before it may be printed, and what is doubtful about it (未核实)."""

    way: Way
    text: str
    articles: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


WITHHELD = frozenset(
    {
        Ground.STATE_SECRET,
        Ground.BANNED_BY_LAW,
        Ground.SECURITY,
        Ground.THIRD_PARTY,
        Ground.INTERNAL,
        Ground.DELIBERATIVE,
        Ground.ENFORCEMENT,
    }
)
"""The grounds of 条例 Art. 14–16, the only ones against which review must come first (法释〔2025〕8号 and its explanation)."""


@cache
def _data() -> Any:
    return json.loads(files(__package__).joinpath("remedies.json").read_text("utf-8"))


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if name in row else None


@cache
def rows() -> tuple[Row, ...]:
    """Give the table of reviewing bodies."""
    return tuple(
        Row(
            Body(one["kind"]),
            tuple(Reviewer(to) for to in one["to"]),
            one["article"],
            one["verified"],
            _day(one, "since"),
            _day(one, "until"),
            one["note"],
        )
        for one in _data()["bodies"]
    )


@cache
def ways() -> tuple[WayRow, ...]:
    """Give the table of ways."""
    return tuple(
        WayRow(
            tuple(one["of"]),
            Way(one["way"]),
            one["article"],
            one["verified"],
            _day(one, "since"),
            _day(one, "until"),
            one.get("setting", ""),
            one["note"],
        )
        for one in _data()["ways"]
    )


def _holds(row: Row | WayRow, on: date) -> bool:
    return (row.since is None or row.since <= on) and (row.until is None or on <= row.until)


def reviewers(body: Body, on: date) -> Row:
    """Give the row that says who reviews what this kind of body decided on the day."""
    return next(row for row in rows() if row.body is body and _holds(row, on))


def way_of(
    of: str, on: date, *, parts: Iterable[Ground] = (), settings: Settings | None = None
) -> tuple[Way, WayRow]:
    """Give the way open against a letter, by the key of its outcome or, without one, of its kind.

    `parts` are the grounds of the parts not given in a partial disclosure: only those of Art. 14–16 make review come first.
    KeyError for a key that no row names.
    """
    chosen = settings or Settings()
    row = next((row for row in ways() if of in row.of and _holds(row, on)), None)
    if row is None:
        raise KeyError(of)
    way = row.way
    if row.setting == "partly_review_first":
        found = frozenset(parts)
        first = chosen.partly_review_first and (not found or bool(found & WITHHELD))
        way = Way.REVIEW_FIRST if first else Way.EITHER
    elif row.setting == "inquiry_review_first":
        way = Way.REVIEW_FIRST if chosen.inquiry_review_first and on >= NEW_LAW else Way.EITHER
    elif row.setting == "withdrawn_remedy":
        way = Way.EITHER if chosen.withdrawn_remedy else Way.NONE
    return way, row


def advise(
    of: str,
    on: date,
    agency: Agency,
    *,
    online: bool = False,
    letter: str = "本答复",
    parts: Iterable[Ground] = (),
    settings: Settings | None = None,
) -> Advice:
    """Write the remedy paragraph of a letter of this outcome (or kind), made on this day and, if `online`, served over the internet.

    `letter` is what the letter calls itself. What is lacking (a name of a reviewing body, the court, the online address that Art. 22
    demands) is said in Chinese, and stands as a gap （　　） in the text, so that nobody takes it for finished.
    """
    way, row = way_of(of, on, parts=parts, settings=settings)
    doubts: tuple[str, ...] = ()
    if not row.verified:
        doubts = (f"{row.note or row.article}（未核实，可在文书设置中改）",)
    if way is Way.NONE:
        return Advice(way, "", (row.article,), (), doubts)
    if way is Way.AFTER_FEE:
        return Advice(way, _AFTER_FEE, (row.article,), (), doubts)
    who = reviewers(agency.body, on)
    if not who.verified:
        doubts += (f"复议机关依据{who.article}，条文未核实；请核对后在文书设置中填写",)
    bodies, court, lacking = _named(agency, who)
    articles = [row.article, who.article, _SIXTY_NEW if on >= NEW_LAW else _SIXTY_OLD]
    after = f"自收到行政复议决定书之日起15日内向{court}提起行政诉讼"
    if Reviewer.ITSELF in who.to:
        after += "，也可以向国务院申请裁决"
        articles.append(_RULING_NEW if on >= NEW_LAW else _RULING_OLD)
    if way is Way.REVIEW_FIRST:
        text = (
            f"如对{letter}不服，根据《中华人民共和国行政复议法》第二十三条的规定，应当先申请行政复议：可以自收到{letter}之日起60日内向{bodies}申请行政复议；"
            f"对行政复议决定不服的，可以{after}。"
        )
        articles.append("《中华人民共和国行政诉讼法》第四十五条")
    else:
        text = f"如对{letter}不服，可以自收到{letter}之日起60日内向{bodies}申请行政复议，或者自收到{letter}之日起6个月内向{court}提起行政诉讼。"
        if Reviewer.ITSELF in who.to:
            text += f"申请行政复议后对行政复议决定不服的，可以{after}。"
            articles.append("《中华人民共和国行政诉讼法》第四十五条")
        articles.append("《中华人民共和国行政诉讼法》第四十六条第一款")
    if online and on >= NEW_LAW:
        address = agency.online.strip()
        if not address:
            lacking.append(
                "通过互联网送达的，应当同时提供提交行政复议申请书的互联网渠道：没有设置它的网址（《中华人民共和国行政复议法》第二十二条）"
            )
        text += f"行政复议申请书可以通过互联网提交：{address or _GAP}。"
        articles.append("《中华人民共和国行政复议法》第二十二条")
    return Advice(way, text, tuple(articles), tuple(lacking), doubts)


def _named(agency: Agency, who: Row) -> tuple[str, str, list[str]]:
    """Give the reviewing bodies and the court as the paragraph names them, and what is not set."""
    lacking = []
    names = []
    for one in who.to:
        name = (agency.name if one is Reviewer.ITSELF else agency.reviewers.get(one, "")).strip()
        if not name:
            lacking.append(f"没有设置行政复议机关：{one.term}的全称（{who.article}）")
        names.append(name or _GAP)
    court = agency.court.strip()
    if not court:
        lacking.append(
            "没有设置有管辖权的人民法院的全称（《中华人民共和国行政诉讼法》第四十五条、第四十六条）"
        )
    return "或者".join(names), court or _GAP, lacking


_GAP = "（　　）"
_SIXTY_NEW = "《中华人民共和国行政复议法》第二十条第一款"
_SIXTY_OLD = "《中华人民共和国行政复议法》（2017年修正）第九条第一款"
_RULING_NEW = "《中华人民共和国行政复议法》第二十六条"
_RULING_OLD = "《中华人民共和国行政复议法》（2017年修正）第十四条"
_AFTER_FEE = (
    "根据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第七条的规定，不能单独就收费决定申请行政复议或者提起行政诉讼；"
    "对收费决定有异议的，可以在缴费期满后，就本机关不再处理该申请的行为，向上一级行政机关或者政府信息公开工作主管部门投诉、举报，或者依法申请行政复议、提起行政诉讼。"
)
