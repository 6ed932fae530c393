"""Ways in which the statutory tables come out as plain text: copied from a page, extracted from a PDF, flattened.

Each layout is a function from a report to text. Those of `LAYOUTS` keep a trace of every cell, those of `LOSSY` lose
blank cells, so that a reader cannot always tell where a figure belonged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gongkai.report.form import FORMS, Table
from gongkai.report.form.kinds import Cell
from gongkai.report.model import Report

Printed = list[tuple[Cell, str]]
TableText = Callable[[list[Printed]], str]


def text_of(report: Report, place: str, blank: str = "") -> str:
    """A figure as it is usually printed."""
    value = report.figures[place]
    return blank if value is None else str(value)


def rows_of(report: Report, table: Table, blank: str = "") -> list[Printed]:
    """The printed cells of a table, row by row."""
    return [
        [(cell, text_of(report, cell.place, blank) if cell.place else cell.text) for cell in row]
        for row in table.grid
    ]


def framed(report: Report, draw: TableText, blank: str = "", before: str = "", after: str = "") -> str:
    """The whole report: title, sections, and the tables as `draw` puts them."""
    form = FORMS[report.form]
    tables = {table.section: table for table in form.tables}
    lines = [before] if before else []
    lines += [f"{report.agency}{report.year}年政府信息公开工作年度报告", ""]
    for section in form.sections:
        lines.append(section.heading)
        if section.table:
            lines.append(draw(rows_of(report, tables[section.key], blank)))
        else:
            lines.append(report.sections[section.key])
    return "\n".join([*lines, after, ""])


def one_cell_a_line(rows: list[Printed]) -> str:
    return "\n".join(text for row in rows for _, text in row if text)


def one_cell_a_line_spaced(rows: list[Printed]) -> str:
    return "\n\n".join(f"  {text} " for row in rows for _, text in row if text)


def one_cell_a_line_tabbed(rows: list[Printed]) -> str:
    return "\n\n".join("\n".join(f"\t{text}" for _, text in row if text) for row in rows)


def rows_with_spaces(rows: list[Printed]) -> str:
    return "\n".join(" ".join(text for _, text in row if text) for row in rows)


def one_line(rows: list[Printed]) -> str:
    return " ".join(text for row in rows for _, text in row if text)


def rows_glued(rows: list[Printed]) -> str:
    """Labels and figures with nothing between labels and the first figure, single spaces between figures."""
    return "\n".join(_glue([text for _, text in row if text]) for row in rows)


def _glue(texts: Sequence[str]) -> str:
    glued = ""
    for text in texts:
        both_numbers = glued[-1:].isdigit() and text[:1] in "-0123456789"
        glued += (" " if both_numbers else "") + text
    return glued


def rows_with_tabs(rows: list[Printed]) -> str:
    return "\n".join("\t".join(text for _, text in row) for row in rows)


def rows_with_tabs_spanned(rows: list[Printed]) -> str:
    """As a spreadsheet pastes: the cells that a merged cell covers are empty."""
    return "\n".join("\t".join(row) for row in _spread(rows, repeat=False))


def rows_with_bars(rows: list[Printed]) -> str:
    return "\n".join(" | ".join(text for _, text in row) + " |" for row in rows)


def rows_with_bars_spanned(rows: list[Printed]) -> str:
    """A bar for each column that a cell covers."""
    return "\n".join("".join(f"{text} |" + "|" * (cell.colspan - 1) for cell, text in row) for row in rows)


def rows_with_bar_separators(rows: list[Printed]) -> str:
    return "\n".join(" | ".join(text for _, text in row) for row in rows)


def rows_between_bars(rows: list[Printed]) -> str:
    return "\n".join("| " + " | ".join(text for _, text in row) + " |" for row in rows)


def bar_behind_each_line(rows: list[Printed]) -> str:
    return "\n".join(f"{text} |" if text else "|" for row in rows for _, text in row)


def bar_on_its_own_line(rows: list[Printed]) -> str:
    return "\n".join(f"{text}\n|" for row in rows for _, text in row)


def markdown(rows: list[Printed]) -> str:
    """A Markdown table, spans filled with empty cells."""
    spread = _spread(rows, repeat=False)
    lines = ["| " + " | ".join(row) + " |" for row in spread]
    rule = "|" + " --- |" * len(spread[0])
    return "\n" + "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def markdown_repeated(rows: list[Printed]) -> str:
    """A Markdown table, spans filled by repeating the cell."""
    spread = _spread(rows, repeat=True)
    lines = ["| " + " | ".join(row) + " |" for row in spread]
    rule = "|" + ":---:|" * len(spread[0])
    return "\n" + "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def comma_separated(rows: list[Printed]) -> str:
    return "\n".join(",".join(row) for row in _spread(rows, repeat=False))


def labels_wrapped(rows: list[Printed]) -> str:
    """As a PDF gives it: a long label is broken, its figures stand behind the first part."""
    lines = []
    for row in rows:
        labels = [text for cell, text in row if not cell.place]
        figures = [text for cell, text in row if cell.place and text]
        last = labels[-1] if labels else ""
        if figures and len(last) > 8:
            lines.append(" ".join([*labels[:-1], last[:8], *figures]))
            lines.append(last[8:])
        else:
            lines.append(" ".join([*labels, *figures]))
    return "\n".join(lines)


def labels_broken(rows: list[Printed]) -> str:
    """One cell a line, labels broken over two lines after four characters."""
    lines = []
    for row in rows:
        for cell, text in row:
            if cell.place or len(text) < 6:
                lines += [text] if text else []
            else:
                lines += [text[:4], text[4:]]
    return "\n".join(lines)


def labels_interleaved(rows: list[Printed]) -> str:
    """As a PDF gives it: the lines of a long label and of its group's heading in turn, the figures in the middle."""
    lines = []
    for row in rows:
        labels = [text for cell, text in row if not cell.place]
        figures = [text for cell, text in row if cell.place and text]
        last, group = (labels[-1], labels[:-1]) if labels else ("", [])
        if not figures or len(last) < 20:
            lines.append(" ".join([*labels, *figures]))
            continue
        third = len(last) // 3
        heading = group[-1] if group else ""
        lines.append(last[:third])
        lines.append(" ".join([*group[:-1], heading[:3], last[third : 2 * third], *figures]))
        lines.append(f"{heading[3:]} {last[2 * third :]}")
    return "\n".join(lines)


