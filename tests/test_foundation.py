"""The ground the project stands on: locked requirements, chores, and the pages that describe them."""

import re
import subprocess
import tomllib

import pytest

import gongkai
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """Name → version of what a lock file holds."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {
        normal(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+) \\$", text, re.MULTILINE)
    }


def names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[<>=!~\[; ]", line)[0]) for line in requirements}


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_lock_files_are_hashed_and_name_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    for option in ("--find-links", "--index-url", "--trusted-host", "-f "):
        assert option not in text
    assert re.findall(r"^[\w.-]+==\S+(?! \\)$", text, re.MULTILINE) == [], "a package without a hash"
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_everything_declared_is_locked() -> None:
    base, dev = locked("base.txt"), locked("dev.txt")
    assert names(PROJECT["dependencies"]) <= base.keys()
    assert names(PROJECT["optional-dependencies"]["dev"]) <= dev.keys()
    assert base.items() <= dev.items(), "the two lock files hold different versions"


def test_every_dependency_is_explained_with_its_version() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = {
        normal(name): version
        for line in page.splitlines()
        if (cells := line.split("|")) and len(cells) > 3
        for name, version in [(cells[1].strip(), cells[2].strip())]
    }
    versions = locked("base.txt")
    assert {name: rows.get(name) for name in names(PROJECT["dependencies"])} == {
        name: versions[name] for name in names(PROJECT["dependencies"])
    }
    for name in names(PROJECT["optional-dependencies"]["dev"]):
        assert re.search(rf"\b{name}\b", page), name


def test_help_lists_every_chore() -> None:
    chores = set(
        re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {"help", "install", "test", "demo", "fuzz", "bench", "lint", "lock", "clean"} <= chores
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^  ([a-z-]+) ", shown, re.MULTILINE)) == chores


def test_the_ci_script_is_sound_and_executable() -> None:
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", script], check=True)
    assert script.stat().st_mode & 0o111


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_version_has_one_source() -> None:
    assert "version" in PROJECT["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+)?", gongkai.__version__)
