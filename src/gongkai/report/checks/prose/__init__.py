"""Checks of the words: their figures against the tables, against each other, and parts against wholes.

They never give an error: a sentence can be read in more ways than one. Each says only what it clearly understands, shows the
sentence, and accepts every lawful reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.checks.case import Case
from gongkai.report.model import Finding

from . import compare, repeated
from .applications import application_claims
from .claims import Claim
from .lists import list_findings
from .matters import proactive_claims, remedy_claims
from .repeated import balance_findings, twice_findings
from .sums import PROSE_SUM, sum_findings
from .text import prose_of

RULES = (*compare.RULES, PROSE_SUM, *repeated.RULES)

# Problems and plans (第五部分) speak of other years; the preface of the report itself.
_COUNTS = re.compile("[0-9未无]|没有")
_SECTIONS = ("overview", "proactive", "applications", "remedies", "other")


def find(case: Case) -> Iterator[Finding]:
    """Read the words once, then compare."""
    prose = prose_of(case.texts, _SECTIONS)
    year = case.report.year
    claims: list[Claim] = []
    for sentence in prose.sentences:
        # without a figure or a plain "none" there is nothing to compare
        # what an office within the agency does is not the whole
        within = "办公室" in sentence.text and "办" not in case.agency
        if not within and _COUNTS.search(sentence.text):
            claims += application_claims(sentence, year)
            claims += remedy_claims(sentence, year)
            claims += proactive_claims(sentence, year)
    yield from compare.contradictions(case, claims)
    yield from sum_findings(prose)
    yield from list_findings(prose)
    yield from twice_findings(case, prose, claims)
    yield from balance_findings(case, claims)
