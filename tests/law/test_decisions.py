"""What a decision needs, and what its parts are counted as."""

import itertools

import pytest

from gongkai.law.decisions import Draft, Ground, Part, Remedy, combine, missing, needs_of
from gongkai.law.outcomes import Outcome, OutcomeGroup


def test_every_outcome_says_what_it_needs() -> None:
    for outcome in Outcome:
        needs = needs_of(outcome)
        assert needs.grounds
        # 条例第三十六条第（三）项: who withholds says why.
        if outcome.group in (OutcomeGroup.DENIED, OutcomeGroup.PARTLY_GRANTED):
            assert needs.reason
    assert {ground for outcome in Outcome for ground in needs_of(outcome).grounds} == set(Ground)


def test_only_what_is_withheld_must_be_reviewed_first() -> None:
    # 《行政复议法》第二十三条 with 法释〔2025〕8号: Art. 14–16; an inquiry under other rules is not among them (未核实).
    first = {outcome for outcome in Outcome if needs_of(outcome).remedy is Remedy.REVIEW_FIRST}
    denied = set(OutcomeGroup.DENIED.outcomes) - {Outcome.DENIED_INQUIRY}
    assert first == denied | {Outcome.PARTLY_GRANTED}


def test_part_given_and_part_not_is_partly_granted_and_counts_once() -> None:
    for outcome in Outcome:
        if outcome.group not in (OutcomeGroup.GRANTED, OutcomeGroup.OTHER):
            assert combine([Outcome.GRANTED, outcome]) is Outcome.PARTLY_GRANTED


def test_any_combination_gives_one_outcome_or_says_why_not() -> None:
    for pair in itertools.combinations(Outcome, 2):
        if any(one.group is OutcomeGroup.OTHER for one in pair):
            with pytest.raises(ValueError, match="整件申请"):
                combine(pair)
        else:
            assert combine(pair) is combine(reversed(pair))
    with pytest.raises(ValueError, match="至少"):
        combine([])


def draft(outcome: Outcome, ground: Ground, **more: object) -> Draft:
    return Draft((Part(outcome, ground, reasoned=True),), **more)  # type: ignore[arg-type]


def test_what_does_not_exist_must_have_been_searched_for() -> None:
    found = missing(draft(Outcome.UNAVAILABLE_NOT_HELD, Ground.NOT_EXISTING))
    assert len(found) == 1
    assert "检索记录" in found[0]
    assert not missing(draft(Outcome.UNAVAILABLE_NOT_HELD, Ground.NOT_EXISTING, searched=True))
    assert not missing(draft(Outcome.UNAVAILABLE_NOT_HELD, Ground.NOT_OURS))


@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        (draft(Outcome.GRANTED, Ground.DISCLOSABLE), "获取的方式"),
        (draft(Outcome.DENIED_THIRD_PARTY, Ground.INTERNAL), "第十五条"),
        (Draft((Part(Outcome.DENIED_STATE_SECRET, Ground.STATE_SECRET),)), "说明理由"),
        (draft(Outcome.REFUSED_REPEATED, Ground.REPEATED), "申请编号"),
        (draft(Outcome.UNAVAILABLE_UNCLEAR, Ground.NOT_CORRECTED), "补正以后"),
        (draft(Outcome.REFUSED_EXCESSIVE, Ground.EXCESSIVE), "说明理由"),
        (
            draft(Outcome.OTHER_FEE_UNPAID, Ground.FEE_UNPAID, happened=frozenset({"fee_notified"})),
            "视为放弃",
        ),
    ],
)
def test_what_is_missing_is_named(lacking: Draft, word: str) -> None:
    found = missing(lacking)
    assert len(found) == 1
    assert word in found[0]


def test_a_complete_draft_lacks_nothing() -> None:
    happened = frozenset({"corrected", "reasons_rejected", "correction_requested", "fee_notified"})
    for outcome in Outcome:
        for ground in needs_of(outcome).grounds:
            whole = Draft((Part(outcome, ground, True),), True, True, "2024-1", happened, True)
            assert not missing(whole), outcome
