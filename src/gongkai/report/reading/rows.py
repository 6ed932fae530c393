"""Find the rows of a statutory table among its atoms, by label and by position.

All places where a row's label could stand are collected; the chain of them that follows the form's order and is best
supported by figures is taken (a longest increasing subsequence with weights), so that the same words in prose, in heads
or in other rows do not mislead. Rows left over are taken where only one candidate is possible, and said to be out of order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .atoms import Atom, Kind
from .labels import RowLabel, TableLabels, is_fragment

_NUMBERING_ONLY = re.compile(r"^[一二三四五六七八九十\d]*$")
_BEGINNING = 6
"""So many characters of a long label are believed to be it."""

_BEGINNING_WEIGHT = 5.0
_FIGURES = (Kind.NUMBER, Kind.BLANK, Kind.ABSENT)


@dataclass(slots=True)
class FoundRow:
    """A row found: its key and the atoms that hold its figures, blank ones included.

    `lines` are the first and the last line of its label.
    """

    key: str
    start: int
    atoms: list[Atom]
    lines: tuple[int, int] = (0, 0)
    out_of_order: bool = False
    cut: bool = False


@dataclass(slots=True)
class StrayRow:
    """Words with figures that are no row of either form."""

    words: str
    figures: list[str]


@dataclass(slots=True)
class FoundRows:
    """All rows of one table, and where they begin and end among the atoms."""

    rows: list[FoundRow] = field(default_factory=list)
    strays: list[StrayRow] = field(default_factory=list)
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class _Candidate:
    label: RowLabel
    start: int  # index of the first atom of the label
    after: int  # index of the atom behind the label
    weight: float


def find_rows(atoms: list[Atom], labels: TableLabels, open_end: bool = False) -> FoundRows:
    """Find the rows of a table among `atoms`; `open_end` says that the file ends with them and may be cut off."""
    text, owners = _joined(atoms)
    candidates = _candidates(atoms, text, owners, labels)
    chain = _best_chain(candidates)
    taken = {candidate.label.key for candidate in chain}
    strays_possible = [
        candidate
        for candidate in candidates
        if candidate.label.key not in taken and candidate.label.strong and candidate.weight >= 5
    ]
    late: list[_Candidate] = []
    for candidate in strays_possible:
        if candidate.label.key in {one.label.key for one in late}:
            continue
        if any(one.start <= candidate.start < one.after for one in chain):
            continue
        late.append(candidate)
    anchors = sorted([*chain, *late], key=lambda one: one.start)
    found = FoundRows()
    if not anchors:
        return found
    for position, anchor in enumerate(anchors):
        end = anchors[position + 1].start if position + 1 < len(anchors) else len(atoms)
        figures, stop = _figures(atoms, anchor, end)
        lines = (atoms[anchor.start].line, atoms[anchor.after - 1].line)
        row = FoundRow(anchor.label.key, anchor.start, figures, lines, out_of_order=anchor in late)
        row.cut = open_end and stop == end == len(atoms)
        found.rows.append(row)
        found.strays += _strays(atoms[stop:end])
        found.end = stop
    found.start = anchors[0].start
    return found


def _joined(atoms: list[Atom]) -> tuple[str, list[int]]:
    """The squashed text of all labels in one string, and for each atom of text where it begins there."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for atom in atoms:
        starts.append(length)
        if atom.kind is Kind.TEXT:
            parts.append(atom.squashed)
            length += len(atom.squashed)
    return "".join(parts), starts


def _candidates(atoms: list[Atom], text: str, starts: list[int], labels: TableLabels) -> list[_Candidate]:
    found: list[_Candidate] = []
    for label in labels.rows:
        for match in label.pattern.finditer(text):
            first = _owner(starts, atoms, match.start())
            last = _owner(starts, atoms, match.end() - 1)
            before = text[starts[first] : match.start()]
            behind = text[match.end() : starts[last] + len(atoms[last].squashed)]
            numbered = bool(label.numbering) and before.endswith(label.numbering)
            remark_cut = bool(behind) and any(remark.startswith(behind) for remark in label.remarks)
            behind = "" if remark_cut else behind
            if not label.strong and not _whole(before, behind):
                continue
            if label.strong and before and not numbered and not _whole(before, ""):
                continue
            weight = (3.0 if label.strong else 1.0) + (0.5 if numbered else 0.0)
            if _has_figures(atoms, first, last + 1) or (remark_cut and _figures_near(atoms, last)):
                weight += 4.0
            elif not label.strong:
                continue
            else:
                weight = 0.5
            found.append(_Candidate(label, first, last + 1, weight))
    found += _beginnings(atoms, labels, {candidate.start for candidate in found})
    found.sort(key=lambda one: (one.start, one.after))
    return found


def _beginnings(atoms: list[Atom], labels: TableLabels, known: set[int]) -> list[_Candidate]:
    """Long labels of which the first line alone is in one piece: other columns stand between their lines."""
    found: list[_Candidate] = []
    for index, atom in enumerate(atoms):
        if atom.kind is not Kind.TEXT or index in known:
            continue
        bare = atom.squashed.lstrip("0123456789")
        if len(bare) < _BEGINNING:
            continue
        found += [
            _Candidate(label, index, index + 1, _BEGINNING_WEIGHT)
            for label in labels.rows
            if any(whole.startswith(bare) for whole in label.long) and _figures_near(atoms, index)
        ]
    return found


