"""Style sheets and pictures of the pages, gathered into the data folder under names that change with their content."""

from __future__ import annotations

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def prepare() -> bool:
    """Gather the files anew if any changed since the last time; whether that was so."""
    mark = settings.STATIC_ROOT / ".made-of"
    print_now = _print()
    if mark.is_file() and mark.read_text(encoding="ascii") == print_now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(print_now, encoding="ascii")
    return True


def _print() -> str:
    """Give a print of all files: name, size, time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            known = os.stat(storage.path(path))
            digest.update(f"{path}\0{known.st_size}\0{known.st_mtime_ns}\n".encode())
    return digest.hexdigest()
