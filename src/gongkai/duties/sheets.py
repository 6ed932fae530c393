"""The catalogue as a table: written out, and read in again; and the catalogues a bureau can begin with."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib import resources
from typing import Any

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.law.disclosure import BASES
from gongkai.portal.models import ColumnPage
from gongkai.publishing.queries import columns_in

from .books import book_of
from .models import DisclosureDuty
from .people import people_at

__all__ = ["HEADINGS", "default_rows", "read_rows", "written"]

MOST_ROWS = 2000
_MOST_BYTES = 5 * 1024 * 1024
_MOST_COLUMNS = 100
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,4})(\d{1,9})"')
_FIELD = DisclosureDuty._meta.get_field
HEADINGS = {
    "title": "公开事项",
    "content": "公开内容",
    "column": "栏目",
    "basis": "公开依据",
    "basis_words": "其他依据",
    "kind": "种类",
    "period": "周期",
    "limit": "时限",
    "own_days": "自定天数",
    "own_working": "按工作日计算",
    "own_source": "自定时限的依据",
    "stays": "公开不少于",
    "stay_days": "自定公开天数",
    "review_months": "几个月核对一次",
    "section": "责任部门",
    "responsible": "责任人",
    "deputy": "替补责任人",
    "begins_on": "自",
}
"""The columns by field. People stand by their login names (登录名), which are told apart where names are not."""
_BASES = {one.code: f"条例{one.label}" for one in BASES}
_CHOICES = {
    name: {str(label): str(value) for value, label in _FIELD(name).choices}  # type: ignore[union-attr]
    for name in ("kind", "period", "limit", "stays")
} | {"basis": {label: code for code, label in _BASES.items()}}


def written(duties: Sequence[DisclosureDuty]) -> bytes:
    """Give the catalogue as xlsx; what `read_rows` reads."""
    return book_of("主动公开基本目录", list(HEADINGS.values()), [_row(one) for one in duties])


def _row(one: DisclosureDuty) -> list[object]:
    return [
        one.title,
        one.content,
        one.column.title if one.column else "",
        _BASES.get(one.basis, ""),
        one.basis_words,
        one.get_kind_display(),
        one.get_period_display() if one.period else "",
        one.get_limit_display(),
        one.own_days if one.own_days is not None else "",
        "是" if one.own_working else "否",
        one.own_source,
        one.get_stays_display() if one.stays else "",
        one.stay_days if one.stay_days is not None else "",
        one.review_months,
        one.section,
        one.responsible.username if one.responsible else "",
        one.deputy.username if one.deputy else "",
        f"{one.begins_on:%Y-%m-%d}",
    ]


def read_rows(agency: Agency, name: str, data: bytes, otherwise: User) -> list[dict[str, Any]]:
    """Read a catalogue (xlsx) into values for `enter_many`; rows without a responsible person get `otherwise`.

    Raises `Refused` naming every row that is wrong: nothing is taken in halfway.
    """
    table = _cells(name, data)
    if not table:
        raise Refused("表里没有内容。")
    known = {words: field for field, words in HEADINGS.items()}
    heads = [known.get(cell) for cell in table[0]]
    if "title" not in heads or "kind" not in heads:
        raise Refused("第一行应是列名，至少有“公开事项”和“种类”。可以先导出目录，照样填写。")
    columns = {one.title: one for one in reversed(columns_in([agency]))}
    people: dict[str, User] = {}
    for one in people_at(agency):
        people.setdefault(str(one), one)
        people[one.username] = one
    rows, wrong = [], []
    for number, cells in enumerate(table[1:], 2):
        given = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
        if not given:
            continue
        try:
            rows.append(_values(given, columns, people, otherwise))
        except ValueError as error:
            wrong.append(f"第{number}行：{error}")
    if wrong:
        more = f"；另有{len(wrong) - 10}行" if len(wrong) > 10 else ""
        raise Refused("没有导入，请改正后再导入。" + "；".join(wrong[:10]) + more + "。")
    return rows


def _cells(name: str, data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, load_workbook

    from gongkai.report.reading import ReadError
    from gongkai.report.reading.package import Package

    if not name.lower().endswith(".xlsx"):
        raise Refused("请上传xlsx格式的表格；.xls的，请先用Excel或者WPS另存为xlsx。")
    if len(data) > _MOST_BYTES:
        raise Refused("文件超过5MB，目录不会有这么大，请检查。")
    try:
        package = Package(data)
        for part in package.names():
            if part.startswith("xl/worksheets/") and _reaches_far(package.read(part) or b""):
                raise Refused(f"工作表的数据超过{MOST_ROWS}行或者{_MOST_COLUMNS}列；请删去多余的行列后再试。")
        sheet = load_workbook(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(nrows=MOST_ROWS + 2)
    except ReadError as error:
        raise Refused(f"{error.message}。") from None
    except (CalamineError, ValueError, OSError, IndexError):
        raise Refused("这个文件打不开，不是完好的xlsx表格。") from None
    if len(rows) > MOST_ROWS + 1:
        raise Refused(f"最多{MOST_ROWS}行。")
    return [[_text(cell) for cell in row] for row in rows]


def _reaches_far(sheet: bytes) -> bool:
    """Whether a cell lies beyond any list: the reader would fill all between."""
    return any(
        int(row) > MOST_ROWS + 2 or len(letters) > 2 or (len(letters) == 2 and letters > b"CV")
        for letters, row in _REFERENCE.findall(sheet)
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip()


def _values(
    given: Mapping[str, str], columns: Mapping[str, ColumnPage], people: Mapping[str, User], otherwise: User
) -> dict[str, Any]:
    values: dict[str, Any] = {name: words for name, words in given.items() if name not in _READ}
    for name, words in given.items():
        if name in _CHOICES:
            values[name] = _chosen(name, words)
        elif name in ("own_days", "review_months", "stay_days"):
            if not (words.isascii() and words.isdecimal() and len(words) < 5):
                raise ValueError(f"“{HEADINGS[name]}”应是数字，写的是“{words}”")
            values[name] = int(words)
        elif name == "own_working":
            values[name] = words not in ("否", "0", "自然日", "日历日")
        elif name == "column":
            if words not in columns:
                raise ValueError(f"没有栏目“{words}”")
            values[name] = columns[words]
        elif name in ("responsible", "deputy"):
            if words not in people:
                raise ValueError(f"本机关没有人员“{words}”（请写登录名）")
            values[name] = people[words]
        elif name == "begins_on":
            try:
                values[name] = date.fromisoformat(words.replace("/", "-"))
            except ValueError:
                raise ValueError(f"日期“{words}”应写成2026-03-01的样子") from None
    values.setdefault("responsible", otherwise)
    return values


_READ = frozenset(
    {
        *_CHOICES,
        "own_days",
        "stay_days",
        "review_months",
        "own_working",
        "column",
        "responsible",
        "deputy",
        "begins_on",
    }
)


def _chosen(name: str, words: str) -> str:
    """Read a choice by its name; the first words of it, as 固定 for 固定（长期公开）, will do."""
    choices = _CHOICES[name]
    if words in choices:
        return choices[words]
    near = {value for label, value in choices.items() if label.split("（")[0] == words or value == words}
    if len(near) != 1:
        raise ValueError(f"没有“{words}”这样的{HEADINGS[name]}，可以填：{'、'.join(choices)}")
    return near.pop()


def default_rows(agency: Agency, responsible: User, *, justice: bool = True) -> list[dict[str, Any]]:
    """Give the duties a county's or district's bureau begins with, for `enter_many`; each names its source.

    With `justice` those of a justice bureau (司法局) are among them. A duty goes into the agency's own column of the same item of law, where there is one.
    """
    data = json.loads(
        resources.files("gongkai.duties").joinpath("default_catalogue.json").read_text(encoding="utf-8")
    )
    by_slug: dict[str, ColumnPage] = {}
    by_basis: dict[str, ColumnPage] = {}
    for column in columns_in([agency]):
        by_slug.setdefault(column.slug, column)
        if column.basis:
            by_basis.setdefault(column.basis, column)
    rows = []
    for one in data["duties"]:
        if one.get("justice") and not justice:
            continue
        values = {key: value for key, value in one.items() if key not in ("column", "justice")}
        column = by_slug.get(one.get("column", "")) or by_basis.get(one.get("basis", ""))
        rows.append(values | {"column": column, "responsible": responsible})
    return rows
