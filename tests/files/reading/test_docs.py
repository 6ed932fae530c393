"""docs/reading.md is what the rules say; the reading needs no site."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from gongkai.files.reading import RULES
from gongkai.files.reading.__main__ import document

ROOT = Path(__file__).resolve().parents[3]


def test_the_documentation_is_current() -> None:
    written = (ROOT / "docs/reading.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m gongkai.files.reading > docs/reading.md"


def test_every_rule_is_explained_once() -> None:
    headed = re.findall(r"^### `([A-Z0-9-]+)`", document(), re.MULTILINE)
    assert headed == list(RULES)
    for rule in RULES.values():
        assert rule.title
        assert rule.source
        assert rule.explanation.endswith("。")
        assert rule.level in rule.settings


def test_it_needs_no_site() -> None:
    asked = "import sys, gongkai.files.reading; sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
