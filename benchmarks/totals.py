"""Adding up many reports: time must grow in line with their number, memory must not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.report.sample import sample
from gongkai.report.writing import render

COUNTS = (250, 500, 1000)
GROWTH_GOAL = 1.2
"""Time for one report at the largest count against the smallest."""

MEMORY_GOAL = 1.2
"""Memory of the largest process at the largest count against the smallest."""

_FORMATS = ("docx", "html", "xlsx", "docx")


@dataclass(frozen=True)
class Run:
    """One run of `gongkai report total`: how many reports, seconds, and the largest process in megabytes."""

    count: int
    seconds: float
    megabytes: float


def run() -> tuple[list[Run], bool]:
    """Total so many reports of as many agencies; the runs, and whether both goals are met."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        names = _written(Path(folder), max(COUNTS))
        runs = [_total(names[:count], Path(folder, "total.xlsx")) for count in COUNTS]
    first, last = runs[0], runs[-1]
    growth = (last.seconds / last.count) / (first.seconds / first.count)
    memory = last.megabytes / first.megabytes
    for one in runs:
        print(
            f"汇总{one.count}份：{one.seconds:.1f} 秒，每份 {one.seconds / one.count * 1000:.1f} 毫秒，最大进程 {one.megabytes:.0f} MB"
        )
    print(
        f"每份用时之比 {growth:.2f}（目标 ≤ {GROWTH_GOAL:g}），内存之比 {memory:.2f}（目标 ≤ {MEMORY_GOAL:g}），{os.cpu_count()}个处理器"
    )
    return runs, growth <= GROWTH_GOAL and memory <= MEMORY_GOAL


def _written(folder: Path, count: int) -> list[str]:
    """Write reports of made-up agencies, in several formats."""
    names = []
    for number in range(count):
        ending = _FORMATS[number % len(_FORMATS)]
        path = folder / f"{number}.{ending}"
        path.write_bytes(render(replace(sample(), agency=f"示例市第{number}街道办事处"), ending))
        names.append(str(path))
    return names


def _total(names: list[str], out: Path) -> Run:
    """Run the command as a user would, its progress bar on this terminal."""
    listed = [sys.executable, "-m", "gongkai", "report", "total", *names, "-o", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(listed, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)  # the largest of the process and its children
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"gongkai report total ended with {process.returncode}")
    return Run(len(names), time.perf_counter() - start, usage.ru_maxrss / 1024)
