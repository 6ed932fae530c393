"""The national form of the annual report as one data structure, a version per national document.

`FORMS` maps the version name ("2021", "2019") to its `Form`; `form_of` gives the form by which a report is to be read,
checked and printed.
"""

from __future__ import annotations

from .blend import printed_form
from .handling import APPLICANT_COLUMNS
from .kinds import Block, Cell, Column, Equation, FigureKind, Form, Row, Section, Table
from .national import FORM_2019, FORM_2021

__all__ = [
    "APPLICANT_COLUMNS",
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "Block",
    "Cell",
    "Column",
    "Equation",
    "FigureKind",
    "Form",
    "Row",
    "Section",
    "Table",
    "form_of",
    "printed_form",
]

FORMS: dict[str, Form] = {form.version: form for form in (FORM_2021, FORM_2019)}


def form_of(version: str) -> Form:
    """Return the form of this version; the form in force for "unknown" or any other word."""
    return FORMS.get(version, FORM_2021)
