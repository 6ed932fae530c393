"""Three hundred damaged files, read or refused; `make fuzz` tries ten thousand."""

from __future__ import annotations

import pytest
from benchmarks.fuzz import damaged, try_one


@pytest.mark.parametrize("first", range(0, 300, 25))
def test_damaged_files_are_read_or_refused(first: int) -> None:
    outcomes = [try_one(number) for number in range(first, first + 25)]
    assert [outcome for outcome in outcomes if outcome.fault] == []
    assert {outcome.code for outcome in outcomes} != {"read"}


def test_a_number_always_gives_the_same_file() -> None:
    assert damaged(7) == damaged(7)
    assert damaged(7) != damaged(8)
