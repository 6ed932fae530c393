"""When two reports are the same: the round trip of the report's contract."""

from __future__ import annotations

from gongkai.report.model import Report


def assert_same(found: Report, wanted: Report) -> None:
    """Agency, year, form, figures, and sections with white space removed."""
    assert (found.agency, found.year, found.form) == (wanted.agency, wanted.year, wanted.form)
    assert dict(found.figures) == dict(wanted.figures)
    assert squeezed(found) == squeezed(wanted)


def squeezed(report: Report) -> dict[str, str]:
    """The sections without white space."""
    return {key: "".join(words.split()) for key, words in report.sections.items()}
