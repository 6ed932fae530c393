"""What the words say about applications (依申请公开): received, carried over, decided, and with which outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.report.form import FORM_2019, FORM_2021

from .claims import (
    APPLICATION,
    APPROXIMATE,
    CASES,
    COMPARED,
    PARTIAL,
    TALLY,
    Claim,
    clause_before,
    of_this_year,
)
from .text import Sentence

_TAKEN = "(?:新收到?|收到|受理|接收|接到|收悉)"
_WHO = (
    "(?:公民、?法人(?:或者?|和|及|与)其他组织|公众|群众|社会公众|申请人)?(?:提出|提交|的|各类|有效|书面|新)*"
)
_RECEIVED = re.compile(rf"{_TAKEN}了?{_WHO}{APPLICATION}{TALLY}(?P<number>\d{{1,9}}){CASES}")
_RECEIVED_FIRST = re.compile(rf"{_TAKEN}了?(?P<number>\d{{1,9}}){CASES}{_WHO}{APPLICATION}(?=$|[，。；、：])")
_BARE = re.compile(
    rf"(?:^|[，。；])(?:本?年度?|全年)?依申请公开(?:申请|信息|事项)*(?:共|为|：)?(?P<number>\d{{1,9}}){CASES}(?=$|[。；，])"
)
_NONE = re.compile(
    rf"(?:均?未|没有|未曾|尚未)(?:再)?(?:收到|接到|受理|接收|产生|发生)过?(?:任何)?{_WHO}(?:要求)?{APPLICATION}"
    "(?:的?(?:事项|情况|件|案件|情形))?(?=$|[，。；、])"
    rf"|(?:^|[，。；年度])无{APPLICATION}(?:的?(?:事项|情况|件|案件|情形))?(?=$|[，。；])"
)
_NEXT = r"(?:下一?年度?|次年|明年|20\d\d年度?)"
_LAST = r"(?:上一?年度?|去年)"
_CARRIED_OUT = re.compile(
    rf"(?:结转|转)(?:至|到|入)?{_NEXT}(?:继续)?(?:办理|处理|答复)?的?{APPLICATION}?{TALLY}(?P<number>\d{{1,9}}){CASES}"
)
_CARRIED_OUT_FIRST = re.compile(
    rf"(?<![\d第])(?P<number>\d{{1,9}}){CASES}(?:申请)?(?:依法|按规定|尚未办结，?)?结转(?:至|到|入)?{_NEXT}"
)
_CARRIED_IN = re.compile(
    rf"(?:{_LAST}结转(?:至?本年度?)?|结转(?:自)?{_LAST})的?(?:办理|{APPLICATION}|政府信息公开)*{TALLY}(?P<number>\d{{1,9}}){CASES}"
)
_DECIDED = re.compile(rf"(?:办结|办理完毕|答复)(?:了)?{APPLICATION}?{TALLY}(?P<number>\d{{1,9}}){CASES}")
_DECIDED_FIRST = re.compile(
    rf"(?<![\d第])(?P<number>\d{{1,9}}){CASES}(?:申请)?(?:已|均已|均|全部|都|已经)(?:依法|按时|按期|如期)*(?:办结|答复)(?=$|[，。；、])"
)
_LATER = re.compile("顺延|结转|延期|下一?年|次年|明年")
_JOINED = re.compile("(?:[或和及与]|以及|(?<![件宗份起例条个项次0-9%％])、)$")
_OTHER_BUSINESS = re.compile("建议|提案|信箱|热线|留言|咨询|投诉|举报|信访|平台工单|工单|诉求|复议|诉讼")
_PERSON = re.compile(rf"自然人(?:申请|提出|提交|的|共|为|：)*(?P<number>\d{{1,9}}){CASES}")
_ORGANISATIONS = re.compile(
    rf"法人(?:(?:或者?|和|及|与|、)其他组织)?(?:申请|提出|提交|的|共|为|：)*(?P<number>\d{{1,9}}){CASES}"
)
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七]+[）)]|\d+[.．])")


@cache
def _outcomes() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...]:
    """Each outcome and group of outcomes: its key, its label, the label before a figure, the label behind one."""
    labels: dict[str, str] = {}
    for form in (FORM_2021, FORM_2019):
        _, _, *details, _, _ = form.table("applications").blocks[0].rows
        for row in details:
            if row.group:
                labels.setdefault(_NUMBERING.sub("", row.group), f"group:{row.group}")
            label = _NUMBERING.sub("", row.label)
            # 其他 and the like stand for anything
            if len(label) >= 4:
                labels.setdefault(label, f"row:{row.key}")
    found = []
    for label, key in labels.items():
        before = "(?<![不分动])" if label == "予以公开" else ""
        words = re.escape(label)
        found.append(
            (
                key,
                label,
                re.compile(
                    rf"{before}{words}(?:信息|的|申请|类|决定|答复|共|为|：|有)*(?P<number>\d{{1,9}}){CASES}"
                ),
                re.compile(
                    rf"(?<![\d第])(?P<number>\d{{1,9}}){CASES}(?:申请)?(?:依法|均|作出|做出|决定|已|属于)*{before}{words}"
                    "(?:决定|答复)?(?=$|[，。；、])"
                ),
            )
        )
    return tuple(found)


def application_claims(sentence: Sentence, year: int | None) -> Iterator[Claim]:
    """Find what one sentence claims about applications; nothing where its scope is not clear."""
    text = sentence.bare
    if not any(sign in text for sign in ("申请", "结转", "公开", "办结")) or APPROXIMATE.search(text):
        return
    if not of_this_year(sentence, year):
        return
    if "申请" in text:
        for pattern in (_RECEIVED, _RECEIVED_FIRST, _BARE):
            match = pattern.search(text)
            if match and _whole(text, match.start()):
                yield _claim("received", match, sentence)
                break
        else:
            match = _NONE.search(text)
            if match and _whole(text, match.start()) and not COMPARED.search(text):
                yield Claim("received", 0, match[0].strip("，。；"), sentence)
    yield from _carried(sentence)
    if "申请" in text and not _OTHER_BUSINESS.search(text):
        match = _DECIDED.search(text) or _DECIDED_FIRST.search(text)
        if match and _whole(text, match.start()) and not _LATER.search(clause_before(text, match.start())):
            yield _claim("decided", match, sentence)
    yield from _outcome_claims(sentence)


def _whole(text: str, position: int) -> bool:
    """Whether what is said at the position is said of the whole agency and year."""
    before = text[:position]
    clause = before[before.rfind("，") + 1 :]
    return not PARTIAL.search(before) and not COMPARED.search(clause)


def _claim(what: str, match: re.Match[str], sentence: Sentence) -> Claim:
    return Claim(what, int(match["number"]), match[0].strip("，。；"), sentence)


def _carried(sentence: Sentence) -> Iterator[Claim]:
    text = sentence.bare
    if "结转" not in text or "资金" in text or "预算" in text:
        return
    for what, patterns in (
        ("carried_in", (_CARRIED_IN,)),
        ("carried_out", (_CARRIED_OUT, _CARRIED_OUT_FIRST)),
    ):
        for pattern in patterns:
            match = pattern.search(text)
            if match and not PARTIAL.search(text[: match.start()].replace("其中", "")):
                yield _claim(what, match, sentence)
                break


def _outcome_claims(sentence: Sentence) -> Iterator[Claim]:
    """Outcomes, label first or figure first, but never both in one sentence; and the two kinds of applicant."""
    text = sentence.bare
    behind: list[Claim] = []
    ahead: list[Claim] = []
    for key, label, label_first, number_first in _outcomes():
        if label not in text:
            continue
        for pattern, claims in ((label_first, behind), (number_first, ahead)):
            match = pattern.search(text)
            # 予以公开或部分公开59件 counts both
            if match and _undivided(text[: match.start()]) and not _JOINED.search(text[: match.start()]):
                claims.append(_claim(key, match, sentence))
    claims = behind or ahead
    if len(claims) >= 2 or (claims and "申请" in text):
        yield from claims
    elif not claims and "申请" in text and re.search(_TAKEN, text):
        for what, pattern in (("person", _PERSON), ("organisations", _ORGANISATIONS)):
            match = pattern.search(text)
            if match and not PARTIAL.search(text[: match.start()].replace("其中", "")):
                yield _claim(what, match, sentence)


def _undivided(before: str) -> bool:
    rest = before.replace("其中", "").replace("分别", "")
    return not PARTIAL.search(rest) and not COMPARED.search(rest[rest.rfind("，") + 1 :])
