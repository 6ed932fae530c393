"""The remedy paragraph over the whole matrix: kind of letter, day, kind of agency, way of service."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

import pytest

from gongkai.law.decisions import Ground, Remedy, needs_of
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import (
    NEW_LAW,
    Agency,
    Body,
    Reviewer,
    Settings,
    Way,
    advise,
    reviewers,
    rows,
    way_of,
    ways,
)

OLD, NEW = date(2023, 12, 31), NEW_LAW
COURT, ONLINE = "示例市清河区人民法院", "https://fuyi.example.gov.cn/"
NAMES = {
    Reviewer.OWN_GOVERNMENT: "示例市清河区人民政府",
    Reviewer.HIGHER_GOVERNMENT: "示例市上级人民政府",
    Reviewer.FOUNDING_GOVERNMENT: "示例市设立人民政府",
    Reviewer.HIGHER_JUSTICE: "示例市司法局",
    Reviewer.HIGHER_DEPARTMENT: "示例市主管局",
    Reviewer.MANAGING_BODY: "示例市管理局",
    Reviewer.STATE_DEPARTMENT: "示例部",
}
# Written out once more from 《行政复议法》 Art. 24–28 (2023) and Art. 12–15 (2017), apart from the data file.
REVIEWED_BY = {
    Body.DEPARTMENT: ("own_government", "own_government higher_department"),
    Body.JUSTICE: ("own_government higher_justice", "own_government higher_department"),
    Body.GOVERNMENT: ("higher_government", "higher_government"),
    Body.DISPATCHED: ("founding_government", "founding_government"),
    Body.AUTHORISED: ("own_government", "managing_body"),
    Body.STATION: ("own_government", "managing_body own_government"),
    Body.PROVINCE: ("itself", "itself"),
    Body.VERTICAL: ("higher_department", "higher_department"),
    Body.TAX: ("higher_department", "higher_department"),
    Body.SECURITY: ("higher_department", "higher_department"),
    Body.STATE_DEPARTMENT: ("itself", "itself"),
    Body.STATE_STATION: ("state_department", "state_department"),
}
KEYS = sorted({key for row in ways() for key in row.of})


def an_agency(body: Body) -> Agency:
    return Agency(body, "示例本机关", NAMES, COURT, ONLINE)


@pytest.mark.parametrize("body", Body)
def test_who_reviews_before_and_since_the_new_law(body: Body) -> None:
    new, old = REVIEWED_BY[body]
    assert [one.key for one in reviewers(body, NEW).to] == new.split()
    assert [one.key for one in reviewers(body, OLD).to] == old.split()


@pytest.mark.parametrize("on", [OLD, NEW])
def test_no_row_is_missing_or_double_and_each_cites_its_article(on: date) -> None:
    holding = [
        one for one in rows() if not (one.since and on < one.since) and not (one.until and on > one.until)
    ]
    assert sorted(one.body.key for one in holding) == sorted(one.key for one in Body)
    for outcome in Outcome:
        assert way_of(outcome.key, on)
    assert len(KEYS) == len({*KEYS, *(outcome.key for outcome in Outcome)})
    for article in [*(one.article for one in rows()), *(one.article for one in ways())]:
        assert "第" in article or "号" in article or "§" in article


def test_the_table_agrees_with_what_a_decision_needs() -> None:
    for outcome in Outcome:
        if outcome is Outcome.OTHER_OTHER:  # withdrawn: nothing was decided
            continue
        expected = Way.REVIEW_FIRST if needs_of(outcome).remedy is Remedy.REVIEW_FIRST else Way.EITHER
        assert way_of(outcome.key, NEW)[0] is expected
        assert way_of(outcome.key, OLD)[0] is Way.EITHER


@pytest.mark.parametrize("on", [OLD, NEW])
@pytest.mark.parametrize("online", [False, True])
def test_the_whole_matrix(on: date, online: bool) -> None:
    for body, key in itertools.product(Body, KEYS):
        found = advise(key, on, an_agency(body), online=online)
        assert found.lacking == ()
        if found.way is Way.NONE:
            assert found.text == ""
            continue
        if found.way is Way.AFTER_FEE:
            assert "不能单独就收费决定申请行政复议" in found.text
            continue
        names = [NAMES.get(one, "示例本机关") for one in reviewers(body, on).to]
        assert f"向{'或者'.join(names)}申请行政复议" in found.text
        for name in {*NAMES.values(), "示例本机关"} - set(names):
            assert name not in found.text
        assert "60日内" in found.text
        # Whoever must go to review first is never told of six months.
        assert ("应当先申请行政复议" in found.text) == (found.way is Way.REVIEW_FIRST)
        assert ("6个月" in found.text) == (found.way is Way.EITHER)
        assert (ONLINE in found.text) == (online and on >= NEW_LAW)
        assert ("国务院申请裁决" in found.text) == (body in (Body.PROVINCE, Body.STATE_DEPARTMENT))
        assert found.way is Way.EITHER or on >= NEW_LAW
        verified = reviewers(body, on).verified and way_of(key, on)[1].verified
        assert bool(found.doubts) == (not verified)


@pytest.mark.parametrize(
    "row",
    json.loads(Path(__file__).with_name("remedy_texts.json").read_text("utf-8")),
    ids=lambda row: row["case"],
)
def test_texts_word_for_word(row: dict[str, str]) -> None:
    given = an_agency(Body(row["body"]))
    assert (
        advise(row["of"], date.fromisoformat(row["on"]), given, online=bool(row["online"])).text
        == row["text"]
    )


def test_what_the_law_leaves_open_can_be_set() -> None:
    other = Settings(partly_review_first=False, inquiry_review_first=True, withdrawn_remedy=True)
    assert way_of("partly_granted", NEW, settings=other)[0] is Way.EITHER
    assert way_of("denied_inquiry", NEW, settings=other)[0] is Way.REVIEW_FIRST
    assert way_of("denied_inquiry", OLD, settings=other)[0] is Way.EITHER
    assert way_of("other_other", NEW, settings=other)[0] is Way.EITHER
    # Partly given, the rest not there: nothing was withheld under Art. 14–16.
    assert way_of("partly_granted", NEW, parts=[Ground.NOT_EXISTING])[0] is Way.EITHER
    assert way_of("partly_granted", NEW, parts=[Ground.NOT_EXISTING, Ground.INTERNAL])[0] is Way.REVIEW_FIRST


def test_what_was_not_set_is_said_and_stands_as_a_gap() -> None:
    bare = advise("denied_third_party", NEW, Agency(Body.JUSTICE), online=True)
    assert len(bare.lacking) == 4  # two reviewing bodies, the court, the address
    assert bare.text.count("（　　）") == 4
    assert any("第二十八条" in one for one in bare.lacking)
    with pytest.raises(KeyError):
        advise("no such letter", NEW, Agency(Body.JUSTICE))
