"""Ways in which reports stand on web pages: clean tables, Word's export, tables of divs, wrong spans, a site around."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.report.reading.layouts import Printed, one_cell_a_line, rows_of, rows_with_tabs

from gongkai.report.form import FORMS
from gongkai.report.form.kinds import Cell
from gongkai.report.model import Report

PageTable = Callable[[list[Printed]], str]

HEAD = (
    '<div id="top"><a href="/">首页</a> &gt; <a href="/gk">政务公开</a> &gt; 年报</div>'
    "<ul><li>机构职能</li><li>2023-01-01 通知公告 12</li></ul>"
)
FOOT = (
    '<div class="pages">上一篇：无 下一篇：2021年政府信息公开工作年度报告</div>'
    "<div>主办单位：某某办公室 电话 12345 备案号 京ICP备00000001号 浏览 365 次</div>"
)


def page(report: Report, draw: PageTable, blank: str = "", site: bool = False) -> str:
    """The whole page, the tables as `draw` puts them; with a site around the report if `site`."""
    form = FORMS[report.form]
    tables = {table.section: table for table in form.tables}
    title = f"{report.agency}{report.year}年政府信息公开工作年度报告"
    parts = [f"<h1>{escape(title)}</h1>"]
    for section in form.sections:
        parts.append(f"<p><strong>{section.heading}</strong></p>")
        if section.table:
            parts.append(draw(rows_of(report, tables[section.key], blank)))
        else:
            parts.append(f"<p>　　{escape(report.sections[section.key])}</p>")
    body = f'<div class="article">{"".join(parts)}</div>'
    if site:
        body = f"{HEAD}{body}{FOOT}"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>{body}</body></html>'


def _tag(cell: Cell, text: str, inner: str = "{}", spans: bool = True) -> str:
    over = f' colspan="{cell.colspan}"' if spans and cell.colspan > 1 else ""
    down = f' rowspan="{cell.rowspan}"' if spans and cell.rowspan > 1 else ""
    return f"<td{over}{down}>{inner.format(escape(text) if text else '&nbsp;')}</td>"


def _table(rows: list[Printed], inner: str = "{}", spans: bool = True) -> str:
    return (
        "<table><tbody>"
        + "\n".join(
            "<tr>" + "".join(_tag(cell, text, inner, spans) for cell, text in row) + "</tr>" for row in rows
        )
        + "</tbody></table>"
    )


def clean(rows: list[Printed]) -> str:
    return _table(rows)


def without_spans(rows: list[Printed]) -> str:
    """An editor lost all colspan and rowspan."""
    return _table(rows, spans=False)


def word_export(rows: list[Printed]) -> str:
    inner = "<p class=MsoNormal align=center style='text-align:center'><span lang=EN-US style='font-size:10.5pt'>{}<o:p></o:p></span></p>"
    return _table(rows, inner)


def broken_labels(rows: list[Printed]) -> str:
    """Labels broken by <br> after four characters."""
    cut = [
        [(cell, text if cell.place or len(text) < 6 else f"{text[:4]}\n{text[4:]}") for cell, text in row]
        for row in rows
    ]
    return _table(cut).replace("\n", "<br/>").replace("</tr><br/>", "</tr>\n")


def in_layout_table(rows: list[Printed]) -> str:
    return f"<table><tr><td>&nbsp;</td><td>{_table(rows)}</td></tr></table>"


def cut_in_two(rows: list[Printed]) -> str:
    """The table was broken at a page: two tables, the row spans of the first run over its end."""
    half = len(rows) // 2
    return _table(rows[:half]) + "<p>- 2 -</p>" + _table(rows[half:])


def table_of_divs(rows: list[Printed]) -> str:
    return (
        "<div>"
        + "".join(
            "<div class=row>"
            + "".join(f"<div class=cell>{escape(text) or '&nbsp;'}</div>" for _, text in row)
            + "</div>"
            for row in rows
        )
        + "</div>"
    )


def preformatted(rows: list[Printed]) -> str:
    return f"<pre>{escape(rows_with_tabs(rows))}</pre>"


def paragraphs(rows: list[Printed]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in one_cell_a_line(rows).splitlines())


def hidden_column(rows: list[Printed]) -> str:
    """A hidden cell with an id stands in every row, and empty rows between."""
    return (
        _table(rows)
        .replace("<tr>", '<tr><td style="DISPLAY: none">7</td>')
        .replace("</tr>", "</tr><tr></tr>")
    )


def spacer_columns(rows: list[Printed]) -> str:
    """An empty column at the right edge of each row, as editors leave them."""
    return _table(rows).replace("</tr>", '<td style="border:none"></td></tr>')


PAGES: dict[str, PageTable] = {
    draw.__name__: draw
    for draw in (
        clean,
        without_spans,
        word_export,
        broken_labels,
        in_layout_table,
        cut_in_two,
        table_of_divs,
        preformatted,
        paragraphs,
        hidden_column,
        spacer_columns,
    )
}
LOSING_BLANKS = ("table_of_divs", "paragraphs")
