"""How long a question takes as items grow, drawn as SVG from the results of `benchmarks.search`."""

from __future__ import annotations

import json
import math
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 400, 70, 50, 60
_COLOURS = {
    ("sqlite", "p50"): "#1f4e8c",
    ("sqlite", "p95"): "#6b8fc0",
    ("postgresql", "p50"): "#8c3b1f",
    ("postgresql", "p95"): "#c98a6b",
}


def draw(folder: Path) -> int:
    """Write search-growth.svg; 1 when there is nothing to draw."""
    points: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for file in sorted(folder.glob("search-*-[0-9]*.json")):
        if file.stem.endswith("-stock"):
            continue
        found = json.loads(file.read_text(encoding="utf-8"))
        for name in ("p50", "p95"):
            points.setdefault((file.stem.split("-")[1], name), []).append((found["items"], found["ms"][name]))
    if not points:
        return 1
    sizes = [size for line in points.values() for size, _ in line]
    times = [time for line in points.values() for _, time in line]
    low_x, high_x = math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes)))
    low_y, high_y = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))

    def x(size: float) -> float:
        return _LEFT + (math.log10(size) - low_x) / max(1, high_x - low_x) * (_WIDTH - _LEFT - 150)

    def y(time: float) -> float:
        return (
            _HEIGHT
            - _BOTTOM
            - (math.log10(time) - low_y) / max(1, high_y - low_y) * (_HEIGHT - _TOP - _BOTTOM)
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        "<title>检索用时随条数的变化（两轴都是对数）</title>",
        f'<text x="{_LEFT}" y="24" font-size="15">检索用时随条数的变化（毫秒，两轴都是对数）</text>',
    ]
    for power in range(low_x, high_x + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at:.1f},{_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{10**power:,}条</text>'
        )
    for power in range(low_y, high_y + 1):
        at = y(10**power)
        parts.append(f'<path d="M{_LEFT},{at:.1f}H{_WIDTH - 150}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for number, (key, line) in enumerate(sorted(points.items())):
        colour = _COLOURS[key]
        path = " ".join(f"{x(size):.1f},{y(time):.1f}" for size, time in sorted(line))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(time):.1f}" r="4" fill="{colour}"/>' for size, time in line
        ]
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[key[0]]
        parts.append(
            f'<text x="{_WIDTH - 140}" y="{_TOP + 20 + number * 22}" fill="{colour}">{name} {key[1]}</text>'
        )
    (folder / "search-growth.svg").write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")
    return 0
