"""What holds of every history's time limit, whatever happened in it (hypothesis)."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.allowed import allowed, new_problems
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.events import Channel, Event, EventType, History, Way
from gongkai.law.explaining import explain
from gongkai.law.timelimits import State, time_limit

CALENDAR = WorkdayCalendar()
FIRST = date(2024, 1, 2)
DAYS = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
RECEIPT = (EventType.SUBMITTED, EventType.SIGNED_FOR, EventType.CONFIRMED, EventType.CONTACT_FAILED)


@st.composite
def events(draw: st.DrawFn, kinds: tuple[EventType, ...] = tuple(EventType)) -> Event:
    kind = draw(st.sampled_from(kinds))
    on = draw(DAYS)
    later = st.one_of(st.none(), st.integers(-3, 60).map(lambda n: on + timedelta(days=n)))
    return Event(
        kind,
        on,
        who=draw(st.sampled_from(["", "甲", "乙"])),
        reply_by=draw(later),
        until=draw(later) if kind in (EventType.DELAY_SET, EventType.REOPENED) else None,
        served_on=draw(later),
        working_days=draw(st.integers(1, 30)) if kind is EventType.EXTENDED else 0,
        way=draw(st.sampled_from([None, *Way])),
        effective_on=draw(later),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Received on the first day, then anything at all, lawful or not."""
    rest = draw(st.lists(events(tuple(kind for kind in EventType if kind not in RECEIPT)), max_size=8))
    return History(Channel.COUNTER, (Event(EventType.SUBMITTED, FIRST), *rest))


ANYTHING = st.builds(
    lambda channel, found: History(channel, tuple(found)),
    st.sampled_from(Channel),
    st.lists(events(), max_size=8),
)
AS_OF = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))


