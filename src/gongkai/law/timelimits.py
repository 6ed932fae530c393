"""The time limit (答复期限) of an application: what its events make of the 20 working days of 条例 Art. 33.

Three mechanisms that must not be mixed up:

* **starting anew** (重新计算): a correction (Art. 30) and a paid fee (国办函〔2020〕109号 Art. 6) end the old limit and begin a new one;
* **not counted** (不计算在内): the time others are asked for their opinion (Art. 33 para. 3, see `consultations`) moves the limit;
* **added** (延长): an extension (Art. 33 para. 2) lengthens the running limit, once. A reasonable delay (Art. 35) sets its end.

An act that was not lawful is recorded as a `Problem` and, unless it is a mere irregularity, leaves the limit where it was: the agency
gains no time by it. The law does not say this in so many words (未核实); it is the reading that is never late.

The day of receipt is day 0. A history is read as far as `as_of`; events after that day have not happened yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.consultations import ANSWERS, QUESTIONS, Consultation, days_not_counted
from gongkai.law.events import Event, EventType, History
from gongkai.law.limits import RECEIVED_BY, Limit, State, Stop, TimeLimit
from gongkai.law.ordering import in_order
from gongkai.law.problems import Problem, ProblemKind
from gongkai.law.settings import DEFAULTS, LimitSettings

__all__ = ["RECEIVED_BY", "Limit", "State", "Stop", "TimeLimit", "time_limit"]


def time_limit(
    history: History,
    as_of: date,
    calendar: WorkdayCalendar,
    settings: LimitSettings = DEFAULTS,
) -> TimeLimit:
    """Read the history as far as `as_of`; never raises for what is unlawful, see `problems`.

    ValueError (Chinese) only where the calendar ends (2000–2100).
    """
    reading = _Reading(history.until(as_of), calendar, settings)
    return reading.result(as_of)


class _Reading:
    """A history while it is read, event by event."""

    def __init__(self, history: History, calendar: WorkdayCalendar, settings: LimitSettings) -> None:
        self.calendar, self.settings = calendar, settings
        self.receipt_type = RECEIVED_BY[history.channel]
        self.submitted_on: date | None = None
        self.received: Event | None = None
        self.limits: list[Limit] = []
        self.consultations: list[Consultation] = []
        self.problems: list[Problem] = []
        self.seen: set[EventType] = set()
        self.correction: Event | None = None
        self.reasons: EventType | None = None
        self.decided: Event | None = None
        self.withdrawn: Event | None = None
        self.awaited: list[Event] = []
        for event in in_order(history.events):
            self.read(event)

    # what the reading knows

    @property
    def limit(self) -> Limit | None:
        return self.limits[-1] if self.limits else None

    @property
    def stop(self) -> Stop | None:
        stop = self.limit.stop if self.limit else None
        return stop if stop and stop.resumed_on is None else None

    def uncounted(self, until: date) -> dict[date, list[Consultation]]:
        limit = self.limit
        if limit is None:
            return {}
        after = limit.delay.on if limit.delay else limit.start
        return days_not_counted(self.consultations, after, until, self.calendar)

    def due(self, until: date) -> date | None:
        """The last day of the limit as it stands if `until` is the last day known."""
        limit = self.limit
        if limit is None or self.stop:
            return None
        moved = len(self.uncounted(until)) + limit.added
        if limit.fixed_end is not None:
            return self.calendar.add_workdays(limit.fixed_end, moved)
        return self.calendar.add_workdays(limit.start, limit.days + moved)

    def lapsed_by(self, day: date) -> date | None:
        lapses_on = self.stop.lapses_on if self.stop else None
        return lapses_on if lapses_on is not None and lapses_on <= day else None

    # reading one event

    def problem(self, kind: ProblemKind, event: Event, rule: str = "") -> None:
        self.problems.append(Problem(kind, event.type.term, event.on, rule))

    def read(self, event: Event) -> None:
        if event.type not in _ALWAYS and (self.decided or self.withdrawn):
            self.read_afterwards(event)
        else:
            _READERS[event.type](self, event)

    def read_intake(self, event: Event) -> None:
        repeated = event.type in self.seen and event.type is not EventType.CONTACT_FAILED
        self.seen.add(event.type)
        if repeated:
            return self.problem(ProblemKind.REPEATED, event)
        if event.type is EventType.SUBMITTED:
            self.submitted_on = event.on
            if self.received is not None:
                self.problem(ProblemKind.RECEIVED_BEFORE_SUBMITTED, self.received)
        if event.type is self.receipt_type:
            self.received = event
            self.limits.append(Limit(event.on, event, self.settings.answer_days))
        return None

    def read_reopened(self, event: Event) -> None:
        if self.received is None or not (self.decided or self.withdrawn or self.lapsed_by(event.on)):
            return self.problem(ProblemKind.NOT_CLOSED, event)
        self.decided = self.withdrawn = None
        last_day = event.until
        if last_day is not None and last_day <= event.on:
            self.problem(ProblemKind.REOPENED_DATE_TOO_EARLY, event)
            last_day = None
        self.limits.append(Limit(event.on, event, self.settings.answer_days, fixed_end=last_day))
        return None

    def read_afterwards(self, event: Event) -> None:
        """What comes after the decision or withdrawal moves nothing; a late opinion is nobody's fault."""
        if event.type in ANSWERS:
            self.read_answer(event)
        else:
            self.problem(ProblemKind.AFTER_CLOSE, event)

    def may_move(self, event: Event) -> bool:
        """Whether the event finds a running limit to move; if not, say why."""
        due = self.due(event.on)
        if self.limit is None:
            self.problem(ProblemKind.BEFORE_RECEIPT, event)
        elif self.stop:
            self.problem(ProblemKind.NO_LIMIT_RUNNING, event)
        elif due is not None and event.on > due:
            self.problem(ProblemKind.AFTER_END, event)
        else:
            return True
        return False

    def read_correction(self, event: Event) -> None:
        first = self.correction is None
        self.correction = self.correction or event
        if not first:
            return self.problem(ProblemKind.SECOND_CORRECTION, event)
        if self.received is not None:
            last = self.calendar.add_workdays(self.received.on, self.settings.correction_days)
            if event.on > last:
                return self.problem(ProblemKind.CORRECTION_TOO_LATE, event)
        if not self.may_move(event) or self.limit is None:
            return None
        last_day = event.reply_by
        if last_day is None:
            self.problem(ProblemKind.NO_REPLY_DATE, event)
        elif last_day < event.on:
            self.problem(ProblemKind.REPLY_DATE_TOO_EARLY, event)
            last_day = None
        self.limit.stop = Stop(event, last_day)
        return None

    def read_corrected(self, event: Event) -> None:
        stop = self.stop
        if stop and stop.event.type is EventType.CORRECTION_REQUESTED:
            if stop.last is not None and event.on > stop.last:
                self.problem(ProblemKind.CORRECTED_LATE, event)
            self.start_anew(stop, event)
        elif self.correction is None or EventType.CORRECTED in self.seen:
            self.problem(ProblemKind.ANSWER_WITHOUT_QUESTION, event, "条例第三十条")
        self.seen.add(event.type)

    def start_anew(self, stop: Stop, event: Event) -> None:
        stop.resumed_on = event.on
        self.limits.append(Limit(event.on, event, self.settings.answer_days))

    def read_fee(self, event: Event) -> None:
        first = EventType.FEE_NOTIFIED not in self.seen
        self.seen.add(EventType.FEE_NOTIFIED)
        if not first:
            return self.problem(ProblemKind.SECOND_FEE_NOTICE, event)
        if not self.may_move(event) or self.limit is None:
            return None
        self.check_service(event)
        last = self.calendar.add_workdays(event.reached_on, self.settings.payment_days)
        self.limit.stop = Stop(event, last)
        return None

    def read_paid(self, event: Event) -> None:
        stop = self.stop
        if stop and stop.event.type is EventType.FEE_NOTIFIED:
            if stop.last is not None and event.on > stop.last:
                return self.problem(ProblemKind.PAID_TOO_LATE, event)
            self.start_anew(stop, event)
        elif EventType.FEE_NOTIFIED not in self.seen or EventType.FEE_PAID in self.seen:
            self.problem(ProblemKind.ANSWER_WITHOUT_QUESTION, event, "国办函〔2020〕109号第六条")
        self.seen.add(event.type)
        return None

    def read_reasons(self, event: Event) -> None:
        if event.type is EventType.REASONS_REQUESTED:
            if self.limit is None:
                return self.problem(ProblemKind.BEFORE_RECEIPT, event)
        elif self.reasons is None:
            return self.problem(ProblemKind.ANSWER_WITHOUT_QUESTION, event, "条例第三十五条")
        self.reasons = event.type
        return None

    def read_delay(self, event: Event) -> None:
        if self.reasons is EventType.REASONS_REJECTED:
            return self.problem(ProblemKind.REASONS_WERE_REJECTED, event)
        due = self.due(event.on)
        if not self.may_move(event) or self.limit is None or due is None or event.until is None:
            return None
        if event.until <= due:
            return self.problem(ProblemKind.DELAY_NOT_LATER, event)
        if self.reasons is not EventType.REASONS_GIVEN:
            self.problem(ProblemKind.REASONS_MISSING, event)
        self.limit.delay, self.limit.fixed_end = event, event.until
        self.limit.extensions = []
        return None

    def read_extension(self, event: Event) -> None:
        if not self.may_move(event) or self.limit is None:
            return None
        most = self.settings.extension_days - self.limit.added
        if len(self.limit.extensions) >= self.settings.extensions_per_limit or most <= 0:
            return self.problem(ProblemKind.SECOND_EXTENSION, event)
        if event.working_days > most:
            self.problem(ProblemKind.EXTENSION_TOO_LONG, event)
        self.limit.extensions.append((event, min(event.working_days, most)))
        return None

    def read_question(self, event: Event) -> None:
        # While the applicant is waited for no limit runs, but others may be asked all the same: it does no harm.
        counts = self.stop is not None or self.may_move(event)
        if counts:
            self.check_service(event)
        self.consultations.append(Consultation.begun(event, self.calendar, counts=counts))

    def check_service(self, event: Event) -> None:
        if event.served_on is not None and event.served_on < event.on:
            self.problem(ProblemKind.SERVED_BEFORE_SENT, event)

    def read_answer(self, event: Event) -> None:
        found = [one for one in self.consultations if one.answers_to(event)]
        if not found:
            open_ones = [
                one
                for one in self.consultations
                if one.asked is ANSWERS[event.type] and one.answered_on is None and one.sent_on <= event.on
            ]
            # Where only one is waited for and one side gives no name, there is nothing to mistake.
            if len(open_ones) == 1 and not (event.who and open_ones[0].who):
                found = open_ones
        if not found:
            asked = ANSWERS[event.type]
            self.problem(ProblemKind.ANSWER_WITHOUT_QUESTION, event, asked.rule)
        for one in found:
            one.answered_on = event.on
            one.closed_on = one.closed_on or event.on

    def read_decided(self, event: Event) -> None:
        if event.effective_on is not None and event.effective_on < event.on:
            self.problem(ProblemKind.EFFECTIVE_BEFORE_DECIDED, event)
        if self.received is None:
            self.problem(ProblemKind.BEFORE_RECEIPT, event)
        for one in self.consultations:
            if one.open_on(event.on):
                if one.asked.capped:
                    self.problem(ProblemKind.DECIDED_WHILE_ASKING, event)
                one.closed_on = event.on
        self.decided = event

    def read_withdrawn(self, event: Event) -> None:
        self.withdrawn = event

    # what comes out

    def result(self, as_of: date) -> TimeLimit:
        """Say where the limit stands."""
        end = self.decided or self.withdrawn
        last_known = min(as_of, end.on) if end else as_of
        lapsed_on = self.lapsed_by(last_known)
        due = self.due(last_known)
        state = self.state(as_of, last_known, due, lapsed_on)
        moment = {
            State.MET: self.decided.effective if self.decided else as_of,
            State.MET_LATE: self.decided.effective if self.decided else as_of,
            State.ENDED: last_known,
            State.LAPSED: lapsed_on or as_of,
        }.get(state, as_of)
        used = remaining = None
        provisional = False
        if self.limit is not None:
            used, remaining = self.count(moment, last_known, due)
            known = [self.limit.start, due or moment]
            if due is None and self.stop:
                known = [self.limit.start, self.stop.event.on]
                if self.stop.event.type is EventType.FEE_NOTIFIED and self.stop.last:
                    known.append(self.stop.last)
            provisional = self.calendar.provisional(min(known), max(known))
        return TimeLimit(
            as_of=as_of,
            moment=moment,
            received_on=self.received.on if self.received else None,
            due_on=due,
            state=state,
            limits=tuple(self.limits),
            consultations=tuple(self.consultations),
            problems=tuple(self.problems),
            provisional=provisional,
            used=used or 0,
            remaining=remaining,
            decided=self.decided,
            withdrawn=self.withdrawn,
            lapsed_on=lapsed_on,
        )

    def state(self, as_of: date, last_known: date, due: date | None, lapsed_on: date | None) -> State:
        if lapsed_on is not None:
            return State.LAPSED
        if self.withdrawn:
            return State.ENDED
        if self.decided and self.decided.effective <= as_of:
            return State.MET if due is None or self.decided.effective <= due else State.MET_LATE
        if self.received is None:
            return State.AWAITING_CONFIRMATION
        asking = any(one.counts and one.open_on(last_known) for one in self.consultations)
        return State.PAUSED if self.stop or asking else State.RUNNING

    def count(self, moment: date, last_known: date, due: date | None) -> tuple[int, int | None]:
        """Count the working days used up to `moment`, and those left until `due` (negative when it is past)."""
        limit = self.limit
        if limit is None:
            return 0, None
        stop_on = self.stop.event.on if self.stop else moment
        until = max(min(moment, stop_on), limit.start)
        free = days_not_counted(self.consultations, limit.start, last_known, self.calendar)
        used = self.calendar.count_workdays(limit.start, until) - sum(day <= until for day in free)
        if due is None:
            return used, None
        if until > due:
            return used, -self.calendar.count_workdays(due, until)
        return used, self.calendar.count_workdays(until, due) - sum(until < day <= due for day in free)


