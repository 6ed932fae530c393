"""Figures that contradict no sum and yet are hardly what the agency meant to report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.form import FORM_2019
from gongkai.report.model import Finding

from .agencies import may_not_make_rules
from .case import Case, cell_names, shown, size
from .registry import FORM_2019 as SOURCE_2019
from .registry import FORM_2021, Rule

DECISIONS_AS_ITEMS = Rule(
    "DECISIONS-AS-ITEMS",
    "warning",
    "疑把事项数当作处理决定数量",
    f"{SOURCE_2019}表二第（五）、（六）项各列",
    "2019年试行格式中，“上一年项目数量”“本年增/减”数的是事项，“处理决定数量”数的是作出的决定。"
    "处理决定数量恰好等于前两格之和，多半是把三格当成了加法。",
)
COLUMN_SHIFT = Rule(
    "COLUMN-SHIFT",
    "warning",
    "疑填错列",
    f"{SOURCE_2019}表二各列；{FORM_2021}表三各列",
    "应填的格空白，而旁边一格的数字明显属于它：2019年试行格式的“处理决定数量”空白而“本年增/减”很大；"
    "表三“总计”空白而“其他”恰为前五类之和。",
)
PUBLISHED_LESS = Rule(
    "PUBLISHED-LESS",
    "warning",
    "公开数量与制作数量、公开总数矛盾",
    f"{SOURCE_2019}表二第（一）项；{FORM_2021}表二第（一）项",
    "2019年试行格式中，本年新公开的应当包括在对外公开总数量内；本年制作了规范性文件而一件也没有公开，不合常理。",
)
RULES_NO_POWER = Rule(
    "RULES-NO-POWER",
    "warning",
    "没有规章制定权而填了规章",
    "《立法法》第九十一条、第九十三条；条例第二十条第（一）项",
    "只有国务院部门、省级和设区的市、自治州的人民政府等有规章制定权；县级以下政府和地方各部门应填0。"
    "自己起草而由政府发布的规章，由政府统计。",
)
FEE_NOTE = Rule(
    "FEE-NOTE",
    "warning",
    "有逾期未缴费的申请而没有写收费情况",
    "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条；填报实务",
    "表三有“申请人逾期未按收费通知要求缴纳费用”的件数，说明发过收费通知，"
    "“六、其他需要报告的事项”应当报告收取信息处理费的情况。",
)
REVIEW_FIRST = Rule(
    "REVIEW-FIRST",
    "info",
    "不予公开案件直接起诉，请核对",
    "《行政复议法》（2023年修订，2024年1月1日起施行）第二十三条",
    "2024年起，对不予公开不服的应当先申请行政复议。本年未予公开的都是“不予公开”，"
    "却有“未经复议直接起诉”的案件，请核对是否归错列（对逾期不答复等可以直接起诉）。",
)
RULES = (DECISIONS_AS_ITEMS, COLUMN_SHIFT, PUBLISHED_LESS, RULES_NO_POWER, FEE_NOTE, REVIEW_FIRST)

_TABLE_2019 = FORM_2019.tables[0]
_ITEM_ROWS = tuple(
    row
    for block in _TABLE_2019.blocks
    for row in block.rows
    if {"items_last_year", "change", "decisions"} <= {column.key for column in block.columns}
)
_ABOUT_FEES = re.compile("信息处理费|收费|费用|缴费|收取")
# Sums this small are often equal by chance.
_CHANCE = 20


def find(case: Case) -> Iterator[Finding]:
    """Look for figures in the wrong cell, or reported by one who cannot have them."""
    yield from _decisions_as_items(case)
    yield from _shifts(case)
    yield from _published_less(case)
    yield from _rules_no_power(case)
    yield from _fee_note(case)
    yield from _review_first(case)


def shifted_places(case: Case) -> frozenset[str]:
    """Return the blank cells whose figure stands in the cell before them, so that nobody reports them twice."""
    return frozenset(blank for blank, _ in _shifted(case))


def _shifted(case: Case) -> Iterator[tuple[str, str]]:
    """Yield (blank cell, cell that holds its figure)."""
    figures = case.figures
    for row in _ITEM_ROWS:
        items, change, decisions = (
            f"{_TABLE_2019.key}.{row.key}.{key}" for key in ("items_last_year", "change", "decisions")
        )
        grown = figures.get(change)
        if decisions in figures and figures[decisions] is None and grown is not None:
            before = figures.get(items) or 0
            if grown > max(_CHANCE, before):
                yield decisions, change
    block = case.form.table("applications").blocks[0]
    *kinds, last, total = (column.key for column in block.columns)
    for one in block.rows:
        stem = f"applications.{one.key}"
        if f"{stem}.{total}" in figures and figures[f"{stem}.{total}"] is None:
            known = case.total(f"{stem}.{key}" for key in kinds)
            if known and figures.get(f"{stem}.{last}") == known:
                yield f"{stem}.{total}", f"{stem}.{last}"


def _decisions_as_items(case: Case) -> Iterator[Finding]:
    rows = []
    sure = False
    for row in _ITEM_ROWS:
        stem = f"{_TABLE_2019.key}.{row.key}"
        items, change, decisions = (
            case.value(f"{stem}.{key}") for key in ("items_last_year", "change", "decisions")
        )
        if items is None or change is None or decisions is None or not change or not decisions:
            continue
        if items + change == decisions:
            rows.append(
                (
                    stem,
                    f"“{row.label}”{shown(items)}{'＋' if change > 0 else '－'}{shown(size(change))}＝{shown(decisions)}",
                )
            )
            sure = sure or (items > 0 and decisions > _CHANCE)
    if sure:
        yield DECISIONS_AS_ITEMS.finding(
            f"{rows[0][0]}.decisions" if len(rows) == 1 else _TABLE_2019.key,
            f"表二{'、'.join(words for _, words in rows)}，“处理决定数量”恰为“上一年项目数量”与“本年增/减”之和，"
            "疑把事项数当成了处理决定数量；请填本年作出的决定件数。",
        )


def _shifts(case: Case) -> Iterator[Finding]:
    for blank, holder in _shifted(case):
        number = case.value(holder)
        assert number is not None  # a holder is a cell with a figure
        why = "恰为前五类之和" if blank.startswith("applications.") else "明显偏大"
        yield COLUMN_SHIFT.finding(
            blank,
            f"{case.form.name_of(blank)}空白，而同一行的“{cell_names()[holder].column.label}”为{shown(number)}，{why}，疑填错列，请核对。",
            found=number,
        )


def _published_less(case: Case) -> Iterator[Finding]:
    for row in _TABLE_2019.blocks[0].rows:
        stem = f"{_TABLE_2019.key}.{row.key}"
        made, published, public = (
            case.value(f"{stem}.{key}") for key in ("made", "published", "public_total")
        )
        if published is not None and public is not None and published > public:
            yield PUBLISHED_LESS.finding(
                f"{stem}.public_total",
                f"表二“{row.label}”的“本年新公开数量”{shown(published)}大于“对外公开总数量”{shown(public)}，互相矛盾，请核对。",
                published,
                public,
            )
        elif made and made > 0 and published == 0 and public == 0:
            yield PUBLISHED_LESS.finding(
                f"{stem}.published",
                f"表二“{row.label}”的“本年新制作数量”为{shown(made)}，而“本年新公开数量”“对外公开总数量”都是0，"
                "不合常理，请核对。",
                made,
                0,
            )


def _rules_no_power(case: Case) -> Iterator[Finding]:
    if not may_not_make_rules(case.agency):
        return
    filled = [place for place, number in case.figures.items() if place.split(".")[1] == "rules" and number]
    if filled:
        words = "、".join(f"{case.form.name_of(place)}{shown(case.figures[place] or 0)}" for place in filled)
        yield RULES_NO_POWER.finding(
            f"{filled[0].rsplit('.', 1)[0]}.*",
            f"{words}；从名称看，“{case.report.agency}”没有规章制定权，应填0，请核对是否把行政规范性文件填进了规章。",
        )


def _fee_note(case: Case) -> Iterator[Finding]:
    place = "applications.other_fee_unpaid.total"
    count = case.value(place)
    if not count or count <= 0 or "other" not in case.report.sections:
        return
    if not any(_ABOUT_FEES.search(words) for words in case.texts.values()):
        yield FEE_NOTE.finding(
            "sections.other",
            f"{case.form.name_of(place)}为{shown(count)}，说明发过收费通知，"
            f"而“{case.form.section('other').heading}”没有写收取信息处理费的情况，请补充。",
        )


def _review_first(case: Case) -> Iterator[Finding]:
    place = "remedies.litigation_direct.total"
    direct = case.value(place)
    if case.report.year is None or case.report.year < 2024 or not direct or direct < 0:
        return
    groups = {"denied": 0, "unavailable": 0, "refused": 0, "other": 0}
    for row in case.form.table("applications").blocks[0].rows:
        group = row.key.split("_")[0]
        if group in groups:
            number = case.value(f"applications.{row.key}.total")
            if number is None:
                return
            groups[group] += int(number)
    denied = groups.pop("denied")
    if denied > 0 and not any(groups.values()):
        yield REVIEW_FIRST.finding(
            place,
            f"{case.form.name_of(place)}为{shown(direct)}，而本年没有公开的{denied}件都是“不予公开”；"
            "2024年起对不予公开应当先申请行政复议，请核对是否归错列（对逾期不答复等可以直接起诉的除外）。",
        )
