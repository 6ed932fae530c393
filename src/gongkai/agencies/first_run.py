"""The token that guards the first set-up in the browser: whoever can read the installation's folder may set it up."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .models import User


def is_open() -> bool:
    """Whether the platform still waits to be set up: it has no user yet."""
    return not User.objects.exists()


def token_path() -> Path:
    """Say where the token lies."""
    return Path(settings.HOME) / "setup_token"


def token() -> str:
    """Give the token, made if there is none; "" once the platform is set up. `gongkai serve` prints it."""
    if not is_open():
        token_path().unlink(missing_ok=True)
        return ""
    try:
        descriptor = os.open(token_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return token_path().read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(18)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made)
    return made


def fits(given: str) -> bool:
    """Whether this is the token."""
    expected = token()
    return bool(expected) and secrets.compare_digest(given.strip().encode(), expected.encode())


class AlreadyClaimed(Exception):
    """Somebody else is setting the platform up at this moment, or has done it."""


@contextmanager
def claimed() -> Iterator[None]:
    """Take the token away while the platform is set up, for good when that works: of two at once one gets through."""
    taken = token_path().with_name("setup_token.taken")
    try:
        token_path().rename(taken)
    except FileNotFoundError as error:
        raise AlreadyClaimed from error
    try:
        yield
    except BaseException:  # whatever it was, Ctrl-C too: the token must work again
        taken.rename(token_path())
        raise
    taken.unlink()
