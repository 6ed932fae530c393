"""This year's report beside last year's: what was carried over, what is in force, what jumped, what was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from gongkai.report.form import FORM_2021
from gongkai.report.model import Finding, Report, Value

from .agencies import plain_name
from .case import Case, gap, shown, usable
from .registry import FORM_2021 as SOURCE_2021
from .registry import PRACTICE, REGULATION, Rule
from .words import folded

CARRY_OVER = Rule(
    "CARRY-OVER",
    "error",
    "上年结转与上年报告的结转下年度不一致",
    f"{SOURCE_2021}表三第二、四项；{REGULATION}第四十九条、第五十条",
    "本年“二、上年结转”各列应当等于上年已公布报告“四、结转下年度继续办理”各列。上年确有误的，"
    "在第六部分写明原因（写明后只提醒），不得改动已公布的报告。",
)
PREVIOUS_YEAR = Rule(
    "PREVIOUS-YEAR",
    "warning",
    "对照的不是上一年度报告",
    PRACTICE,
    "跨年核对只能拿上一年度的报告来比；年度不符时不作跨年核对。",
)
PREVIOUS_AGENCY = Rule(
    "PREVIOUS-AGENCY",
    "warning",
    "对照的是另一机关的报告",
    "国办公开办函〔2019〕14号（机构改革后职权划入机关续办申请）；" + PRACTICE,
    "两份报告的机关名称不同。机构更名、职权划转的照常核对，只作提醒；否则是拿错了文件。",
)
IN_FORCE = Rule(
    "IN-FORCE",
    "warning",
    "现行有效件数与制发、废止对不上",
    f"{SOURCE_2021}表二第（一）项（填报实务，软校验）",
    "现行有效件数一般等于上年现行有效加本年制发减本年废止；有失效、清理、认定调整的可以不等，"
    "所以只提醒。没有上年报告时，只核对现行有效不少于制发减废止。",
)
JUMP = Rule(
    "JUMP",
    "warning",
    "与上年相差悬殊",
    PRACTICE,
    "主要数字与上年相差十倍以上，或者由一百以上变为0、由0变为一百以上，请核对是否漏填、多填，或者单位写错。",
)
TEXT_REPEATED = Rule(
    "TEXT-REPEATED",
    "warning",
    "文字与上年雷同",
    f"{SOURCE_2021}“（四）明确责任”（内容雷同、敷衍塞责的依条例第四十七条追责）",
    "除去数字和标点，某一部分的文字与上年九成以上相同。",
)
RULES = (CARRY_OVER, PREVIOUS_YEAR, PREVIOUS_AGENCY, IN_FORCE, JUMP, TEXT_REPEATED)

_EXPLAINED = re.compile(
    r"结转[^。\n]{0,60}(?:更正|调整|修正|订正|有误|差错|误差|差异|不一致|原因|划转|划入|合并|漏报|误报)"
    r"|(?:更正|调整|修正|订正|有误|差错|误差|差异|划转|划入|合并|漏报|误报)[^。\n]{0,60}结转"
)
_JUMPERS = (
    "proactive.permits",
    "proactive.penalties",
    "proactive.enforcement",
    "proactive.fees",
    *(f"proactive_2019.{row}.decisions" for row in ("permits", "other_services", "penalties", "enforcement")),
    "applications.received.total",
    "remedies.review.total",
    "remedies.litigation_direct.total",
    "remedies.litigation_after_review.total",
)
_NOTABLE = 100
_TIMES = 10
_SHORTEST_TEXT = 100
_LONGEST_TEXT = 20_000
_ALIKE = 90.0
_NO_WORDS = re.compile(r"[\W\d_]+")


def find(case: Case) -> Iterator[Finding]:
    """Compare with last year's report, if one is given and is last year's."""
    report, previous = case.report, case.previous
    if previous is None:
        yield from _in_force(case, {})
        return
    if report.year is not None and previous.year is not None and previous.year != report.year - 1:
        yield PREVIOUS_YEAR.finding(
            "year",
            f"对照的报告是{previous.year}年度的，{report.year}年度报告应当与{report.year - 1}年度报告对照；未作跨年核对。",
            report.year - 1,
            previous.year,
        )
        yield from _in_force(case, {})
        return
    other_agency = _other_agency(report, previous)
    if other_agency:
        yield PREVIOUS_AGENCY.finding(
            "agency",
            f"本报告是“{report.agency}”的，对照的上年报告是“{previous.agency}”的；如非机构更名、职权划转，请核对文件是否选对。",
            previous.agency,
            report.agency,
        )
    before = usable(previous.figures)
    yield from _carry_over(case, before, lenient=other_agency)
    yield from _in_force(case, before)
    yield from _jumps(case, before)
    yield from _repeated(case, previous)


def _other_agency(report: Report, previous: Report) -> bool:
    if report.agency is None or previous.agency is None:
        return False
    now, then = plain_name(folded(report.agency)), plain_name(folded(previous.agency))
    return not (now.endswith(then) or then.endswith(now))


def _carry_over(case: Case, before: Mapping[str, Value], *, lenient: bool) -> Iterator[Finding]:
    explained = _EXPLAINED.search(case.texts.get("other", "")) is not None
    block = case.form.table("applications").blocks[0]
    year = "上年" if case.previous is None or case.previous.year is None else f"{case.previous.year}年度"
    for column in block.columns:
        place, source = f"applications.carried_in.{column.key}", f"applications.carried_out.{column.key}"
        now, then = case.value(place), before.get(source)
        if now is None or then is None or now == then:
            continue
        advice = (
            "第六部分已有说明，请确认说明与数字相符"
            if explained
            else "上年确有误的，请在“六、其他需要报告的事项”说明"
        )
        yield CARRY_OVER.finding(
            place,
            f"{case.form.name_of(place)}为{shown(now)}，而{year}报告的{case.form.name_of(source)}为{shown(then)}，"
            f"应当相等，差{shown(gap(now, then))}；{advice}。",
            then,
            now,
            severity="warning" if explained or lenient else None,
        )


def _in_force(case: Case, before: Mapping[str, Value]) -> Iterator[Finding]:
    for row in FORM_2021.tables[0].blocks[0].rows:
        stem = f"proactive.{row.key}"
        made, repealed, now = (case.value(f"{stem}.{key}") for key in ("made", "repealed", "in_force"))
        if made is None or repealed is None or now is None:
            continue
        then = before.get(f"{stem}.in_force")
        if then is not None:
            due = then + made - repealed
            if due != now:
                yield IN_FORCE.finding(
                    f"{stem}.in_force",
                    f"表二“{row.label}”：上年现行有效{shown(then)}＋本年制发{shown(made)}－本年废止{shown(repealed)}"
                    f"＝{shown(due)}，与填报的现行有效{shown(now)}不相等，差{shown(gap(due, now))}；"
                    "有失效、清理、认定调整的除外，请核对。",
                    due,
                    now,
                )
        elif made - repealed > now:
            yield IN_FORCE.finding(
                f"{stem}.in_force",
                f"表二“{row.label}”：本年制发{shown(made)}－本年废止{shown(repealed)}＝{shown(made - repealed)}，"
                f"填报的现行有效却只有{shown(now)}，请核对。",
                made - repealed,
                now,
            )


def _jumps(case: Case, before: Mapping[str, Value]) -> Iterator[Finding]:
    for place in _JUMPERS:
        now, then = case.value(place), before.get(place)
        if now is None or then is None or now < 0 or then < 0:
            continue
        small, large = sorted((now, then))
        if large < _NOTABLE or large < small * _TIMES:
            continue
        how = "0" if not small else f"约{Decimal(large) / Decimal(small):.0f}倍"
        change = f"相差{how}" if small else "一年为0"
        unit = "，并核对单位是否为万元" if place == "proactive.fees" else ""
        yield JUMP.finding(
            place,
            f"{case.form.name_of(place)}为{shown(now)}，上年为{shown(then)}，{change}；请核对是否漏填、多填{unit}。",
            then,
            now,
        )


def _repeated(case: Case, previous: Report) -> Iterator[Finding]:
    texts = []
    for section in case.form.sections:
        now, then = (
            _NO_WORDS.sub("", one.sections.get(section.key, "")[:_LONGEST_TEXT])
            for one in (case.report, previous)
        )
        if min(len(now), len(then)) >= _SHORTEST_TEXT:
            texts.append((section, now, then))
    if not texts:
        return
    from rapidfuzz import fuzz

    for section, now, then in texts:
        alike = fuzz.ratio(now, then, score_cutoff=_ALIKE)
        if alike:
            yield TEXT_REPEATED.finding(
                f"sections.{section.key}",
                f"“{section.heading}”的文字与上年{alike:.0f}％相同（不计数字和标点）；请按本年度实际情况写。",
            )
