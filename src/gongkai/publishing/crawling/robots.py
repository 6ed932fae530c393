"""What a site asks of programs that fetch its pages (robots.txt, RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Robots", "read_robots"]

_MOST_SIGNS = 500_000


@dataclass(frozen=True)
class Robots:
    """The rules for us: pairs of whether a path is allowed and its pattern; `delay` in seconds, 0 if none is asked for."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, address: str) -> bool:
        """Whether an address may be fetched: the longest pattern that fits decides, and allowing wins over forbidding."""
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        best, allowed = -1, True
        for allow, pattern in self.rules:
            if len(pattern) >= best and _fits(pattern, path):
                allowed = allow or (len(pattern) == best and allowed)
                best = len(pattern)
        return allowed


def read_robots(text: str, agent: str) -> Robots:
    """Read the rules for a program (its name without version), else those for all programs."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    fresh = True
    for line in text[:_MOST_SIGNS].splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            names = [value.lower()] if fresh else [*names, value.lower()]
            fresh = False
            for name in names:
                groups.setdefault(name, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            fresh = True
            for name in names:
                groups[name].append((key, value))
        if key == "user-agent":
            continue
        fresh = True
    own = groups.get(agent.lower(), groups.get("*", []))
    rules = tuple((key == "allow", value) for key, value in own if key != "crawl-delay" and value)
    delays = [value for key, value in own if key == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value)]
    return Robots(rules, min(float(delays[0]), 60.0) if delays else 0.0)


def _fits(pattern: str, path: str) -> bool:
    end = pattern.endswith("$")
    parts = [re.escape(part) for part in pattern.removesuffix("$").split("*")]
    return re.match(".*".join(parts) + ("$" if end else ""), path) is not None
