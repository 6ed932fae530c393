"""Values of made-up letters: those `law.letters` shows as examples, with lines for the tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.letters import fields, kind_of
from gongkai.law.remedies import Agency, Body, Reviewer, advise
from gongkai.letters.sample import values_for

JUSTICE = Agency(
    Body.JUSTICE,
    "示例市清河区司法局",
    {Reviewer.OWN_GOVERNMENT: "示例市清河区人民政府", Reviewer.HIGHER_JUSTICE: "示例市司法局"},
    "示例市清河区人民法院",
    "https://fuyi.example.gov.cn/",
)


def values(key: str, **given: Any) -> dict[str, Any]:
    """Give values for a letter of this kind, with the remedy paragraph that is right for it."""
    remedy = advise(kind_of(key).remedy, date(2026, 3, 23), JUSTICE, online=True)
    assert set(given) <= set(fields())
    return values_for() | {"机关": JUSTICE.name, "救济途径": remedy.text} | given
