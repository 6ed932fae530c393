"""The information processing fee (国办函〔2020〕109号): both tariffs, in every step and on both sides of every edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import PER_PAGE, PER_REQUEST, Tariff, answer, charge

# Art. 4: 1–10 free, 11–30 at 100, then every ten 100 more.
REQUESTS = {0: 0, 1: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 45: 5500, 50: 7000, 51: 7400}
REQUESTS |= {60: 11000, 61: 11500, 63: 12500, 70: 16000, 71: 16600, 100: 37000}
# Art. 5: 1–30 free, 31–100 at 10, 101–200 at 20, above at 40.
PAGES = {
    0: 0,
    1: 0,
    30: 0,
    31: 10,
    100: 700,
    101: 720,
    150: 1700,
    200: 2700,
    201: 2740,
    260: 5100,
    500: 14700,
}


@pytest.mark.parametrize(("requests", "yuan"), REQUESTS.items())
def test_per_request(requests: int, yuan: int) -> None:
    assert charge(PER_REQUEST, requests).amount == yuan


@pytest.mark.parametrize(("pages", "yuan"), PAGES.items())
def test_per_page(pages: int, yuan: int) -> None:
    assert charge(PER_PAGE, pages).amount == yuan


def test_the_thirty_fifth_request_of_the_month() -> None:
    assert answer({"basis": "per_request", "requests_before_in_month": 34, "requests": 1}) == {
        "amount": 200,
        "unit": "元",
        "steps": [{"from": 35, "to": 35, "rate": 200, "count": 1, "amount": 200}],
        "rule": "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第四条",
    }


def test_the_arithmetic_is_told_step_by_step() -> None:
    assert answer({"basis": "per_page", "pages": 150})["steps"] == [
        {"from": 1, "to": 30, "rate": 0, "count": 30, "amount": 0},
        {"from": 31, "to": 100, "rate": 10, "count": 70, "amount": 700},
        {"from": 101, "to": 150, "rate": 20, "count": 50, "amount": 1000},
    ]
    assert charge(PER_PAGE, 35).in_words() == "第1至30页，30页×0元＝0元；第31至35页，5页×10元＝50元；合计50元"


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([PER_REQUEST, PER_PAGE]))
def test_charging_in_two_goes_is_charging_at_once(first: int, second: int, tariff: Tariff) -> None:
    together = charge(tariff, first + second).amount
    assert charge(tariff, first).amount + charge(tariff, second, before=first).amount == together


@given(st.integers(0, 1000), st.sampled_from([PER_REQUEST, PER_PAGE]))
def test_one_more_never_costs_less(units: int, tariff: Tariff) -> None:
    assert charge(tariff, units).amount <= charge(tariff, units + 1).amount
    steps = charge(tariff, units).steps
    assert sum(step.count for step in steps) == units


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"basis": "per_weight"},
        {"basis": "per_page"},
        {"basis": "per_request", "requests": 1},
        {"basis": "per_page", "pages": -1},
        {"basis": "per_page", "pages": 1.5},
        {"basis": "per_page", "pages": True},
        {"basis": "per_page", "pages": "30"},
        {"basis": "per_page", "pages": 10**12},
        {"basis": ["per_page"], "pages": 1},
        {"basis": "per_page", "pages": 3, "requests": 3},
    ],
)
def test_malformed_input_is_said_in_chinese(data: object) -> None:
    with pytest.raises(ValueError, match=r"[一-龥]"):
        answer(data)
