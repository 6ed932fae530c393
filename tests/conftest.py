"""What all tests share: the corpus of real reports, outside programs, and how hypothesis searches."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Slow machines must not fail a property; in CI the same examples are tried every time, at a desk ever new ones.
settings.register_profile("gongkai", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gongkai")

_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)


def _has_cjk_font() -> bool:
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
    return any(next(folder.rglob("Noto*CJK*"), None) for folder in folders)


# Feature → (whether it is there, the Debian package that brings it).
_FEATURES: dict[str, tuple[Callable[[], bool], str]] = {
    "soffice": (lambda: shutil.which("soffice") is not None, "libreoffice-writer-nogui"),
    "pdftoppm": (lambda: shutil.which("pdftoppm") is not None, "poppler-utils"),
    "pdftotext": (lambda: shutil.which("pdftotext") is not None, "poppler-utils"),
    "pdffonts": (lambda: shutil.which("pdffonts") is not None, "poppler-utils"),
    "antiword": (lambda: shutil.which("antiword") is not None, "antiword"),
    "cjk-font": (_has_cjk_font, "fonts-noto-cjk"),
}


@pytest.fixture(scope="session")
def require() -> Callable[..., None]:
    """Skip the test unless these outside programs or features are here: `require("soffice", "cjk-font")`.

    With GONGKAI_REQUIRE_ALL=1, as in CI, a missing one fails the test instead.
    """

    def check(*names: str) -> None:
        missing = [f"{name} (Debian: {_FEATURES[name][1]})" for name in names if not _FEATURES[name][0]()]
        if not missing:
            return
        words = f"needs {', '.join(missing)}"
        if os.environ.get("GONGKAI_REQUIRE_ALL") == "1":
            pytest.fail(words, pytrace=False)
        pytest.skip(words)

    return check


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus of real reports (`reports/`), which is not part of the project: it may be missing."""
    folder = Path(os.environ.get("GONGKAI_CORPUS") or ROOT.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip("no corpus of reports here; GONGKAI_CORPUS names the folder that holds reports/")
    return folder
