"""What of an application is counted, in which year: table 三 of the annual report (国办公开办函〔2021〕30号) as a function of events.

A year's 一 (新收) are those received in it (条例 Art. 31), 二 those received before and open when it began, 三 those decided in it, 四
those open when it ended. What the form leaves open is a `Reading`, printed beside the figures:

* answered again after review or court (复议、诉讼后重新答复): the form does not say (未核实). By default the application stays
  counted once, in the year it was first answered; a later answer in the same year takes the place of the first, one in a later year changes no
  figure and is told in section 六;
* which day an answer counts on: the day it was made (作出) by default, or the day it took effect;
* an application split up (拆分): each piece counts by default (国办函〔2020〕109号 Art. 4 says so for the fee; for the report 未核实), or the
  whole once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.outcomes import Outcome

__all__ = ["DEFAULT_READING", "Closing", "Counted", "Reading", "counted"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How what the form leaves open is read; `in_words` says it as it is printed."""

    reopened: str = "same_year"
    """`same_year`: the last answer within the year of the first; `first`: the first answer whatever follows."""
    closed_on: str = "decided"
    """`decided`: the day the answer was made; `effective`: the day it was posted, signed for or arrived."""
    split: str = "each"
    """`each`: every piece of a split application; `once`: the application as a whole."""

    def __post_init__(self) -> None:
        """Refuse a word that is not known."""
        known = {
            "reopened": ("same_year", "first"),
            "closed_on": ("decided", "effective"),
            "split": ("each", "once"),
        }
        for name, values in known.items():
            if getattr(self, name) not in values:
                raise ValueError(f"统计口径 {name} 只能是：{'、'.join(values)}")

    def in_words(self) -> tuple[str, ...]:
        """Give the reading in Chinese, each sentence with what was not verified."""
        return (
            "复议、诉讼后重新答复的，仍计原件，"
            + ("同一年度内以最终答复为准" if self.reopened == "same_year" else "以首次答复为准")
            + "（口径未核实）",
            ("以作出答复之日" if self.closed_on == "decided" else "以答复送达之日")
            + "计入年度（口径未核实）",
            ("拆分办理的，按拆分后的件数计" if self.split == "each" else "拆分办理的，仍计一件")
            + "（口径未核实）",
        )


DEFAULT_READING = Reading()


@dataclass(frozen=True, slots=True)
class Closing:
    """One end of the application: a decision, or that it was given up or withdrawn; `effective` where it took effect later."""

    on: date
    outcome: Outcome
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How an application counts: the day it came in and the day it left (None: open), and what it is counted under."""

    entered: date
    left: date | None
    outcome: Outcome | None


def counted(
    received_on: date | None, closings: Sequence[Closing], reading: Reading = DEFAULT_READING
) -> Counted | None:
    """Count one application; None for one that was never received and never answered (it counts nowhere).

    `closings` in the order they happened. One answered before it was confirmed came in at the latest on the day of the answer.
    """
    days = [_day(one, reading) for one in closings]
    if received_on is None:
        # Withdrawn before receipt, it never was an application the agency had to answer.
        if not closings or closings[0].outcome is Outcome.OTHER_OTHER:
            return None
        received_on = days[0]
    if not closings:
        return Counted(received_on, None, None)
    left, outcome = days[0], closings[0].outcome
    if reading.reopened == "same_year":
        for day, one in zip(days, closings, strict=True):
            if day.year == left.year:
                outcome = one.outcome
    return Counted(min(received_on, left), left, outcome)


def _day(closing: Closing, reading: Reading) -> date:
    return closing.effective or closing.on if reading.closed_on == "effective" else closing.on
