"""What of the time limits the law leaves open, or somebody may have to change without changing the program."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULTS", "LimitSettings"]


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """Working days and times, each with the article it comes from.

    `extensions_per_limit`: the law says that an extension is at most 20 working days, not whether it may be cut in two (未核实);
    once, unless a supervising office says otherwise. The sum is never above `extension_days`.
    """

    answer_days: int = 20
    """条例 Art. 33 para. 2: from receipt to the answer."""
    correction_days: int = 7
    """条例 Art. 30: from receipt to the request for correction."""
    extension_days: int = 20
    """条例 Art. 33 para. 2: the longest extension."""
    payment_days: int = 20
    """国办函〔2020〕109号 Art. 6: from receipt of the fee notice to payment."""
    extensions_per_limit: int = 1


DEFAULTS = LimitSettings()
