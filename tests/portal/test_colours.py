from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.portal.colours import DEFAULT, contrast_with_white, readable


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01), "the lightest grey that passes"
    assert contrast_with_white(DEFAULT) > 4.5


@pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "#ffffff", "", "red", "#12345g", "#1234567"])
def test_a_colour_that_cannot_be_read_gives_way(colour: str) -> None:
    assert readable(colour) == DEFAULT


@given(st.integers(0, 0xFFFFFF))
def test_words_in_the_colour_can_always_be_read(number: int) -> None:
    chosen = readable(f"#{number:06X}")
    assert contrast_with_white(chosen) >= 4.5
    assert chosen in {f"#{number:06x}", DEFAULT}
