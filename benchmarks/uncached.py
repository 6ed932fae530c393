"""The site with nothing kept: every page made anew, as after an act."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
django.setup(set_prefix=False)

from gongkai.portal.remembering import FRESH  # noqa: E402
from gongkai.serving.requests import NotingHandler  # noqa: E402

_site = NotingHandler()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, remembering nothing."""
    environ[FRESH] = True
    return _site(environ, start)
