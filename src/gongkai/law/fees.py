"""The information processing fee (信息处理费): both tariffs of 国办函〔2020〕109号 (《政府信息公开信息处理费管理办法》) with their arithmetic.

Art. 42 of the 条例 lets an agency charge only where number and frequency are clearly beyond reason, and "may" is all it says: this
counts, a person decides. Per request (按件, Art. 4): what one applicant asks of one agency in a calendar month. Per page (按量, Art. 5): the
pages given on one application. Each application is charged by one of the two, never by both (Art. 3). Both tariffs are progressive
over the excess (超额累进). From the 31st request on the rate rises by 100 yuan with every ten; that its first step is 200 yuan is the common
reading, the text gives no figure (未核实), so a tariff is a value and can be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["PER_PAGE", "PER_REQUEST", "Fee", "Step", "Tariff", "answer", "charge"]

MOST = 1_000_000
"""The most requests or pages counted in one call."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """Steps (`upto` the last unit of a step, rate in yuan a unit) and what follows: every `width` units the rate rises by `rise`.

    With `rise` 0 the last rate goes on without end.
    """

    unit: str
    rule: str
    steps: tuple[tuple[int, int], ...]
    last_rate: int
    width: int = 0
    rise: int = 0

    def slices(self, before: int, after: int) -> Iterator[Step]:
        """Cut units `before`+1 … `after` into the steps of the tariff."""
        for first, last, rate in self._bands(after):
            begins, ends = max(first, before + 1), min(last, after)
            if begins <= ends:
                yield Step(begins, ends, rate)

    def _bands(self, upto: int) -> Iterator[tuple[int, int, int]]:
        first = 1
        for last, rate in self.steps:
            yield first, last, rate
            first = last + 1
        rate = self.last_rate
        while first <= upto:
            last = first + self.width - 1 if self.rise else upto
            yield first, last, rate
            first, rate = last + 1, rate + self.rise


@dataclass(frozen=True, slots=True)
class Step:
    """Units `first` to `last` at one rate (yuan)."""

    first: int
    last: int
    rate: int

    @property
    def count(self) -> int:
        """How many units."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """What they cost, in yuan."""
        return self.count * self.rate


PER_REQUEST = Tariff(
    "件",
    "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第四条",
    ((10, 0), (30, 100)),
    last_rate=200,
    width=10,
    rise=100,
)
PER_PAGE = Tariff(
    "页",
    "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第五条",
    ((30, 0), (100, 10), (200, 20)),
    last_rate=40,
)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in yuan, with the steps it adds up from."""

    tariff: Tariff
    steps: tuple[Step, ...]

    @property
    def amount(self) -> int:
        """The sum, in yuan."""
        return sum(step.amount for step in self.steps)

    def in_words(self) -> str:
        """The arithmetic as a letter prints it."""
        unit = self.tariff.unit
        parts = [
            f"第{step.first}至{step.last}{unit}，{step.count}{unit}×{step.rate}元＝{step.amount}元"
            for step in self.steps
        ]
        return "；".join([*parts, f"合计{self.amount}元"])


def charge(tariff: Tariff, units: int, before: int = 0) -> Fee:
    """Charge `units` requests or pages after `before` already counted; ValueError (Chinese) for a number that cannot be."""
    if units < 0 or before < 0 or before + units > MOST:
        raise ValueError(f"数量应在0至{MOST}之间")
    return Fee(tariff, tuple(tariff.slices(before, before + units)))


def answer(data: object) -> dict[str, object]:
    """Answer `gongkai law fee`; ValueError (Chinese) for malformed input."""
    if not isinstance(data, Mapping):
        raise ValueError("输入应是一个 JSON 对象")
    basis = data.get("basis")
    fields = {"per_request": ("requests_before_in_month", "requests"), "per_page": ("pages",)}
    if not isinstance(basis, str) or basis not in fields:
        raise ValueError("basis（计收方式）只能是 per_request（按件）或 per_page（按量）")
    if unknown := [str(key) for key in data if key not in ("basis", *fields[basis])]:
        raise ValueError(f"有不认识的项：{'、'.join(unknown)}；按件和按量只能选一种，不能合并计算")
    numbers = {name: _number(data, name) for name in fields[basis]}
    if basis == "per_page":
        fee = charge(PER_PAGE, numbers["pages"])
    else:
        fee = charge(PER_REQUEST, numbers["requests"], numbers["requests_before_in_month"])
    return {
        "amount": fee.amount,
        "unit": "元",
        "steps": [
            {"from": s.first, "to": s.last, "rate": s.rate, "count": s.count, "amount": s.amount}
            for s in fee.steps
        ],
        "rule": fee.tariff.rule,
    }


def _number(data: Mapping[object, object], name: str) -> int:
    if name not in data:
        raise ValueError(f"缺少 {name}")
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
        raise ValueError(f"{name} 应是0至{MOST}的整数")
    return value
