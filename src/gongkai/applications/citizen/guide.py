"""What the guide says of limits and fees: the figures of the law as the program counts by them, none written a second time."""

from __future__ import annotations

from typing import Any

from gongkai.law.applicants import Applicant
from gongkai.law.fees import PER_PAGE, PER_REQUEST, Tariff
from gongkai.law.settings import DEFAULTS

__all__ = ["guide_of"]


def guide_of() -> dict[str, Any]:
    """Give limits, kinds of applicant and tariffs for the guide page."""
    return {
        "limits": DEFAULTS,
        "kinds": [(one.term, one.default_definition) for one in Applicant],
        "tariffs": [_tariff(one) for one in (PER_REQUEST, PER_PAGE)],
    }


def _tariff(tariff: Tariff) -> dict[str, Any]:
    rows, first = [], 1
    for last, rate in tariff.steps:
        rows.append((f"第{first}至{last}{tariff.unit}", f"每{tariff.unit}{rate}元" if rate else "不收费"))
        first = last + 1
    rise = (
        f"每{tariff.unit}{tariff.last_rate}元，以后每增加{tariff.width}{tariff.unit}，每{tariff.unit}再加{tariff.rise}元"
        if tariff.rise
        else f"每{tariff.unit}{tariff.last_rate}元"
    )
    rows.append((f"第{first}{tariff.unit}起", rise))
    return {"unit": tariff.unit, "rule": tariff.rule, "rows": rows}