@given(ANYTHING, AS_OF, st.randoms())
def test_the_order_of_input_does_not_matter(history: History, as_of: date, random: object) -> None:
    shuffled = list(history.events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = time_limit(history, as_of, CALENDAR)
    other = time_limit(History(history.channel, tuple(shuffled)), as_of, CALENDAR)
    assert one == other
    assert explain(one, CALENDAR) == explain(other, CALENDAR)


@given(ANYTHING, AS_OF)
def test_whatever_happened_is_answered_and_explained(history: History, as_of: date) -> None:
    found = time_limit(history, as_of, CALENDAR)
    steps = explain(found, CALENDAR)
    assert (found.received_on is None) <= (found.due_on is None)
    for before, after in itertools.pairwise(steps):
        assert before.last < after.first
    for step in steps:
        assert step.working_days == CALENDAR.count_workdays(step.first - timedelta(days=1), step.last)
    if found.due_on is not None:
        assert steps[-1].last == found.due_on


@given(histories(), AS_OF)
def test_used_and_remaining_add_up_to_what_was_given(history: History, as_of: date) -> None:
    found = time_limit(history, as_of, CALENDAR)
    limit = found.limits[-1]
    if found.remaining is not None and limit.fixed_end is None:
        assert found.used + found.remaining == limit.days + limit.added


@given(histories(), AS_OF, st.integers(1, 60))
def test_waiting_longer_for_an_opinion_never_brings_the_end_nearer(
    history: History, as_of: date, later: int
) -> None:
    one = time_limit(history, as_of, CALENDAR)
    other = time_limit(history, as_of + timedelta(days=later), CALENDAR)
    same = history.until(as_of) == history.until(as_of + timedelta(days=later))
    if same and one.due_on is not None and other.due_on is not None:
        assert one.due_on <= other.due_on


@given(histories(), DAYS, st.integers(1, 20))
def test_an_extension_never_shortens_and_adds_at_most_what_it_says(
    history: History, on: date, days: int
) -> None:
    as_of = FIRST + timedelta(days=500)
    before = time_limit(history, as_of, CALENDAR)
    event = Event(EventType.EXTENDED, on, working_days=days)
    after = time_limit(replace(history, events=(*history.events, event)), as_of, CALENDAR)
    first = History(
        history.channel, tuple(one for one in history.events if one.type is not EventType.EXTENDED)
    )
    plain = first == history and before.limits[-1].fixed_end is None
    # What a longer limit makes lawful afterwards may move it too, so only the limit itself is compared.
    alike = len(before.problems) == len(after.problems) and before.consultations == after.consultations
    if plain and alike and before.due_on and after.due_on:
        assert before.due_on <= after.due_on


@given(histories(), st.integers(1, 40))
def test_a_restart_drops_all_that_was_before(history: History, wait: int) -> None:
    """After a correction, the limit is that of an application received on that day, if nobody is still being asked."""
    asked = Event(EventType.CORRECTION_REQUESTED, date(2024, 1, 8), reply_by=date(2024, 12, 1))
    corrected = Event(EventType.CORRECTED, date(2024, 1, 8) + timedelta(days=wait))
    early = tuple(
        event
        for event in history.events
        if event.on <= date(2024, 1, 5)
        and event.type in (EventType.SUBMITTED, EventType.EXTENDED, EventType.THIRD_PARTY_CONSULTED)
    )
    answers = tuple(
        Event(EventType.THIRD_PARTY_ANSWERED, date(2024, 1, 8), who=event.who)
        for event in early
        if event.type is EventType.THIRD_PARTY_CONSULTED
    )
    found = time_limit(History(Channel.COUNTER, (*early, *answers, asked, corrected)), corrected.on, CALENDAR)
    fresh = History(Channel.COUNTER, (Event(EventType.SUBMITTED, corrected.on),))
    assert found.due_on == time_limit(fresh, corrected.on, CALENDAR).due_on


@given(histories(), AS_OF)
def test_unlawful_acts_never_give_the_agency_time(history: History, as_of: date) -> None:
    """Leaving out an act that was refused its effect leaves the limit as it is."""
    found = time_limit(history, as_of, CALENDAR)
    refused = {
        (problem.what, problem.on)
        for problem in found.problems
        if not problem.kind.irregular
        and problem.code in ("after_end", "second_extension", "no_limit_running")
    }
    extensions = [
        event
        for event in history.events
        if event.type is EventType.EXTENDED and (event.type.term, event.on) in refused
    ]
    same_day = [event.on for event in history.events if event.type is EventType.EXTENDED]
    for event in extensions:
        if same_day.count(event.on) > 1:
            continue
        rest = tuple(one for one in history.events if one is not event)
        assert time_limit(History(history.channel, rest), as_of, CALENDAR).due_on == found.due_on


@settings(max_examples=60)
@given(histories(), DAYS)
def test_what_is_offered_as_lawful_adds_no_problem(history: History, day: date) -> None:
    for permission in allowed(history, day, CALENDAR):
        assert permission.why
        assert permission.rule
        if permission.act in (EventType.WITHDRAWN, EventType.DECIDED, EventType.REASONS_REQUESTED):
            problems = new_problems(history, Event(permission.act, day), CALENDAR)
            assert permission.lawful == (not problems)


def test_a_plain_case_walks_through_what_the_law_allows() -> None:
    history = History(Channel.ONLINE, (Event(EventType.SUBMITTED, date(2024, 6, 3)),))
    open_acts = {one.act for one in allowed(history, date(2024, 6, 3), CALENDAR) if one.lawful}
    assert open_acts == {EventType.CONFIRMED, EventType.CONTACT_FAILED, EventType.WITHDRAWN}
    received = replace(history, events=(*history.events, Event(EventType.CONFIRMED, date(2024, 6, 4))))
    found = {one.act: one for one in allowed(received, date(2024, 6, 14), CALENDAR)}
    assert found[EventType.CORRECTION_REQUESTED].lawful
    assert found[EventType.CORRECTION_REQUESTED].by == date(2024, 6, 14)  # the 7th working day (条例第三十条)
    assert not {one.act: one for one in allowed(received, date(2024, 6, 17), CALENDAR)}[
        EventType.CORRECTION_REQUESTED
    ].lawful
    assert found[EventType.EXTENDED].by == date(2024, 7, 3)
    assert not found[EventType.FEE_PAID].lawful
    late = {one.act: one for one in allowed(received, date(2024, 7, 4), CALENDAR)}
    assert not late[EventType.EXTENDED].lawful
    assert not late[EventType.FEE_NOTIFIED].lawful
    assert late[EventType.DECIDED].lawful  # late, but the answer is owed all the same


def test_a_closed_case_allows_only_to_be_taken_up_again() -> None:
    history = History(
        Channel.COUNTER,
        (Event(EventType.SUBMITTED, date(2024, 6, 3)), Event(EventType.DECIDED, date(2024, 6, 20))),
    )
    assert time_limit(history, date(2024, 7, 1), CALENDAR).state is State.MET
    assert {one.act for one in allowed(history, date(2024, 7, 1), CALENDAR) if one.lawful} == {
        EventType.REOPENED
    }
