"""Time two ways to do one thing, turn by turn in one process, and say how they compare."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Our time against a peer's, in seconds for one piece of work, and the ratio aimed at."""

    name: str
    peer: str
    ours: float
    theirs: float
    goal: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal

    def __str__(self) -> str:
        mark = "达到" if self.met else "未达到"
        return (
            f"{self.name}：{self.ours * 1000:.1f} 毫秒，{self.peer}：{self.theirs * 1000:.1f} 毫秒，"
            f"比值 {self.ratio:.2f}（目标 ≤ {self.goal:g}，{mark}）"
        )


def compare(
    name: str,
    peer: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    goal: float,
    turns: int = 25,
) -> Ratio:
    """Take the best of so many turns for each, the two in alternation, so that both meet the same machine."""
    best = [float("inf"), float("inf")]
    ours()
    theirs()
    for _ in range(turns):
        for index, work in enumerate((ours, theirs)):
            gc.collect()
            start = time.perf_counter()
            work()
            best[index] = min(best[index], time.perf_counter() - start)
    return Ratio(name, peer, best[0], best[1], goal)
