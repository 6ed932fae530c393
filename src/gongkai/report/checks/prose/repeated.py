"""Two figures for one thing in the words, and a balance of applications that the words get wrong by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.report.checks.case import Case, added
from gongkai.report.checks.registry import FORM_2021, PRACTICE, Rule
from gongkai.report.model import Finding

from .claims import APPROXIMATE, COMPARED, Claim, of_this_year
from .compare import is_checked
from .text import Prose, Sentence

PROSE_TWICE = Rule(
    "PROSE-TWICE",
    "warning",
    "文字对同一事项前后写了两个数",
    PRACTICE,
    "文字两处说的是同一个栏目、渠道的公开条数，或者同一项申请、复议、诉讼件数，而数字不同。",
)
PROSE_BALANCE = Rule(
    "PROSE-BALANCE",
    "warning",
    "文字中的收件、办结、结转不平",
    f"{FORM_2021}表三勾稽关系（新收＋上年结转＝办理结果总计＋结转下年度）",
    "同一段文字里写了收到、办结（或者各类结果）和结转下年度的件数，而收支不平。收到可以含上年结转，也可以不含。",
)
RULES = (PROSE_TWICE, PROSE_BALANCE)

_PUBLISHED = re.compile(
    r"^(?P<scope>[^，。；：]{0,40}?)(?:主动)?(?:公开|发布)(?:各类|各种)?(?:政府|政务)?信息(?:数量)?(?:共|共计|总数|总计|为|达)?"
    r"(?P<number>\d{1,9})条"
)
_FILLER = re.compile(
    r"20\d\d年度?|本年度?|全年度?|年度|全年|共计?|累计|总计|主动|通过|利用|依托|我局|本局|我[委办厅院]|本机关|本单位|在|于|各类|已|上|中|内|的|共|，"
)
_SAME = (("专栏", "栏"), ("栏目", "栏"), ("网站", "网"), ("政府信息", "信息"), ("政务信息", "信息"))
_ONLY_PART = re.compile("其中|新增|季度|月|半年")
_MENTIONS_CARRIED = re.compile("上一?年度?|去年|结转自|往年")
_OUTCOME_GROUPS = 6


def twice_findings(case: Case, prose: Prose, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Find one thing with two figures: channels of publication, and claims that no table decides."""
    seen: list[tuple[str, int, Sentence]] = []
    for sentence in prose.sentences:
        scoped = _published(sentence, case.report.year)
        if scoped is None:
            continue
        scope, number = scoped
        for other, before, earlier in seen:
            if before != number and (scope.endswith(other) or other.endswith(scope)):
                yield _twice(earlier, before, sentence, number, "条")
                break
        seen.append((scope, number, sentence))
    first: dict[str, Claim] = {}
    for claim in claims:
        known = first.setdefault(claim.what, claim)
        # received may be said with and without those carried in
        if (
            known.value != claim.value
            and known.sentence != claim.sentence
            and claim.what in ("carried_in", "carried_out", "review", "litigation", "repealed", "in_force")
            and not is_checked(case, claim)
        ):
            yield _twice(known.sentence, known.value, claim.sentence, claim.value, "件")


def _twice(earlier: Sentence, before: int, later: Sentence, now: int, unit: str) -> Finding:
    return PROSE_TWICE.finding(
        later.place,
        f"同一事项前面写{before}{unit}（“{earlier.quoted}”），后面写{now}{unit}（“{later.quoted}”），请核对。",
        before,
        now,
    )


def _published(sentence: Sentence, year: int | None) -> tuple[str, int] | None:
    """Where a sentence says information was published, by name, and how much; None if it names no place."""
    text = sentence.bare
    match = _PUBLISHED.match(text)
    if match is None or APPROXIMATE.search(text) or COMPARED.search(text.replace("累计", "")):
        return None
    if _ONLY_PART.search(match["scope"]) or not of_this_year(sentence, year):
        return None
    scope = _FILLER.sub("", match["scope"])
    for long, short in _SAME:
        scope = scope.replace(long, short)
    named = re.search("栏|网|公众号|微信|微博|平台|公报|客户端|抖音|头条", scope)
    return (scope, int(match["number"])) if named and len(scope) >= 3 else None


def balance_findings(case: Case, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Find paragraphs that state what came in, what went out and what is left, and do not balance."""
    paragraphs: dict[int, list[Claim]] = {}
    for claim in claims:
        paragraphs.setdefault(claim.sentence.paragraph, []).append(claim)
    for here in paragraphs.values():
        single: dict[str, Claim] = {}
        for claim in here:
            single.setdefault(claim.what, claim)
        if len({(claim.what, claim.value) for claim in here}) == len(single):
            yield from _balance(case, single)


def _balance(case: Case, claims: dict[str, Claim]) -> Iterator[Finding]:
    received, left = claims.get("received"), claims.get("carried_out")
    if received is None or left is None:
        return
    out = _gone(claims)
    if not out:
        return
    total_out = sum(number for _, number in out) + left.value
    carried = claims.get("carried_in")
    if carried is None and _MENTIONS_CARRIED.search(received.sentence.text + left.sentence.text):
        # something was carried in, but how much is not understood
        return
    table = case.value("applications.carried_in.total")
    due = {received.value, received.value + (carried.value if carried else 0)}
    if carried is None and table is not None:
        due.add(received.value + int(table))
    if total_out in due:
        return
    came = [("收到", received.value), *([("上年结转", carried.value)] if carried else [])]
    total_in = sum(number for _, number in came)
    yield PROSE_BALANCE.finding(
        received.sentence.place,
        f"{added(came)}，而{added([*out, ('结转下年度', left.value)])}，不相等，差{abs(total_in - total_out)}；"
        f"原句：“{received.sentence.quoted}”，请核对。",
        total_in,
        total_out,
    )


def _gone(claims: dict[str, Claim]) -> list[tuple[str, int]]:
    """What went out: the number decided, else all six kinds of outcome."""
    if "decided" in claims:
        return [("办结", claims["decided"].value)]
    kinds = {
        what: claim.value
        for what, claim in claims.items()
        if what.startswith("group:") or what in ("row:granted", "row:partly_granted")
    }
    if len(kinds) < _OUTCOME_GROUPS:
        return []
    names = {"row:granted": "予以公开", "row:partly_granted": "部分公开"}
    return [(names.get(what) or re.sub("^group:（.）", "", what), number) for what, number in kinds.items()]
