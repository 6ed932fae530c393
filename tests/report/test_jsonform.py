"""The JSON of one report: the keys other programs rely on, and nothing lost on the way and back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.strategies import any_reports

from gongkai.report.form import FORM_2021
from gongkai.report.jsonform import dumps, from_json, json_number, to_json
from gongkai.report.model import Note, Report
from gongkai.report.reading import read_bytes
from gongkai.report.writing import render


def test_the_object_has_the_shape_of_the_contract() -> None:
    figures = {
        "proactive.rules.made": 0,
        "proactive.fees": Decimal("1.25"),
        "applications.received.person": 3,
        "applications.granted.person": None,
        "remedies.review.total": 1,
    }
    notes = (Note("blank_cell", "applications.granted.person", "空白"),)
    report = Report("青石市司法局", 2022, "2021", {"other": "无。", "overview": "公开。"}, figures, notes)
    assert to_json(report, "a.txt") == {
        "file": "a.txt",
        "agency": "青石市司法局",
        "year": 2022,
        "form": "2021",
        "sections": {"overview": "公开。", "other": "无。"},
        "proactive": {"rules": {"made": 0}, "fees": 1.25},
        "applications": {"received": {"person": 3}, "granted": {"person": None}},
        "remedies": {"review": {"total": 1}},
        "notes": [{"code": "blank_cell", "place": "applications.granted.person", "message": "空白"}],
    }


def test_keys_stand_in_the_order_of_the_form() -> None:
    report = Report(figures=dict.fromkeys(reversed(FORM_2021.places), 0))
    obj = to_json(report)
    assert list(obj["applications"]) == list(
        dict.fromkeys(place.split(".")[1] for place in FORM_2021.tables[1].places)
    )


@given(any_reports())
def test_round_trip(report: Report) -> None:
    assert from_json(json.loads(dumps(to_json(report)))) == report
    assert read_bytes(render(report, "json"), "report.json") == report


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_amounts_keep_every_digit(amount: Decimal) -> None:
    report = Report(figures={"proactive.fees": amount})
    assert from_json(json.loads(dumps(to_json(report)))).figures == {"proactive.fees": amount}


def test_an_amount_too_long_for_a_float_is_written_as_digits() -> None:
    assert json_number(Decimal("12345678901234567.123456")) == "12345678901234567.123456"
    assert json_number(Decimal("0.1")) == 0.1
    assert json_number(Decimal("3.00")) == 3


@pytest.mark.parametrize("bad", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(bad: Decimal) -> None:
    with pytest.raises(ValueError, match="不是有效的数字"):
        to_json(Report(figures={"proactive.fees": bad}))


def test_a_place_of_no_form_is_refused_when_written_and_noted_when_read() -> None:
    with pytest.raises(ValueError, match=r"applications\.granted\.martians"):
        to_json(Report(figures={"applications.granted.martians": 1}))
    read = from_json({"form": "2021", "applications": {"granted": {"martians": 1}}, "extra": {"a": [1]}})
    assert not read.figures
    assert [(note.code, note.place) for note in read.notes] == [
        ("row_outside_form", "applications.granted.martians"),
        ("row_outside_form", "extra"),
    ]


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        ([], "应为 JSON 对象，现为 数组"),
        ({}, "缺少“form”"),
        ({"form": "2024"}, "缺少“form”或者其值有误"),
        ({"form": ["2021"]}, "缺少“form”或者其值有误"),
        ({"form": {}}, "缺少“form”或者其值有误"),
        ({"error": {"code": "empty_file"}}, "读取失败的记录"),
        ({"form": "2021", "year": "2022"}, "“year”"),
        ({"form": "2021", "year": True}, "“year”"),
        ({"form": "2021", "agency": 1}, "“agency”"),
        ({"form": "2021", "sections": []}, "“sections”"),
        ({"form": "2021", "sections": {"overview": None}}, "“sections.overview”"),
        ({"form": "2021", "notes": {}}, "“notes”"),
        ({"form": "2021", "proactive": 3}, "“proactive”"),
        ({"form": "2021", "proactive": {"permits": "三"}}, "“proactive.permits”应为数字"),
        ({"form": "2021", "proactive": {"permits": True}}, "“proactive.permits”应为数字"),
        ({"form": "2021", "proactive": {"permits": {}}}, "“proactive.permits”应为数字"),
        ({"form": "2021", "proactive": {"permits": 10**41}}, "超过40位"),
        ({"form": "2021", "proactive": {"fees": float("nan")}}, "应为数字"),
        ({"form": "2021", "proactive": {"fees": 1e300}}, "超过40位"),
    ],
)
def test_what_is_no_report_is_refused_in_chinese(obj: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(obj)


def test_half_a_surrogate_pair_survives_as_an_escape() -> None:
    line = dumps({"agency": "甲\ud83d"})
    assert line.encode() == b'{"agency": "\xe7\x94\xb2\\ud83d"}'
    assert json.loads(line) == {"agency": "甲\ud83d"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["form", "proactive", "rules", "made", "applications", "notes"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_refused_with_a_message(obj: Any) -> None:
    try:
        report = from_json(obj)
    except ValueError as error:
        report, message = None, str(error)
    else:
        message = ""
    assert bool(message) == (report is None)
    assert report is None or from_json(to_json(report)) == report
