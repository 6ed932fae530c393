"""The report as one self-contained web page: no script, nothing loaded from elsewhere, readable aloud and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib.resources import files

from gongkai.report.model import Report

from .plan import NOT_PROVIDED, Paragraph, PlacedCell, Plan, PlannedSection, PlannedTable, plan

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{heading}</h1>
{preface}{sections}</main>
</body>
</html>
"""
_NARROW = 5
"""A table of so few columns needs no scrolling on a phone."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A report for another page: the pieces of its title, its words and tables, and the (id, heading) of each section."""

    heading: str
    body: str
    contents: tuple[tuple[str, str], ...]


def render(report: Report) -> bytes:
    """Return the report as an HTML page in UTF-8; all words of the report are escaped."""
    planned = plan(report)
    page = _PAGE.format(
        title=escape(planned.title),
        heading=_heading(planned),
        style=files(__package__).joinpath("page.css").read_text("utf-8"),
        preface="".join(map(_paragraph, planned.preface)),
        sections="".join(map(_section, planned.sections)),
    )
    return page.encode()


def fragment(report: Report) -> Fragment:
    """Return the report as pieces of HTML to be put into another page, which brings heading, frame and style.

    The sections carry the ids of their keys (``overview`` …), headings begin at h2; all words are escaped.
    """
    planned = plan(report)
    return Fragment(
        heading=_heading(planned),
        body="".join((*map(_paragraph, planned.preface), *map(_section, planned.sections))),
        contents=tuple((section.section.key, section.heading) for section in planned.sections),
    )


def _heading(planned: Plan) -> str:
    return "".join(f"<span>{escape(part)}</span>" for part in planned.title_parts)


def _section(section: PlannedSection) -> str:
    key = section.section.key
    parts = [f'<section aria-labelledby="{key}">\n<h2 id="{key}">{escape(section.heading)}</h2>\n']
    parts += map(_paragraph, section.paragraphs)
    if section.table is not None:
        parts.append(_table(section.table))
    parts.append("</section>\n")
    return "".join(parts)


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.is_heading:
        return f"<h3>{escape(paragraph.text)}</h3>\n"
    lead = f"<strong>{escape(paragraph.text[: paragraph.lead])}</strong>" if paragraph.lead else ""
    remark = ' class="remark"' if paragraph.remark else ""
    return f"<p{remark}>{lead}{escape(paragraph.text[paragraph.lead :])}</p>\n"


def _table(table: PlannedTable) -> str:
    """The table in a region that scrolls sideways and can be reached with the keyboard."""
    key = table.table.key
    wide = " wide" if table.columns > _NARROW else ""
    parts = [
        f'<div class="scroll{wide}" role="region" aria-labelledby="{key}-caption" tabindex="0">\n'
        f'<table class="{table.table.section}">\n<caption id="{key}-caption">{escape(table.name)}</caption>\n'
    ]
    parts += _rows(table)
    parts.append("</table>\n</div>\n")
    return "".join(parts)


def _rows(table: PlannedTable) -> list[str]:
    """Head rows in a thead; each block of table 二 in a tbody of its own, so that its title heads a row group."""
    parts = ["<thead>\n"] if table.header_rows else []
    open_part = "thead" if table.header_rows else ""
    for index, row in enumerate(table.rows):
        begins_block = row[0].role == "group" and row[0].colspan == table.columns
        if index == table.header_rows or begins_block:
            if open_part:
                parts.append(f"</{open_part}>\n")
            parts.append("<tbody>\n")
            open_part = "tbody"
        parts.append(f"<tr>{''.join(_cell(table, cell) for cell in row)}</tr>\n")
    parts.append(f"</{open_part}>\n")
    return parts


def _cell(table: PlannedTable, cell: PlacedCell) -> str:
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    if cell.is_label:
        # a corner heads nothing: it stands where the heads of columns and rows meet
        scope = f' scope="{_scope(table, cell)}"' if cell.role != "corner" else ""
        return f'<th id="{_id(table, cell)}" class="{cell.role}"{scope}{spans}>{escape(cell.text)}</th>'
    headers = " ".join(_id(table, label) for label in table.labels_of(cell))
    absent = ' class="absent"' if cell.text == NOT_PROVIDED else ""
    return f'<td headers="{headers}"{absent}{spans}>{escape(cell.text)}</td>'


def _scope(table: PlannedTable, cell: PlacedCell) -> str:
    if cell.role == "row":
        return "row"
    if cell.role == "group":
        return "rowgroup"
    return "colgroup" if cell.colspan > 1 and cell.row < table.header_rows else "col"


def _id(table: PlannedTable, cell: PlacedCell) -> str:
    return f"{table.table.key}-{cell.row}-{cell.column}"
