"""Time limits of histories of our own: each line of `histories.jsonl` names the article it tries."""

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.answering import answer

CASES = [
    json.loads(line) for line in Path(__file__).with_name("histories.jsonl").read_text("utf-8").splitlines()
]
TODAY = date(2026, 11, 30)


def told(case: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    return {
        key: [problem["code"] for problem in found[key]] if key == "problems" else found[key]
        for key in case["expect"]
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_limit_is_what_the_article_says(case: dict[str, Any]) -> None:
    as_of = date.fromisoformat(case["as_of"]) if "as_of" in case else None
    found = answer(case["input"], as_of, TODAY)
    assert told(case, found) == case["expect"], case["article"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_explanation_leads_from_receipt_to_the_last_day(case: dict[str, Any]) -> None:
    found: dict[str, Any] = answer(case["input"], None, TODAY)
    steps = found["explanation"]
    if found["received_on"] is None:
        assert steps == []
        return
    for before, after in itertools.pairwise(steps):
        # whole days, none twice; only a payment or correction on the very day of the request leaves one out
        assert before["to"] < after["from"]
    for step in steps:
        assert step["from"] <= step["to"]
        assert step["rule"]
        assert step["text"].endswith("。")
    if found["due_on"] is not None:
        assert steps[-1]["to"] == found["due_on"]


def test_there_are_enough_of_them_and_each_names_its_article() -> None:
    assert len(CASES) >= 60
    assert all(case["article"] for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)
