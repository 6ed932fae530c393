"""The assistant: from what was found to outcome, letter, what to say, and remedy."""

from __future__ import annotations

import itertools

import pytest
from tests.letters.made import JUSTICE

from gongkai.law.assistant import findings, propose
from gongkai.law.decisions import Draft, Ground, needs_of
from gongkai.law.outcomes import Outcome, OutcomeGroup
from gongkai.law.remedies import NEW_LAW, Way, way_of

EVERYTHING = Draft(
    (),
    access=True,
    searched=True,
    earlier=True,
    happened=frozenset(
        {"corrected", "reasons_rejected", "correction_requested", "fee_notified", "third_party_consulted"}
    ),
    lapsed=True,
)


def test_every_outcome_and_ground_can_be_found_and_each_finding_cites_its_article() -> None:
    assert {(one.outcome, one.ground) for one in findings()} == {
        (outcome, ground) for outcome in Outcome for ground in needs_of(outcome).grounds
    }
    for one in findings():
        assert "第" in one.article or "号" in one.article
        assert one.say or not needs_of(one.outcome).reason or one.outcome is Outcome.OTHER_OTHER


@pytest.mark.parametrize("one", findings(), ids=lambda one: one.key)
def test_each_finding_alone(one) -> None:  # type: ignore[no-untyped-def]
    found = propose([one.key], NEW_LAW, JUSTICE, EVERYTHING, online=True)
    assert (found.outcome, found.letter, found.stops) == (one.outcome, one.letter, ())
    assert found.remedy.way is way_of(one.outcome.key, NEW_LAW)[0]
    assert found.remedy.lacking == ()
    bare = propose([one.key], NEW_LAW, JUSTICE)
    needs = needs_of(one.outcome)
    if needs.after or needs.earlier or one.ground in (Ground.NOT_EXISTING, Ground.THIRD_PARTY):
        assert bare.stops
    else:
        assert bare.stops == ()


def test_parts_become_one_outcome() -> None:
    both = propose(["disclosable", "internal"], NEW_LAW, JUSTICE, EVERYTHING)
    assert both.outcome is Outcome.PARTLY_GRANTED
    assert both.letter.key == "partly"
    assert both.remedy.way is Way.REVIEW_FIRST
    # Nothing is withheld under Art. 14–16 here: the other part does not exist.
    lacking = propose(["disclosable", "not_existing"], NEW_LAW, JUSTICE, EVERYTHING)
    assert lacking.outcome is Outcome.PARTLY_GRANTED
    assert lacking.remedy.way is Way.EITHER


def test_any_pair_is_proposed_or_refused_in_words() -> None:
    for first, second in itertools.combinations(findings(), 2):
        keys = [first.key, second.key]
        whole = OutcomeGroup.OTHER in (first.outcome.group, second.outcome.group)
        if whole and first.outcome is not second.outcome:
            with pytest.raises(ValueError, match="整件申请"):
                propose(keys, NEW_LAW, JUSTICE, EVERYTHING)
        else:
            assert propose(keys, NEW_LAW, JUSTICE, EVERYTHING).stops == ()
    with pytest.raises(ValueError, match="至少要有一项"):
        propose([], NEW_LAW, JUSTICE)
