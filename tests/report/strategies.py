"""Hypothesis strategies for annual reports, shared by the tests of readers, checks, writers and roll-up.

- `any_reports()`: whatever a file can hold: both forms, an unknown form, both forms mixed in table 二, tables and cells
  that are absent or blank, odd figures, words as officials write them with a dose of odd characters;
- `consistent_reports()`: what an agency should hand in: every equation of the form holds and the words agree.

A report read from a file says its form by the rows it has, so `any_reports` gives no report whose form contradicts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import chain

from hypothesis import strategies as st
from tests.report.prose import agencies, clean_words, full_overview, words

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form, Table
from gongkai.report.model import FormVersion, Report, Value

__all__ = ["any_reports", "consistent_reports", "figures_of", "told_form"]

_VERSIONS: tuple[FormVersion, ...] = ("2021", "2019", "unknown")
_TABLE_TWO = ("proactive", "proactive_2019")


# --- any report -------------------------------------------------------------------------------------------------------


@st.composite
def any_reports(draw: st.DrawFn, *, odd_characters: bool = True, long_figures: bool = True) -> Report:
    """Any report that a file can hold.

    `odd_characters` allows signs that are printable but rare in reports; `long_figures` numbers of up to 20 digits.
    """
    figures: dict[str, Value] = {}
    for form, tables in draw(_tables()):
        for table, titles in tables:
            figures |= draw(_cells(form, table, titles, long_figures))
    form = told_form(figures) or draw(st.sampled_from(_VERSIONS))
    year = draw(st.none() | st.integers(2008, 2099))
    sentences = words(odd=odd_characters, years=year is not None)
    text = words(odd=odd_characters, years=year is not None, short=True)
    sections = {}
    for key in ("preface", "overview", "proactive", "applications", "remedies", "problems", "other"):
        # words beside a statutory table are whole sentences; the other parts may be empty or left out
        beside = key in ("preface", "proactive", "applications", "remedies")
        held = draw(st.none() | sentences if beside else st.one_of(text, text, text, st.just(""), st.none()))
        if held is not None:
            sections[key] = held
    return Report(
        agency=draw(st.none() | agencies()), year=year, form=form, sections=sections, figures=figures
    )


def told_form(figures: Iterable[str]) -> FormVersion | None:
    """Return the form that most rows of one version only speak for, as a reader sees it; None if no row tells."""
    rows = {tuple(place.split(".")[:2]) for place in figures}
    votes = {"2021": 0, "2019": 0}
    for table, row in rows:
        if table in _TABLE_TWO:
            votes["2021" if table == "proactive" else "2019"] += 1
        elif table == "applications" and row.startswith("other"):
            votes["2019" if row == "other" else "2021"] += 1
    if not any(votes.values()):
        return None
    return "2019" if votes["2019"] > votes["2021"] else "2021"


_Chosen = list[tuple[Form, list[tuple[Table, frozenset[str] | None]]]]


@st.composite
def _tables(draw: st.DrawFn) -> _Chosen:
    """Which tables a report has, and of which form; table 二 may follow one form in some blocks, the other in others."""
    form = draw(st.sampled_from(list(FORMS.values())))
    other = FORM_2019 if form is FORM_2021 else FORM_2021
    chosen: _Chosen = []
    kept = draw(st.sampled_from([(0, 1, 2)] * 6 + [(1, 2), (0, 2), (0, 1), (1,), ()]))
    titles = {block.title for block in form.tables[0].blocks}
    shared = sorted(titles & {block.title for block in other.tables[0].blocks})
    foreign = frozenset(
        draw(st.just([]) | st.just([]) | st.lists(st.sampled_from(shared), unique=True, max_size=3))
    )
    for index in kept:
        if index == 0 and foreign:
            chosen.append((form, [(form.tables[0], frozenset(titles) - foreign)]))
            chosen.append((other, [(other.tables[0], foreign)]))
        else:
            chosen.append((form, [(form.tables[index], None)]))
    return chosen


@st.composite
def _cells(
    draw: st.DrawFn, form: Form, table: Table, titles: frozenset[str] | None, long_figures: bool
) -> dict[str, Value]:
    """The cells of one table, whole, with rows absent, or with single cells absent or blank."""
    places = list(table.places if titles is None else _of_blocks(form, table, titles))
    state = draw(st.sampled_from(["whole", "whole", "blanks", "rows absent", "cells absent"]))
    gone: set[str] = set()
    if places and state == "rows absent":
        stems = sorted({_row(place) for place in places})
        absent = set(draw(st.lists(st.sampled_from(stems), max_size=4, unique=True)))
        gone = {place for place in places if _row(place) in absent}
    elif places and state == "cells absent":
        gone = set(draw(st.lists(st.sampled_from(places), max_size=8, unique=True)))
    blank: set[str] = set()
    if places and state == "blanks":
        blank = set(draw(st.lists(st.sampled_from(places), max_size=12, unique=True)))
    # most cells of a report are 0: some places are drawn with care, the others share one plain figure
    special = set(draw(st.lists(st.sampled_from(places), max_size=14, unique=True))) if places else set()
    usual = draw(st.sampled_from([0, 0, 1, 12]))
    return {
        place: None
        if place in blank
        else draw(_figures(form.kinds[place], long_figures))
        if place in special
        else usual
        for place in places
        if place not in gone
    }


def _row(place: str) -> str:
    return ".".join(place.split(".")[:2])


def _of_blocks(form: Form, table: Table, titles: frozenset[str]) -> list[str]:
    stems = {f"{table.key}.{row.key}" for _, block, row in form.rows() if block.title in titles}
    return [place for place in table.places if _row(place) in stems]


def _figures(kind: str, long_figures: bool) -> st.SearchStrategy[Value]:
    top = 10**20 - 1 if long_figures else 10**7
    usual = st.integers(0, 99) | st.integers(0, 99_999)
    odd = st.integers(-999, top)
    if kind == "amount":
        money = st.decimals(min_value=0, max_value=10**9, places=2) | st.decimals(0, 10**4, places=6)
        return st.one_of(usual, money.map(_plain), money.map(_plain), odd)
    if kind == "signed":
        return st.integers(-9_999, 9_999)
    # a fraction of a document is wrong, yet it is what the file says
    return st.one_of(usual, usual, usual, odd, st.decimals(0, 99, places=1).map(_plain))


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number.normalize() + 0


# --- consistent reports -----------------------------------------------------------------------------------------------


@st.composite
def figures_of(draw: st.DrawFn, form: Form, year: int) -> dict[str, Value]:
    """Figures that satisfy every equation of the form (rules R1 to R5)."""
    small = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 400))
    figures: dict[str, Value] = dict(draw(_proactive(form)))

    block = form.table("applications").blocks[0]
    received, carried_in, *details, decided, carried_out = (row.key for row in block.rows)
    *kinds, total = (column.key for column in block.columns)
    cells: dict[tuple[str, str], int] = {}
    for kind in kinds:
        active = kind == "person" or draw(st.integers(0, 3)) == 0
        for row in details:
            # a fee left unpaid has to be explained in section six
            counted = active and row != "other_fee_unpaid"
            cells[row, kind] = draw(small) if counted and draw(st.booleans()) else 0
        cells[decided, kind] = sum(cells[row, kind] for row in details)
        cells[carried_out, kind] = draw(st.integers(0, 20)) if active else 0
        whole = cells[decided, kind] + cells[carried_out, kind]
        cells[carried_in, kind] = draw(st.integers(0, min(whole, 20)))
        cells[received, kind] = whole - cells[carried_in, kind]
    for row in (received, carried_in, *details, decided, carried_out):
        cells[row, total] = sum(cells[row, kind] for kind in kinds)
    for one in block.rows:
        figures |= {
            f"applications.{one.key}.{column.key}": cells[one.key, column.key] for column in block.columns
        }

    remedies = form.table("remedies").blocks[0]
    *outcomes, whole_key = (column.key for column in remedies.columns)
    review, direct, after = (row.key for row in remedies.rows)
    denied = any(cells[row, total] for row in details if row.startswith("denied"))
    reviewed = 0
    for row in (review, direct, after):
        amounts = [draw(st.integers(0, 6)) for _ in outcomes]
        if row == direct and denied and year >= 2024:
            # since 2024 a refusal goes to review first (行政复议法第二十三条)
            amounts = [0] * len(outcomes)
        if row == review:
            reviewed = sum(amounts)
        elif row == after and sum(amounts) > reviewed:
            amounts = [reviewed, *[0] * (len(outcomes) - 1)]
        for key, amount in zip((*outcomes, whole_key), (*amounts, sum(amounts)), strict=True):
            figures[f"remedies.{row}.{key}"] = amount
    return figures


@st.composite
def _proactive(draw: st.DrawFn, form: Form) -> dict[str, Value]:
    """Table 二 of an agency without power to make rules (规章)."""
    table = form.tables[0]
    figures: dict[str, Value] = {}
    for place in table.places:
        row, column = (*place.split("."), "")[1:3]
        kind = form.kinds[place]
        if row == "rules":
            figures[place] = 0
        elif kind == "amount":
            figures[place] = draw(st.just(0) | st.decimals(0, 9_999, places=2).map(_plain))
        elif kind == "signed":
            figures[place] = draw(st.integers(-3, 3))
        elif column == "items_last_year":
            figures[place] = draw(st.integers(10, 60))
        else:
            figures[place] = draw(st.one_of(st.just(0), st.integers(0, 20), st.integers(70, 3_000)))
    documents = f"{table.key}.normative_documents"
    made = draw(st.integers(0, 9))
    figures[f"{documents}.made"] = made
    if form is FORM_2021:
        figures[f"{documents}.repealed"] = draw(st.integers(0, 5))
        figures[f"{documents}.in_force"] = made + draw(st.integers(0, 40))
    else:
        figures[f"{documents}.published"] = made
        figures[f"{documents}.public_total"] = made + draw(st.integers(0, 40))
    return figures


@st.composite
def consistent_reports(draw: st.DrawFn, *, version: FormVersion | None = None) -> Report:
    """A complete report without a contradiction, for the year its form was made for.

    Every cell is filled, all equations hold, the six parts are there and what the words count is what the tables count.
    """
    form = FORMS[version or draw(st.sampled_from(["2021", "2021", "2019"]))]
    first, last = form.years
    year = draw(st.integers(first, last or 2025))
    agency = draw(agencies())
    figures = draw(figures_of(form, year))
    period = f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
    counted = draw(st.booleans())
    overview = draw(full_overview(_counts(figures) if counted else "", year))
    sections = {
        "preface": f"本报告根据《中华人民共和国政府信息公开条例》和年度报告格式编制，由六个部分组成。\n{period}",
        "overview": overview,
        "problems": draw(clean_words(2)),
        "other": draw(st.sampled_from(["无。", "本年度未收取信息处理费。", "没有其他需要报告的事项。"])),
    }
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Report(agency, year, "2019" if form is FORM_2019 else "2021", sections, figures, title=title)


def _counts(figures: dict[str, Value]) -> str:
    """The sentence in which reports repeat table 三."""
    received, carried_in, decided, carried_out = (
        figures[f"applications.{row}.total"] for row in ("received", "carried_in", "decided", "carried_out")
    )
    remedies = [
        figures[f"remedies.{row}.total"] for row in ("review", "litigation_direct", "litigation_after_review")
    ]
    litigation = sum(chain(remedies[1:]))  # type: ignore[arg-type]
    return (
        f"全年新收政府信息公开申请{received}件，上年结转{carried_in}件；办结{decided}件，结转下年度继续办理{carried_out}件。"
        f"因政府信息公开引发行政复议{remedies[0]}件、行政诉讼{litigation}件。"
    )
