"""One report as a JSON object, and back.

The object is an outer contract: its keys are the places of the form, nested at their dots. A figure is a number, a
blank cell is null, what the report does not have is left out. Nothing here knows a key of its own beyond the frame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from .form import FORMS, printed_form
from .model import SECTION_KEYS, FormVersion, Note, Report, Value

MAX_DIGITS = 40
"""The longest figure that is believed; no cell of a report holds more."""

_FRAME = ("file", "agency", "year", "form", "sections", "notes", "findings")
_PLACES = frozenset(place for form in FORMS.values() for place in form.places)
_INNER = frozenset(
    place.rsplit(".", depth)[0] for place in _PLACES for depth in range(1, place.count(".") + 1)
)


def to_json(report: Report, file: str | None = None) -> dict[str, Any]:
    """Return the report as a JSON object; `file` is the name of the file it was read from.

    Raises ValueError when the report holds a figure that no version of the form has or that is no number.
    """
    strangers = [place for place in report.figures if place not in _PLACES]
    if strangers:
        raise ValueError(f"这些数据在年度报告格式中没有位置：{'、'.join(strangers[:5])}")
    obj: dict[str, Any] = {} if file is None else {"file": file}
    obj |= {"agency": report.agency, "year": report.year, "form": report.form}
    obj["sections"] = {key: report.sections[key] for key in SECTION_KEYS if key in report.sections}
    for place in printed_form(report.form, report.figures).places:
        if place in report.figures:
            *path, last = place.split(".")
            node = obj
            for step in path:
                node = node.setdefault(step, {})
            node[last] = json_number(report.figures[place])
    obj["notes"] = [
        {"code": note.code, "place": note.place, "message": note.message} for note in report.notes
    ]
    return obj


def from_json(obj: object) -> Report:
    """Return the report that a JSON object holds; `from_json(to_json(r)) == r`.

    Rows that are in no version of the form give the note ``row_outside_form`` and no figure. Raises ValueError with a
    Chinese message where the object is not what `to_json` writes.
    """
    data = _object(obj, "文件内容")
    if "error" in data and "form" not in data:
        raise ValueError("这是一份读取失败的记录，不是年度报告")
    form = data.get("form")
    if form not in (*FORMS, "unknown"):
        raise ValueError('缺少“form”或者其值有误，应为 "2021"、"2019" 或 "unknown"')
    figures: dict[str, Value] = {}
    notes = _notes(data.get("notes", []))
    for key, node in data.items():
        if key not in _FRAME:
            _collect(key, node, figures, notes)
    return Report(
        agency=_words(data.get("agency"), "agency"),
        year=_year(data.get("year")),
        form=cast("FormVersion", form),
        sections=_sections(data.get("sections", {}), notes),
        figures=figures,
        notes=tuple(notes),
    )


def dumps(obj: Mapping[str, Any]) -> str:
    """Write a JSON object on one line, Chinese as it is; raises ValueError for NaN and infinities."""
    text = json.dumps(obj, ensure_ascii=False, allow_nan=False)
    # half of a surrogate pair has no UTF-8 form; as an escape it passes
    return text.encode("utf-8", "backslashreplace").decode() if _has_surrogate(text) else text


def json_number(value: Value | str) -> int | float | str | None:
    """Return a figure as JSON holds it: whole amounts as integers, others as floats.

    A decimal number too long for a float is given as a string of its digits rather than rounded; words pass as they
    are. Raises ValueError for NaN and infinities.
    """
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        raise ValueError("数据不是有效的数字")
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else f"{value:f}"


def _collect(path: str, node: object, figures: dict[str, Value], notes: list[Note]) -> None:
    if path in _PLACES:
        figures[path] = _figure(node, path)
    elif path in _INNER:
        for key, child in _object(node, f"“{path}”").items():
            _collect(f"{path}.{key}", child, figures, notes)
    else:
        held = json.dumps(node, ensure_ascii=False, default=str)
        held = held if len(held) <= 200 else f"{held[:200]}……"
        notes.append(Note("row_outside_form", path, f"“{path}”不在年度报告格式之内，未计入：{held}"))


def _figure(node: object, place: str) -> Value:
    if node is None:
        return None
    if isinstance(node, str) and node.replace("-", "", 1).replace(".", "", 1).isdecimal() and node.isascii():
        node = Decimal(node)
    if isinstance(node, bool) or not isinstance(node, int | float | Decimal):
        raise ValueError(f"“{place}”应为数字或者 null，现为 {_shown(node)}")
    # a whole number of thousands of digits would take its time to print
    if isinstance(node, int):
        if abs(node) >= 10**MAX_DIGITS:
            raise ValueError(f"“{place}”的数字超过{MAX_DIGITS}位")
        return node
    number = Decimal(repr(node)) if isinstance(node, float) else node
    if not number.is_finite():
        raise ValueError(f"“{place}”应为数字或者 null，现为 {node}")
    if number.adjusted() >= MAX_DIGITS or cast("int", number.as_tuple().exponent) < -MAX_DIGITS:
        raise ValueError(f"“{place}”的数字超过{MAX_DIGITS}位")
    return int(number) if number == number.to_integral_value() else number


def _notes(node: object) -> list[Note]:
    if not isinstance(node, list):
        raise ValueError(f"“notes”应为数组，现为 {_shown(node)}")
    notes = []
    for item in node:
        note = _object(item, "“notes”的每一项")
        parts = [_words(note.get(key, ""), f"notes.{key}") or "" for key in ("code", "place", "message")]
        notes.append(Note(*parts))
    return notes


def _sections(node: object, notes: list[Note]) -> dict[str, str]:
    sections = {}
    for key, words in _object(node, "“sections”").items():
        if key not in SECTION_KEYS:
            notes.append(
                Note("row_outside_form", f"sections.{key}", f"“sections.{key}”不是年度报告的部分，未读入")
            )
        elif isinstance(words, str):
            sections[key] = words
        else:
            raise ValueError(f"“sections.{key}”应为文字，现为 {_shown(words)}")
    return sections


def _object(node: object, what: str) -> dict[str, Any]:
    if not isinstance(node, dict):
        raise ValueError(f"{what}应为 JSON 对象，现为 {_shown(node)}")
    return node


def _words(node: object, what: str) -> str | None:
    if node is None or isinstance(node, str):
        return node
    raise ValueError(f"“{what}”应为文字或者 null，现为 {_shown(node)}")


def _year(node: object) -> int | None:
    if node is None or (isinstance(node, int) and not isinstance(node, bool) and 0 < node < 10_000):
        return node
    raise ValueError(f"“year”应为四位年份或者 null，现为 {_shown(node)}")


def _shown(node: object) -> str:
    kinds = {dict: "对象", list: "数组", str: "文字", bool: "true/false", type(None): "null"}
    return kinds.get(type(node)) or (str(node) if isinstance(node, float) else "数字")


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
