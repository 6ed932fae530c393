"""Where files lie: what everybody may fetch, and what only the platform reads. Both are written to disk before they count."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files on disk that survive a power cut once `save` has returned: file and folder are flushed."""

    def _save(self, name: str, content: Any) -> str:
        saved = str(super()._save(name, content))
        path = Path(self.path(saved))
        for target in (path, path.parent):
            descriptor = os.open(target, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved


class PublicStorage(DurableStorage):
    """Files that are published: pictures and attachments of pages, served under /files/."""

    def __init__(self) -> None:
        super().__init__(location=settings.MEDIA_ROOT, base_url=settings.MEDIA_URL)


class PrivateStorage(DurableStorage):
    """Files that no address leads to: what was uploaded, drafts, letters. Views hand them out after checking the right."""

    def __init__(self) -> None:
        super().__init__(location=Path(settings.HOME) / "private")

    def url(self, name: str | None) -> str:
        """Refuse: a private file has no address."""
        raise ValueError("没有公开的地址")