def page_breaks(rows: list[Printed]) -> str:
    """The head repeated and a page number every few rows."""
    lines, head = [], [row for row in rows[:3] if not any(cell.place for cell, _ in row)]
    for number, row in enumerate(rows):
        if number and number % 9 == 0 and any(cell.place for cell, _ in row):
            lines += [f"- {number // 9} -", *(" ".join(text for _, text in one) for one in head)]
        lines.append(" ".join(text for _, text in row if text))
    return "\n".join(lines)


def _spread(rows: list[Printed], repeat: bool) -> list[list[str]]:
    """The full grid; what a merged cell covers is empty or repeats its text."""
    width = sum(cell.colspan for cell, _ in rows[0])
    grid: list[list[str | None]] = [[None] * width for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell, text in row:
            while grid[number][column] is not None:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    first = (down, right) == (0, 0)
                    grid[number + down][column + right] = text if first or repeat else ""
            column += cell.colspan
    return [[text or "" for text in row] for row in grid]


LAYOUTS: dict[str, TableText] = {
    draw.__name__: draw
    for draw in (
        rows_with_tabs,
        rows_with_tabs_spanned,
        rows_with_bars,
        rows_with_bar_separators,
        rows_between_bars,
        rows_with_bars_spanned,
        bar_on_its_own_line,
        bar_behind_each_line,
        markdown,
        markdown_repeated,
        comma_separated,
    )
}
"""Every cell leaves a trace, blank ones too."""

LOSSY: dict[str, TableText] = {
    draw.__name__: draw
    for draw in (
        one_cell_a_line,
        one_cell_a_line_spaced,
        one_cell_a_line_tabbed,
        rows_with_spaces,
        one_line,
        rows_glued,
        labels_wrapped,
        labels_broken,
        labels_interleaved,
        page_breaks,
    )
}
"""Blank cells leave no trace."""
