"""Which version of the national form a report fills, and whether it is the one for its year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.form import FORM_2019, FORM_2021, FORMS
from gongkai.report.model import Finding

from .case import Case
from .registry import FORM_2019 as SOURCE_2019
from .registry import FORM_2021 as SOURCE_2021
from .registry import Rule

FORM_OLD = Rule(
    "FORM-OLD",
    "warning",
    "仍用旧格式",
    f"{SOURCE_2021}，2021年度报告起施行",
    "2021年度起的报告应当采用2021年格式；2019年试行格式只用于2019、2020年度。",
)
FORM_EARLY = Rule(
    "FORM-EARLY",
    "warning",
    "格式早于施行年度",
    f"{SOURCE_2019}；{SOURCE_2021}",
    "报告采用的格式在报告年度还没有施行，多半是年度写错，或者填错了表。",
)
FORM_MIXED = Rule(
    "FORM-MIXED",
    "warning",
    "新旧格式混用",
    f"{SOURCE_2021}；{SOURCE_2019}",
    "同一张表里既有2021年格式的列或者行，又有2019年试行格式的列或者行。各数按其所在列的列名记录，请改用一种格式。",
)
FORM_UNKNOWN = Rule(
    "FORM-UNKNOWN",
    "info",
    "看不出采用哪一版格式",
    f"{SOURCE_2021}；{SOURCE_2019}",
    "现有的行列两版格式都有，看不出采用哪一版；按2021年格式核对。",
)
FORM_CITED = Rule(
    "FORM-CITED",
    "warning",
    "引用的格式文号与报告年度不符",
    f"{SOURCE_2021}；{SOURCE_2019}",
    "导语、正文写明按照某一版格式编制，而报告年度应当采用另一版。",
)
RULES = (FORM_OLD, FORM_EARLY, FORM_MIXED, FORM_UNKNOWN, FORM_CITED)

# 国办公开办函〔2019〕60号, in whatever brackets
_NUMBERS = {
    version: re.compile(re.sub("[〔〕]", ".", re.escape(form.source.removeprefix("国办"))))
    for version, form in FORMS.items()
}
_KEYS = {version: form.tables[0].key for version, form in FORMS.items()}
_ROWS = {
    version: {
        row.key
        for _, _, row in form.rows()
        if not any(
            row.key in {one.key for _, _, one in other.rows()}
            for other in FORMS.values()
            if other is not form
        )
    }
    for version, form in FORMS.items()
}


def find(case: Case) -> Iterator[Finding]:
    """Compare the form used with the year, and look for rows and columns of the other form."""
    report = case.report
    form = FORMS.get(report.form)
    if form is None:
        if report.figures:
            yield FORM_UNKNOWN.finding(
                "form", "看不出报告采用的是2021年格式还是2019年试行格式，现按2021年格式核对。"
            )
    elif report.year is not None:
        first, last = form.years
        if last is not None and report.year > last:
            yield FORM_OLD.finding(
                "form",
                f"{report.year}年度报告采用的是{form.name}，{FORM_2021.years[0]}年度起应当采用{FORM_2021.name}"
                f"（{FORM_2021.source}）。",
                FORM_2021.version,
                report.form,
            )
        elif report.year < first:
            proper = FORM_2019.name if report.year >= FORM_2019.years[0] else "当年的格式"
            yield FORM_EARLY.finding(
                "form",
                f"{report.year}年度报告采用了{first}年度起才施行的{form.name}；请核对年度，或者改用{proper}。",
                found=report.form,
            )
    yield from _mixed(case)
    yield from _cited(case)


def _mixed(case: Case) -> Iterator[Finding]:
    stems = {tuple(place.split(".")[:2]) for place in case.report.figures}
    tables = {table for table, _ in stems}
    if set(_KEYS.values()) <= tables:
        yield FORM_MIXED.finding(
            _KEYS["2021"],
            f"表二混用{FORM_2021.name}和{FORM_2019.name}，各数按其所在列的列名记录；请统一采用本年度的格式。",
        )
    rows = {row for table, row in stems if table == "applications"}
    if (rows & _ROWS["2021"]) and (rows & _ROWS["2019"]):
        yield FORM_MIXED.finding(
            "applications",
            f"表三“（六）其他处理”既有{FORM_2021.name}的分项，又有{FORM_2019.name}的单独一行；请统一采用本年度的格式。",
        )


def _cited(case: Case) -> Iterator[Finding]:
    year = case.report.year
    if year is None or year < FORM_2019.years[0]:
        return
    proper = FORM_2021 if year >= FORM_2021.years[0] else FORM_2019
    for section, words in case.texts.items():
        cited = {version for version, number in _NUMBERS.items() if number.search(words)}
        for form in FORMS.values():
            if form is not proper and form.version in cited and proper.version not in cited:
                yield FORM_CITED.finding(
                    f"sections.{section}",
                    f"文字引用的{form.source}是{form.name}，{year}年度报告应当采用{proper.name}（{proper.source}），请核对。",
                    proper.source,
                    form.source,
                )
                return
