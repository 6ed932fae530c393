"""The law's outcomes and applicants are the rows and columns of the yearly form (国办公开办函〔2021〕30号), in its order."""

import re
from itertools import groupby

import pytest

from gongkai.law.applicants import Applicant
from gongkai.law.outcomes import Outcome, OutcomeGroup
from gongkai.report.form import APPLICANT_COLUMNS, FORM_2019, FORM_2021, Form, Row

FRAME = ("received", "carried_in", "decided", "carried_out")
"""Rows of table 三 that are no outcome: 一、二、（七）、四."""


def outcome_rows(form: Form) -> list[Row]:
    (block,) = form.table("applications").blocks
    return [row for row in block.rows if row.key not in FRAME]


def test_outcomes_are_the_rows_of_the_form() -> None:
    assert [outcome.key for outcome in Outcome] == [row.key for row in outcome_rows(FORM_2021)]
    assert len(Outcome) == 21


def test_outcomes_are_those_of_the_trial_form_but_for_the_last_three() -> None:
    # 国办公开办函〔2019〕60号 has one row （六）其他处理 where the form of 2021 has three.
    rows = [row.key for row in outcome_rows(FORM_2019)]
    assert rows == [outcome.key for outcome in Outcome if outcome.group is not OutcomeGroup.OTHER] + [
        OutcomeGroup.OTHER.key
    ]


def test_groups_are_the_headings_of_the_form() -> None:
    headings = []
    for name, rows in groupby(outcome_rows(FORM_2021), key=lambda row: row.group or row.label):
        headings.append((re.sub("^（.）", "", name), [row.key for row in rows]))
    assert headings == [(group.term, [outcome.key for outcome in group.outcomes]) for group in OutcomeGroup]


def test_each_outcome_belongs_to_the_group_its_key_begins_with() -> None:
    for outcome in Outcome:
        assert outcome.key == outcome.group.key or outcome.key.startswith(f"{outcome.group.key}_")


@pytest.mark.parametrize("outcome", Outcome, ids=lambda outcome: outcome.key)
def test_law_and_form_rest_each_outcome_on_the_same_article(outcome: Outcome) -> None:
    row = next(row for row in outcome_rows(FORM_2021) if row.key == outcome.key)
    assert outcome.basis == row.source
    assert outcome.counts
    assert outcome.term


def test_applicants_are_the_columns_of_the_form() -> None:
    *columns, total = APPLICANT_COLUMNS
    assert total.key == "total"
    assert [(one.key, one.term) for one in Applicant] == [(column.key, column.label) for column in columns]


def test_all_but_persons_stand_under_the_heading_of_organisations() -> None:
    assert [one for one in Applicant if not one.is_organisation] == [Applicant.PERSON]
    spans = [cell.colspan for cell in FORM_2021.table("applications").grid[1]]
    assert spans == [1, sum(one.is_organisation for one in Applicant), 1]


@pytest.mark.parametrize("kind", [Outcome, OutcomeGroup, Applicant])
def test_members_are_found_by_their_key(kind: type[Outcome] | type[OutcomeGroup] | type[Applicant]) -> None:
    for member in kind:
        assert kind(member.key) is member
