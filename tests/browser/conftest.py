"""A real browser on a running site: Debian's chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

SERIOUS = {"serious", "critical"}
_STILL = """() => document.getAnimations().forEach(one => {
  try { one.finish() } catch { one.cancel() }
})"""
"""Has all that moves stand where it ends: what is still fading in has no contrast yet."""
_OVERFLOWS = """() => {
  const root = document.documentElement, wide = root.clientWidth + 1
  const cut = field => {
    const box = field.getBoundingClientRect()
    return box.width > 1 && box.left < wide && box.right > wide && !field.closest('.gk-scroll, .gr-scroll, .scroll')
  }
  return root.scrollWidth > wide || [...document.querySelectorAll('main :is(input:not([type=radio]), select, textarea)')].some(cut)
}"""


@pytest.fixture(scope="session")
def chromium(require: Callable[..., None], django_db_setup: None) -> Iterator[Browser]:
    require("chromium", "cjk-font")
    from django.db import connections

    migrated = connections["default"]._test_serialized_contents
    # playwright's own loop runs in this thread; Django would refuse the database because of it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # within playwright's loop Django opens connections of their own, which must know what to put back after a test
        connections["default"]._test_serialized_contents = migrated
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Open = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Open]:
    """Open an address in a window of its own: `visit("/", width=390, javascript=False)`. Errors on the page fail the test."""
    contexts = []
    faults: list[str] = []

    def opened(address: str, *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            base_url=live_server.url,
            locale="zh-CN",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "response",
            lambda answer: faults.append(f"{answer.url}: {answer.status}") if answer.status >= 500 else None,
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def barriers() -> Callable[[Page], list[str]]:
    """Ask axe which serious barriers (WCAG 2.2 AA) a page has: what and where."""
    axe = Axe()

    def found(page: Page) -> list[str]:
        page.wait_for_function("!document.querySelector('.messages > ul') || document.body.matches('.ready')")
        page.evaluate(_STILL)
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe.axe_script)
        results = page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in results["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]

    return found


def overflows(page: Page) -> bool:
    """Whether the page scrolls sideways, or a field to fill in runs out of it where nothing scrolls."""
    return bool(page.evaluate(_OVERFLOWS))
