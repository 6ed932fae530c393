"""What is found: by words, while typing; what was asked before; whether the index is right."""

from __future__ import annotations

from .checking import Checked, check
from .finding import find, matching
from .suggesting import most_asked, suggest, synonym_groups, without_result

__all__ = [
    "Checked",
    "check",
    "find",
    "matching",
    "most_asked",
    "suggest",
    "synonym_groups",
    "without_result",
]