def _figures_near(atoms: list[Atom], index: int) -> bool:
    """Whether a figure stands on this line or one of the next two, with nothing but pieces of labels before it."""
    for atom in atoms[index + 1 : index + 12]:
        if atom.line > atoms[index].line + 2 or atom.kind is Kind.PROSE:
            return False
        if atom.kind is Kind.TEXT and not is_fragment(atom.squashed):
            return False
        if atom.kind is Kind.NUMBER or atom.kind is Kind.ABSENT:
            return True
    return False


def _owner(starts: list[int], atoms: list[Atom], position: int) -> int:
    """The text atom that holds character `position` of the joined text."""
    index = bisect_right(starts, position) - 1
    while atoms[index].kind is not Kind.TEXT:
        index -= 1
    return index


def _whole(before: str, behind: str) -> bool:
    """Whether a weak label is a cell of its own, but for numbering and the heading of its group."""
    if (
        before
        and not _NUMBERING_ONLY.match(before)
        and not is_fragment(before.rstrip("一二三四五六七八九十0123456789"))
    ):
        return False
    return not behind


def _has_figures(atoms: list[Atom], start: int, after: int) -> bool:
    """Whether a figure stands inside the label's span or comes before any other words."""
    for atom in atoms[start:after]:
        if atom.kind is Kind.NUMBER:
            return True
    for atom in atoms[after : after + 12]:
        if atom.kind is Kind.NUMBER or atom.kind is Kind.ABSENT:
            return True
        if atom.kind is Kind.TEXT and not is_fragment(atom.squashed):
            return False
        if atom.kind is Kind.PROSE:
            return False
        if atom.kind is Kind.TEXT and len(atom.squashed) > 2:
            # blank cells before the next label are figures left blank
            return atoms[after].kind is Kind.BLANK
    return any(atom.kind is Kind.BLANK for atom in atoms[after : after + 1])


def _best_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The heaviest chain in which both the place in the file and the order in the form rise; the first of equals."""
    best: list[tuple[float, int]] = []
    ended: list[tuple[int, int]] = []  # candidates whose label is not over yet, by the end of the label
    heaviest: dict[
        int, tuple[float, int]
    ] = {}  # for each row of the form, the heaviest chain that ends with it
    for index, candidate in enumerate(candidates):
        while ended and ended[0][0] <= candidate.start:
            earlier = heappop(ended)[1]
            order = candidates[earlier].label.order
            if best[earlier][0] > heaviest.get(order, (0.0, -1))[0]:
                heaviest[order] = best[earlier][0], earlier
        before = [chain for order, chain in heaviest.items() if order < candidate.label.order]
        top, previous = max(before, key=lambda one: (one[0], -one[1]), default=(0.0, -1))
        best.append((top + candidate.weight, previous))
        heappush(ended, (candidate.after, index))
    if not best:
        return []
    index = max(range(len(best)), key=lambda one: best[one][0])
    chain: list[_Candidate] = []
    while index >= 0:
        chain.append(candidates[index])
        index = best[index][1]
    return chain[::-1]


def _figures(atoms: list[Atom], anchor: _Candidate, end: int) -> tuple[list[Atom], int]:
    """The figures of a row, and where its part of the table ends.

    Figures may stand inside the label (a label of several lines beside them) and behind pieces of labels; they end
    where words come that are no label. Blank cells count only next to figures.
    """
    figures = [atom for atom in atoms[anchor.start : anchor.after] if atom.kind in _FIGURES]
    if all(atom.kind is Kind.BLANK and not atom.raw.strip() for atom in figures):
        figures = []
    words_since = False
    index = anchor.after
    while index < end:
        atom = atoms[index]
        if atom.kind is Kind.PROSE:
            break
        if atom.kind is Kind.TEXT:
            if not is_fragment(atom.squashed):
                break
            words_since = True
        elif atom.kind is Kind.BLANK:
            # a blank cell that is marked counts wherever it stands
            if not words_since or atom.raw.strip():
                figures.append(atom)
        else:
            figures.append(atom)
        index += 1
    return figures, index


def _strays(atoms: list[Atom]) -> list[StrayRow]:
    """Rows outside the form: words that are no label, directly followed by figures."""
    found: list[StrayRow] = []
    words: list[str] = []
    figures: list[str] = []
    for atom in [*atoms, Atom(Kind.PROSE)]:
        if atom.kind is Kind.NUMBER:
            if words:
                figures.append(atom.raw.strip())
        elif atom.kind in (Kind.TEXT, Kind.PROSE):
            if figures:
                found.append(StrayRow("".join(words), figures))
                words, figures = [], []
            if atom.kind is Kind.PROSE or is_fragment(atom.squashed):
                words = []
            else:
                words.append(atom.raw.strip())
    return found
