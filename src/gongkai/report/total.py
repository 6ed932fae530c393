"""Roll-up (汇总): many agencies' reports added to one, and what could not be added named.

A figure is added place by place and never guessed. A cell that is blank or missing in one agency's report leaves the sum
without that agency, and the answer says so. A report of another year, or a second one of the same agency, is left out
whole; a table with figures that have no place in the form of the sum is left out whole too, for the two versions of the
form count differently (国办公开办函〔2021〕30号 against 国办公开办函〔2019〕60号).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from .form import FORMS, Form, Table
from .model import FormVersion, Note, Report

_VERSIONS: tuple[FormVersion, ...] = ("2021", "2019")
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report, or one table or some cells of it, not in the sum. `place` is "" where it is the whole report."""

    file: str
    agency: str | None
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Total:
    """The sum as a report of its own, the files added (at least in part), and what was left out."""

    report: Report
    added: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A report that passed by: what is kept of it to say what it lacks."""

    file: str
    agency: str | None
    year: int | None
    version: str
    fits: frozenset[tuple[str, str]]
    """(version, section) of the tables whose figures all have a place in that version of the form."""

    gaps: tuple[tuple[str, ...], ...]
    """For each of `_VERSIONS`, the places of the form that are blank or missing."""

    @property
    def name(self) -> str:
        return self.agency or self.file


@dataclass(slots=True)
class _Running:
    """What is kept while reports pass by: their sums, and a line for each."""

    sums: dict[tuple[int | None, frozenset[str], str], dict[str, int | Decimal]] = field(default_factory=dict)
    """By year, the versions in which the table has a place for all its figures, and section."""

    sources: list[_Source] = field(default_factory=list)
    shared: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def add(self, file: str, report: Report) -> None:
        """Add one report to the sums of its year."""
        fits: set[tuple[str, str]] = set()
        for section in ("proactive", "applications", "remedies"):
            own = {
                place: figure
                for place, figure in report.figures.items()
                if figure is not None and _section(place) == section
            }
            versions = frozenset(
                version
                for version in _VERSIONS
                if all(place in FORMS[version].kinds for place, figure in own.items() if figure)
            )
            fits |= {(version, section) for version in versions}
            sums = self.sums.setdefault((report.year, versions, section), {})
            for place, figure in own.items():
                sums[place] = sums.get(place, 0) + figure
        gaps = tuple(
            tuple(place for place in FORMS[version].places if report.figures.get(place) is None)
            for version in _VERSIONS
        )
        gaps = tuple(self.shared.setdefault(one, one) for one in gaps)
        self.sources.append(_Source(file, report.agency, report.year, report.form, frozenset(fits), gaps))


def total(reports: Iterable[tuple[str, Report]], agency: str | None = None, year: int | None = None) -> Total:
    """Add up reports, each given with the name of its file; only sums and a line for each are kept as they pass by.

    `agency` is the name under which the sum is made, `year` the year that is added (None: the year of most reports).
    The form of the sum is that of most reports of that year.
    """
    running = _Running()
    left_out: list[LeftOut] = []
    seen: dict[tuple[str, int | None], str] = {}
    for file, report in reports:
        key = (report.agency or "", report.year)
        if report.agency and key in seen:
            message = f"{report.agency}{_in_words(report.year)}的报告已由{seen[key]}计入，这一份重复，未计入"
            left_out.append(LeftOut(file, report.agency, "", message))
            continue
        seen[key] = file
        running.add(file, report)
    if year is None:
        years = Counter(source.year for source in running.sources)
        year = max(years, key=lambda one: (years[one], one or 0), default=None)
    added = [source for source in running.sources if source.year == year]
    left_out += [
        LeftOut(
            one.file,
            one.agency,
            "",
            f"{one.name}：这是{_in_words(one.year)}的报告，汇总的是{_in_words(year)}，未计入",
        )
        for one in running.sources
        if one.year != year
    ]
    votes = Counter(source.version for source in added)
    version: FormVersion = "2019" if votes["2019"] > votes["2021"] else "2021"
    left_out += [one for source in added for one in _gaps(source, version)]
    report = Report(
        agency,
        year,
        version,
        _words(added, left_out, year),
        _figures(running, year, FORMS[version]),
        tuple(Note("left_out", one.place, one.message) for one in left_out),
    )
    return Total(report, tuple(source.file for source in added), tuple(left_out))


def _section(place: str) -> str:
    return place.split(".", 1)[0].removesuffix("_2019")


def _in_words(year: int | None) -> str:
    return "未写明年份" if year is None else f"{year}年"


def _figures(running: _Running, year: int | None, form: Form) -> dict[str, int | Decimal]:
    found: dict[str, int | Decimal] = {}
    for (one, versions, _), sums in running.sums.items():
        if one == year and form.version in versions:
            for place, figure in sums.items():
                found[place] = found.get(place, 0) + figure
    return {place: found[place] for place in form.places if place in found}


def _gaps(source: _Source, version: FormVersion) -> Iterator[LeftOut]:
    """What of this report is not in the sum: a table counted otherwise, a table or cells it does not have."""
    form = FORMS[version]
    missing = set(source.gaps[_VERSIONS.index(version)])
    for table in form.tables:
        if (version, table.section) not in source.fits:
            words = f"{source.name}的{table.caption}中有{form.name}之外的数据，口径不同，整表未计入"
            yield LeftOut(source.file, source.agency, table.key, words)
            continue
        lacking = [place for place in table.places if place in missing]
        if len(lacking) == len(table.places):
            yield LeftOut(
                source.file, source.agency, table.key, f"{source.name}未提供{table.caption}，未计入"
            )
        elif lacking:
            yield LeftOut(
                source.file, source.agency, lacking[0], _lacking_cells(source, form, table, lacking)
            )


def _lacking_cells(source: _Source, form: Form, table: Table, lacking: list[str]) -> str:
    named = "、".join(form.name_of(place).removeprefix(table.caption) for place in lacking[:_MOST_NAMED])
    rest = "等" if len(lacking) > _MOST_NAMED else ""
    return f"{source.name}的{table.caption}有{len(lacking)}格空白或者未提供：{named}{rest}，汇总数不含这几格"


def _words(added: list[_Source], left_out: list[LeftOut], year: int | None) -> dict[str, str]:
    """Say in the sum's own text what it is made of; a reader of the printed sum sees the same as the files' owner."""
    names = "、".join(source.name for source in added)
    overview = (
        f"本表由{len(added)}个行政机关的{_in_words(year)}年度报告逐格相加而成：{names}。" if added else ""
    )
    other = "\n".join(f"{one.message}。" for one in left_out) or "各份报告的数据均已计入。"
    return {"overview": overview, "other": other} if added else {}
