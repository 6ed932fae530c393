"""The unified social credit code (统一社会信用代码): 18 signs with a check sign, GB 32100-2015."""

from __future__ import annotations

from django.core.exceptions import ValidationError

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_sign(code: str) -> str:
    """Work out the check sign of the first seventeen. Raises ValueError for a sign outside the alphabet."""
    total = sum(weight * _SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, code[:17], strict=True))
    return _SIGNS[-total % 31]


def validate_credit_code(code: str) -> None:
    """Raise ValidationError in Chinese unless the code is one that can have been given out."""
    if len(code) != 18 or any(sign not in _SIGNS for sign in code):
        raise ValidationError("统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）")
    if check_sign(code) != code[17]:
        raise ValidationError("统一社会信用代码的校验位不符，请核对是否抄错")
