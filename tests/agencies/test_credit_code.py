"""The unified social credit code: real ones pass, one changed sign is always found."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.credit_code import check_sign, validate_credit_code

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# As agencies' own index numbers print them (Jinan, Yangjiang, Ningguo, Weishan).
REAL = ("113701020041953192", "11441700007280420Y", "11341702486344515H", "113708260043292687")


codes = st.text(SIGNS, min_size=17, max_size=17).map(lambda body: body + check_sign(body))


@pytest.mark.parametrize("code", REAL)
def test_codes_in_use_pass(code: str) -> None:
    validate_credit_code(code)


@given(codes)
def test_a_code_with_its_check_sign_passes(code: str) -> None:
    validate_credit_code(code)


@given(codes, st.integers(0, 17), st.sampled_from(SIGNS))
def test_one_changed_sign_is_found(code: str, place: int, sign: str) -> None:
    if code[place] == sign:
        return
    with pytest.raises(ValidationError, match="校验位"):
        validate_credit_code(code[:place] + sign + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "1" * 17, "1" * 19, "11370102004195319I", "11370102004195319o", "１" * 18]
)
def test_other_signs_and_lengths_are_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="18位"):
        validate_credit_code(code)
