"""docs/checks.md is what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.report.checks import RULES
from gongkai.report.checks.__main__ import document

ROOT = Path(__file__).resolve().parents[3]


def test_the_documentation_is_current() -> None:
    written = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m gongkai.report.checks > docs/checks.md"


def test_every_rule_is_explained_once() -> None:
    headed = re.findall(r"^### `([A-Z0-9-]+)`", document(), re.MULTILINE)
    assert headed == list(RULES)
    assert all(rule.title and rule.source and rule.explanation.endswith("。") for rule in RULES.values())
