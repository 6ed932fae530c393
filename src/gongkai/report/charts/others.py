"""Tables 四 and 二 drawn: remedies (行政复议、行政诉讼), documents of general application, decisions and fees."""

from __future__ import annotations

from gongkai.report.form import Column

from .chart import Content
from .figures import Bar, Group
from .pair import APPLICATIONS, Pair
from .words import enumerated, nothing_given, nothing_happened

_SUBJECT = APPLICATIONS.removesuffix("申请")


def remedies(pair: Pair) -> Content:
    """行政复议 and the two kinds of 行政诉讼, by result."""
    table = pair.now.form.table("remedies")
    review, litigation = (cell.text for cell in table.grid[0])
    groups = []
    for row in table.blocks[0].rows:
        *results, total = (
            pair.bar(column.label, f"remedies.{row.key}.{column.key}") for column in table.blocks[0].columns
        )
        heading = row.label if row.label == review else f"{litigation}·{row.label}"
        groups.append(Group(tuple(results), heading, total=total))
    everything = [bar for group in groups for bar in group.everything]
    if nothing_given(everything):
        summary = pair.no_data(f"{_SUBJECT}{review}、{litigation}")
    elif nothing_happened(everything):
        summary = f"{pair.years.now}没有{_SUBJECT}{review}、{litigation}案件。"
    else:
        summary = f"{pair.years.now}{'；'.join(_cases(pair, group) for group in groups)}。"
    return pair.content("remedies", f"{review}和{litigation}", summary, groups)


def documents(pair: Pair) -> Content:
    """规章 and 行政规范性文件 of table 二."""
    groups: dict[str, list[Bar]] = {}
    for block, row, column, place in pair.now.proactive_cells():
        if block.title == pair.now.proactive.blocks[0].title:
            before = pair.before.counterpart(row, column) if pair.before else None
            bar = Bar(column.label.removesuffix("件数"), pair.now.figure(place), before)
            groups.setdefault(row.label, []).append(bar)
    drawn = [Group(tuple(found), heading) for heading, found in groups.items()]
    everything = [bar for group in drawn for bar in group.bars]
    names = "、".join(groups)
    if nothing_given(everything):
        summary = pair.no_data(names)
    elif nothing_happened(everything):
        labels = "、".join(dict.fromkeys(bar.label for bar in everything))
        summary = f"{pair.years.now}没有{names}（{labels}均为0件）。"
    else:
        told = (
            f"{group.heading}各项均为0件"
            if nothing_happened(group.bars)
            else f"{group.heading}{enumerated(group.bars)}"
            for group in drawn
        )
        summary = f"{pair.years.now}{'；'.join(told)}。"
    return pair.content("documents", names.replace("、", "和"), summary, drawn)


def decisions(pair: Pair) -> Content:
    """Decisions made (行政许可、行政处罚、行政强制 …) and, in the form of 2021, fees (行政事业性收费, 万元)."""
    groups: dict[tuple[str, str], list[Bar]] = {}
    for _, row, column, place in pair.now.proactive_cells():
        unit = _unit(column)
        if unit:
            before = pair.before.counterpart(row, column) if pair.before else None
            groups.setdefault((column.label, unit), []).append(Bar(row.label, pair.now.figure(place), before))
    drawn = [Group(tuple(found), heading, unit) for (heading, unit), found in groups.items()]
    everything = [bar for group in drawn for bar in group.bars]
    names = "、".join(bar.label for bar in everything)
    if nothing_given(everything):
        summary = pair.no_data(names)
    elif nothing_happened(everything):
        summary = f"{pair.years.now}没有{names}。"
    else:
        told = (
            f"{bar.label}{bar.now.shown(group.unit)}{pair.last_year(bar, group.unit)}"
            for group in drawn
            for bar in group.bars
        )
        summary = f"{pair.years.now}{'，'.join(told)}。"
    return pair.content(
        "decisions", "行政处理决定和收费" if len(drawn) > 1 else "行政处理决定", summary, drawn
    )


def _cases(pair: Pair, group: Group) -> str:
    """Say how many cases there were and how they ended, leaving out results that are nought."""
    total = group.total
    if total is None or nothing_given(group.everything):
        return f"{group.heading}未提供"
    if nothing_happened(group.everything):
        return f"{group.heading}0件{pair.last_year(total)}"
    told = enumerated([bar for bar in group.bars if bar.now.value != 0])
    words = f"{group.heading}{total.now.shown('件')}{pair.last_year(total)}"
    return f"{words}，其中{told}" if told else words


def _unit(column: Column) -> str:
    """Return the unit in which a column of table 二 is drawn, "" for one that is not drawn here.

    What the trial form of 2019 asks in items (项目数量), and its procurement without a fixed unit, is not drawn.
    """
    if column.key == "decisions":
        return "件"
    return "万元" if column.kind == "amount" and "万元" in column.label else ""
