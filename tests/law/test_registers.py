"""Documents over time and the figures of table 二 (国办公开办函〔2021〕30号; 条例第二十条第（一）项)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.registers import Counts, Document, Event, EventKind, State, count, state_on, valid_until_on

MADE, AMENDED, PARTLY, EXTENDED, REPEALED, DECLARED = EventKind


def document(*events: tuple[EventKind, date] | tuple[EventKind, date, date], leads: bool = True) -> Document:
    return Document(leads, tuple(Event(*event) for event in events))


def test_lixia_in_2022() -> None:
    """The bureau's report on 2022: 行政规范性文件 made 1, repealed 0, in force 1."""
    one = document((MADE, date(2022, 6, 1)))
    assert count([one], 2022) == Counts(1, 0, 1)
    assert count([one], 2021) == Counts(0, 0, 0)
    assert count([one], 2023) == Counts(0, 0, 1)


@pytest.mark.parametrize(
    ("events", "day", "state"),
    [
        ([], date(2022, 1, 1), State.NOT_YET),
        ([(MADE, date(2022, 3, 1))], date(2022, 2, 28), State.NOT_YET),
        ([(MADE, date(2022, 3, 1))], date(2022, 3, 1), State.VALID),
        ([(MADE, date(2020, 3, 1), date(2022, 3, 1))], date(2022, 3, 1), State.VALID),
        ([(MADE, date(2020, 3, 1), date(2022, 3, 1))], date(2022, 3, 2), State.EXPIRED),
        ([(MADE, date(2020, 3, 1)), (AMENDED, date(2021, 1, 1))], date(2022, 1, 1), State.AMENDED),
        ([(MADE, date(2020, 3, 1)), (PARTLY, date(2021, 1, 1)), (AMENDED, date(2021, 2, 1))], date(2022, 1, 1), State.PARTLY),
        ([(MADE, date(2020, 3, 1)), (REPEALED, date(2021, 1, 1)), (AMENDED, date(2021, 2, 1))], date(2022, 1, 1), State.REPEALED),
        ([(MADE, date(2020, 3, 1)), (DECLARED, date(2021, 1, 1))], date(2022, 1, 1), State.EXPIRED),
        ([(MADE, date(2020, 3, 1), date(2022, 3, 1)), (EXTENDED, date(2022, 2, 1), date(2024, 3, 1))], date(2023, 1, 1), State.VALID),
        ([(MADE, date(2020, 3, 1), date(2022, 3, 1)), (EXTENDED, date(2022, 4, 1), date(2024, 3, 1))], date(2023, 1, 1), State.EXPIRED),
        ([(MADE, date(2020, 3, 1), date(2022, 3, 1)), (REPEALED, date(2022, 4, 1))], date(2023, 1, 1), State.EXPIRED),
        ([(MADE, date(2022, 3, 1)), (REPEALED, date(2022, 3, 1))], date(2022, 3, 1), State.REPEALED),
    ],
)  # fmt: skip
def test_states(events: list[tuple[EventKind, date]], day: date, state: State) -> None:
    assert state_on(document(*events), day) == state


def test_the_end_of_validity_follows_the_events() -> None:
    one = document((MADE, date(2020, 3, 1), date(2022, 3, 1)), (EXTENDED, date(2022, 2, 1), date(2024, 3, 1)))
    assert valid_until_on(one, date(2021, 1, 1)) == date(2022, 3, 1)
    assert valid_until_on(one, date(2022, 2, 1)) == date(2024, 3, 1)


def test_who_does_not_lead_does_not_count() -> None:
    assert count([document((MADE, date(2022, 6, 1)), leads=False)], 2022) == Counts(0, 0, 0)


def test_expiry_is_no_repeal_but_ends_force() -> None:
    """The form's column is 废止; a period of validity that ran out is 失效."""
    assert count([document((MADE, date(2020, 6, 1), date(2022, 5, 31)))], 2022) == Counts(0, 0, 0)


def test_made_and_repealed_within_the_year_counts_in_both() -> None:
    assert count([document((MADE, date(2022, 2, 1)), (REPEALED, date(2022, 9, 1)))], 2022) == Counts(1, 1, 0)


_days = st.dates(date(2019, 1, 1), date(2025, 12, 31))
_events = st.lists(
    st.builds(
        Event, st.sampled_from([AMENDED, PARTLY, EXTENDED, REPEALED, DECLARED]), _days, st.none() | _days
    ),
    max_size=5,
)
_documents = st.lists(
    st.builds(
        lambda made, until, events: Document(True, (Event(MADE, made, until), *events)),
        _days,
        st.none() | _days,
        _events,
    ),
    max_size=6,
)


@given(_documents)
def test_nothing_comes_back_to_force(documents: list[Document]) -> None:
    for one in documents:
        ended = False
        day = date(2018, 12, 31)
        while day < date(2026, 6, 1):
            day += timedelta(days=61)
            state = state_on(one, day)
            assert not (ended and state.in_force)
            ended = ended or state in (State.REPEALED, State.EXPIRED)


@given(_documents)
def test_in_force_never_grows_beyond_what_was_made(documents: list[Document]) -> None:
    """现行有效(t) ≤ 现行有效(t-1) + 制发(t): nothing comes into force but by being made."""
    for year in range(2019, 2026):
        now, before = count(documents, year), count(documents, year - 1)
        assert now.in_force <= before.in_force + now.made
        assert now.repealed <= before.in_force + now.made
