"""Settings from the environment: read, refused in words, described in docs/settings.md."""

import re
import stat
from pathlib import Path

import pytest
from tests.conftest import ROOT

from gongkai.project import environment
from gongkai.project.environment import VARIABLES, SettingError, home, secret_key, value


def test_the_page_of_the_docs_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == environment.page()


def test_settings_ask_for_described_variables_only() -> None:
    code = (ROOT / "src/gongkai/project/settings.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'value\("(\w+)"\)', code))
    assert asked
    assert asked <= {one.name for one in VARIABLES}


@pytest.mark.parametrize("name", [one.name for one in VARIABLES])
def test_every_default_can_be_read(name: str) -> None:
    value(name, {})


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("GONGKAI_HOSTS", " a.gov.cn，b.gov.cn, ", ["a.gov.cn", "b.gov.cn"]),
        ("GONGKAI_HTTPS", "on", True),
        ("GONGKAI_DEBUG", "No", False),
        ("GONGKAI_UPLOAD_MB", "7", 7),
    ],
)
def test_values(name: str, text: str, read: object) -> None:
    assert value(name, {name: text}) == read


@pytest.mark.parametrize(
    ("name", "text"), [("GONGKAI_HTTPS", "是吧"), ("GONGKAI_UPLOAD_MB", "-1"), ("GONGKAI_LOCKOUT", "五")]
)
def test_what_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=name):
        value(name, {name: text})


def test_the_secret_key_is_made_once_and_kept_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path / "new"))
    first = secret_key()
    assert len(first) >= 50
    assert secret_key() == first
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home().stat().st_mode) == 0o700
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "given")
    assert secret_key() == "given"
