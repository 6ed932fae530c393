"""A report as the database keeps it, and what people type into it.

The database keeps a report as its JSON (`gongkai.report.jsonform`), free of signs that a database refuses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from gongkai.report.form import FORMS, FigureKind, form_of, printed_form
from gongkai.report.jsonform import MAX_DIGITS, from_json, json_number, to_json
from gongkai.report.model import SECTION_KEYS, FormVersion, Report, Value

FIRST_YEAR = 2008
"""The first year on which reports were made: the Regulations (条例) came into force on 2008-05-01."""

HEAD = ("agency", "year", "form")
"""What a report says of itself beside sections and figures; each is a place of a `Change`."""

_LONGEST_WORDS = 200_000
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""Full-width digits and signs to those of ASCII."""


def content_of(report: Report) -> dict[str, Any]:
    """Give the report as the database keeps it."""
    return cast("dict[str, Any]", _storable(to_json(report)))


def report_of(content: Mapping[str, Any]) -> Report:
    """Give the report that was kept."""
    return from_json(dict(content))


def blank_report(agency: str, year: int) -> Report:
    """Give the report an officer begins from nothing: every section and cell of the year's form is there, and blank."""
    version = next((form.version for form in FORMS.values() if _in_force(form.years, year)), "2021")
    form = form_of(version)
    return Report(
        agency=agency,
        year=year,
        form=cast("FormVersion", version),
        sections={section.key: "" for section in form.sections if not section.table},
        figures=dict.fromkeys(form.places),
    )


def _in_force(years: tuple[int, int | None], year: int) -> bool:
    return years[0] <= year and (years[1] is None or year <= years[1])


def clean_words(words: str) -> str:
    """Give words without signs that cannot be kept or shown: control signs other than line ends, halves of characters."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in words if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"}
    )


def _storable(node: Any) -> Any:
    if isinstance(node, str):
        return clean_words(node)
    if isinstance(node, dict):
        return {clean_words(key): _storable(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_storable(value) for value in node]
    return node


def value_at(report: Report, place: str) -> Value | str:
    """Give what stands at a place: a figure, words of a section, agency, year or form; None for blank or absent."""
    if place in HEAD:
        return cast("int | str | None", getattr(report, place))
    first, _, key = place.partition(".")
    return report.sections.get(key) if first == "sections" else report.figures.get(place)


def places_of(report: Report) -> frozenset[str]:
    """Give the places at which the report can be changed."""
    form = printed_form(report.form, report.figures)
    return frozenset((*HEAD, *(f"sections.{key}" for key in SECTION_KEYS), *form.places))


def parse(report: Report, place: str, text: str) -> Value | str:
    """Read what somebody typed at a place. Raises ValueError with a Chinese sentence saying what is expected."""
    if place.startswith("sections.") or place == "agency":
        words = clean_words(text).strip()
        if len(words) > _LONGEST_WORDS:
            raise ValueError("文字超过20万字，不像年度报告的一部分")
        return words if place != "agency" else (" ".join(words.split())[:200] or None)
    text = text.translate(_NARROW).replace(" ", "").replace(",", "").strip()
    if place == "form":
        if text not in FORMS:
            raise ValueError("格式应为2021年格式或者2019年试行格式")
        return text
    if not text:
        return None
    if place == "year":
        if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text[:5]) < 3000):
            raise ValueError(f"年度应写成四位数字，如2022，不早于{FIRST_YEAR}年")
        return int(text)
    return _figure(text, printed_form(report.form, report.figures).kinds[place])


def _figure(text: str, kind: FigureKind) -> Value:
    negative, digits = text.startswith("-"), text.lstrip("+-")
    whole, point, fraction = digits.partition(".")
    sound = digits.isascii() and whole.isdecimal() and (not point or fraction.isdecimal())
    if not sound or len(digits) > MAX_DIGITS or len(text) - len(digits) > 1:
        raise ValueError(f"“{text[:20]}”不是数字，{_EXPECTED[kind]}")
    if negative and kind != "signed" and digits.strip("0."):
        raise ValueError(f"不能是负数，{_EXPECTED[kind]}")
    if point and kind != "amount" and fraction.strip("0"):
        raise ValueError(f"不能有小数，{_EXPECTED[kind]}")
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


_EXPECTED: dict[FigureKind, str] = {
    "count": "应填不小于0的整数，没有就填0",
    "signed": "应填整数，减少的前面加“-”",
    "amount": "应填金额的数字，没有就填0",
}


def changed(report: Report, values: Mapping[str, Value | str]) -> Report:
    """Give the report with these values at these places.

    What the reader had to say about a place, or about its row, is dropped when a person has written there.
    """
    sections, figures, head = dict(report.sections), dict(report.figures), {}
    for place, value in values.items():
        if place in HEAD:
            head[place] = value
        elif place.startswith("sections."):
            sections[place.partition(".")[2]] = cast("str", value) or ""
        else:
            figures[place] = cast("Value", value)
    settled = {one for place in values for one in (place, place.rpartition(".")[0])}
    settled |= {f"{one}.*" for one in settled}
    notes = tuple(note for note in report.notes if note.place not in settled or not note.place)
    mended = replace(report, sections=sections, figures=figures, notes=notes)
    return replace(mended, **cast("dict[str, Any]", head))


def kept_value(value: Value | str) -> int | float | str | None:
    """Give a value as `Change` keeps it."""
    return json_number(value)


def name_of(report: Report, place: str) -> str:
    """Name a place in the words of the form, for messages and histories."""
    form = printed_form(report.form, report.figures)
    names = {"agency": "机关名称", "year": "年度", "form": "格式", "sections.preface": "导语"}
    if place.startswith("sections.") and place not in names:
        key = place.partition(".")[2]
        return next((f"“{section.heading}”的文字" for section in form.sections if section.key == key), place)
    return names.get(place) or form.name_of(place)