_INTAKE = (EventType.SUBMITTED, EventType.SIGNED_FOR, EventType.CONTACT_FAILED, EventType.CONFIRMED)
_ALWAYS = (*_INTAKE, EventType.REOPENED)
_READERS: dict[EventType, Callable[[_Reading, Event], None]] = {
    **dict.fromkeys(_INTAKE, _Reading.read_intake),
    **dict.fromkeys(QUESTIONS, _Reading.read_question),
    **dict.fromkeys(ANSWERS, _Reading.read_answer),
    EventType.REOPENED: _Reading.read_reopened,
    EventType.CORRECTION_REQUESTED: _Reading.read_correction,
    EventType.CORRECTED: _Reading.read_corrected,
    EventType.REASONS_REQUESTED: _Reading.read_reasons,
    EventType.REASONS_GIVEN: _Reading.read_reasons,
    EventType.REASONS_REJECTED: _Reading.read_reasons,
    EventType.DELAY_SET: _Reading.read_delay,
    EventType.EXTENDED: _Reading.read_extension,
    EventType.FEE_NOTIFIED: _Reading.read_fee,
    EventType.FEE_PAID: _Reading.read_paid,
    EventType.DECIDED: _Reading.read_decided,
    EventType.WITHDRAWN: _Reading.read_withdrawn,
}
