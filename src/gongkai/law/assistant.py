"""The ground and remedy assistant (依据和救济助手): what was found → outcome, ground, letter, what to write, remedy, and what stands in the way.

Sources: 条例 Art. 10–17, 29–39; each finding with its article in `assistant.json`. It proposes; a person decides. Findings on parts of what was
asked are put together as `decisions.combine` counts them: something given and something not is 部分公开.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from gongkai.law.decisions import Draft, Ground, Part, combine, missing, needs_of
from gongkai.law.letters import Kind, kind_of
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import Advice, Agency, Settings, advise

__all__ = ["Finding", "Proposal", "findings", "propose"]

_NEEDED = {"third_party_consulted": "还没有书面征求第三方的意见（条例第三十二条）"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What an officer may find about what was asked: the letter it leads to, what its reason must tell, what to look at first.

    `needs` names events that must have happened before, beyond those the outcome itself needs.
    """

    key: str
    ask: str
    letter: Kind
    say: tuple[str, ...]
    hints: tuple[str, ...]
    needs: tuple[str, ...]
    article: str

    @property
    def outcome(self) -> Outcome:
        """The outcome it leads to."""
        if self.letter.outcome is None:
            raise ValueError(self.key)
        return self.letter.outcome

    @property
    def ground(self) -> Ground:
        """The ground it is cited on."""
        if self.letter.ground is None:
            raise ValueError(self.key)
        return self.letter.ground


@dataclass(frozen=True, slots=True)
class Proposal:
    """What follows from the findings: one outcome, its letter, what to say and to look at; empty `stops` means it may be drafted."""

    outcome: Outcome
    letter: Kind
    articles: tuple[str, ...]
    say: tuple[str, ...]
    hints: tuple[str, ...]
    remedy: Advice
    stops: tuple[str, ...]


@cache
def findings() -> tuple[Finding, ...]:
    """List what may be found, in the order an officer asks."""
    rows = json.loads(files(__package__).joinpath("assistant.json").read_text("utf-8"))["findings"]
    return tuple(
        Finding(
            one["key"],
            one["ask"],
            kind_of(one["letter"]),
            tuple(one["say"]),
            tuple(one["hints"]),
            tuple(one.get("needs", ())),
            one["article"],
        )
        for one in rows
    )


def propose(
    found: Sequence[str],
    on: date,
    agency: Agency,
    draft: Draft | None = None,
    *,
    online: bool = False,
    settings: Settings | None = None,
) -> Proposal:
    """Propose the answer to an application of which these things were found, one a part.

    `draft` tells what lies beside it (its `parts` are not read): which events there were, whether a search is recorded, and so on.
    KeyError for a finding that is none, ValueError (Chinese) for none at all and for findings that cannot stand together.
    """
    known = {one.key: one for one in findings()}
    chosen = [known[key] for key in dict.fromkeys(found)]
    outcome = combine(one.outcome for one in chosen)
    several = len({one.outcome for one in chosen}) > 1
    letter = chosen[0].letter
    if outcome is Outcome.PARTLY_GRANTED:
        letter = kind_of("partly")
    elif several:
        letter = next(one.letter for one in chosen if one.outcome is outcome)
    withheld = [
        one.ground
        for one in chosen
        if one.ground not in (Ground.DISCLOSABLE, Ground.ALREADY_PUBLIC, Ground.SEPARATED)
    ]
    beside = draft or Draft(())
    parts = tuple(Part(one.outcome, one.ground, reasoned=True) for one in chosen)
    stops = list(missing(replace(beside, parts=parts, access=True)))
    stops += [_NEEDED[need] for one in chosen for need in one.needs if need not in beside.happened]
    return Proposal(
        outcome,
        letter,
        tuple(dict.fromkeys(one.article for one in chosen)),
        _all(one.say for one in chosen),
        _all([*(one.hints for one in chosen), *([_SEVERAL] if several else [])]),
        advise(outcome.key, on, agency, online=online, parts=withheld, settings=settings),
        tuple(dict.fromkeys(stops)),
    )


_SEVERAL = ("几部分处理结果不同：在一份答复里逐部分写明依据和理由，统计只计一种结果",)


def _all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for one in lists for words in one))


def signer_of(outcome: Outcome) -> str:
    """Name in Chinese who signs an answer with this outcome by default (未核实, a setting of the agency)."""
    return {"head": "机关负责人", "unit_head": "政府信息公开工作机构负责人"}[needs_of(outcome).signer]
