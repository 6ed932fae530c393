"""How a case stands, in the words its applicant and its officers read (办理状态).

There is no national list of statuses (rules from practice). 条例 knows no 不予受理 and no 退回: whatever comes in gets an answer, so neither
word is among these.
"""

from __future__ import annotations

from enum import Enum

from gongkai.law.events import EventType
from gongkai.law.timelimits import State, TimeLimit

__all__ = ["Status", "status_of"]


class Status(Enum):
    """A status: stable key (the value) and Chinese word; `open` says whether the agency still owes something."""

    AWAITING_CONFIRMATION = "awaiting_confirmation", "待确认", True
    IN_HAND = "in_hand", "办理中", True
    AWAITING_CORRECTION = "awaiting_correction", "待补正", True
    CONSULTING = "consulting", "征求意见中", True
    EXTENDED = "extended", "已延期", True
    AWAITING_PAYMENT = "awaiting_payment", "待缴费", True
    LAPSED = "lapsed", "逾期未回复（可按视为放弃结案）", True
    ANSWERED = "answered", "已答复（待送达）", True
    CLOSED = "closed", "已办结", False
    NOT_CORRECTED = "not_corrected", "视为放弃（逾期未补正）", False
    NOT_PAID = "not_paid", "视为放弃（逾期未缴费）", False
    WITHDRAWN = "withdrawn", "已撤回", False
    SPLIT = "split", "已拆分办理", False
    PASSED_ON = "passed_on", "已转送", False

    term: str
    open: bool

    def __new__(cls, key: str, term: str, is_open: bool) -> Status:
        """Make the member of its key."""
        member = object.__new__(cls)
        member._value_ = key
        member.term = term
        member.open = is_open
        return member

    @property
    def key(self) -> str:
        """The stable key."""
        return str(self._value_)


def status_of(limit: TimeLimit, *, given_up: bool = False) -> Status:
    """Say how a case stands by its time limit; `given_up` says that the agency closed it as given up (视为放弃)."""
    stop = limit.limits[-1].stop if limit.limits else None
    fee = stop is not None and stop.event.type is EventType.FEE_NOTIFIED
    if limit.decided:
        return Status.CLOSED if limit.decided.effective <= limit.as_of else Status.ANSWERED
    if given_up:
        return Status.NOT_PAID if fee else Status.NOT_CORRECTED
    if limit.withdrawn:
        return Status.WITHDRAWN
    if limit.state is State.LAPSED:
        return Status.LAPSED
    if limit.received_on is None:
        return Status.AWAITING_CONFIRMATION
    if stop is not None and stop.resumed_on is None:
        return Status.AWAITING_PAYMENT if fee else Status.AWAITING_CORRECTION
    if any(one.counts and one.open_on(limit.as_of) for one in limit.consultations):
        return Status.CONSULTING
    last = limit.limits[-1]
    return Status.EXTENDED if last.extensions or last.delay else Status.IN_HAND
