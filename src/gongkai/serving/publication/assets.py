"""What is published beside pages: attachments and pictures that are public now, and the style sheets of public pages."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef

from gongkai.files.kinds import media_type
from gongkai.files.models import Disclosed, OfficeDocument, OfficeRendition

from .naming import file_of

__all__ = ["Asset", "assets", "no_longer_public"]


@dataclass(frozen=True)
class Asset:
    """A file to be published: its name there, a mark of its content, its media type, and how it is opened."""

    name: str
    mark: str
    kind: str
    open: Callable[[], Any]


def assets() -> Iterator[Asset]:
    """List all that should stand beside the pages now."""
    yield from _documents()
    yield from _pictures()
    yield from _styles()


def _documents() -> Iterator[Asset]:
    shown = Disclosed.objects.filter(until=None, document=OuterRef("pk"))
    for one in OfficeDocument.objects.filter(Exists(shown)).order_by("pk").iterator(2000):
        name = _document_name(one)
        if name is not None:
            yield Asset(
                name, one.sha256 or one.file.name, media_type(one.kind, one.filename), _opener(one.file)
            )


def _pictures() -> Iterator[Asset]:
    shown = Disclosed.objects.filter(until=None, image=OuterRef("image"))
    for one in OfficeRendition.objects.filter(Exists(shown)).order_by("pk").iterator(2000):
        yield Asset(f"files/{one.file.name}", one.file.name, media_type("", one.file.name), _opener(one.file))


def _styles() -> Iterator[Asset]:
    """List the gathered style sheets of our own rooms; those of the back office stay with the program."""
    ours = {
        folder.name
        for app in apps.get_app_configs()
        if app.name.startswith("gongkai.") and (Path(app.path) / "static").is_dir()
        for folder in (Path(app.path) / "static").iterdir()
    }
    for top in sorted(ours):
        for path in sorted((settings.STATIC_ROOT / top).rglob("*")):
            if path.is_file() and path.suffix not in (".br", ".gz"):
                name = f"static/{path.relative_to(settings.STATIC_ROOT).as_posix()}"
                known = path.stat()
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                yield Asset(name, f"{known.st_size}-{known.st_mtime_ns}", kind, _path_opener(path))


def no_longer_public(page: int) -> list[str]:
    """List the names of the files that the public had on account of a page, and has on account of none any more."""
    rows = Disclosed.objects.filter(page_id=page).exclude(until=None)
    shown = Disclosed.objects.filter(until=None)
    documents = OfficeDocument.objects.filter(pk__in=rows.values("document")).exclude(
        pk__in=shown.exclude(document=None).values("document")
    )
    pictures = OfficeRendition.objects.filter(image__in=rows.values("image")).exclude(
        image__in=shown.exclude(image=None).values("image")
    )
    return [
        *(name for one in documents if (name := _document_name(one))),
        *(f"files/{one.file.name}" for one in pictures),
    ]


def _document_name(document: OfficeDocument) -> str | None:
    """Give the name under which an attachment is published; None where none can be: the program hands it out."""
    return file_of(document.url)


def _opener(file: Any) -> Callable[[], Any]:
    return lambda: file.storage.open(file.name)


def _path_opener(path: Path) -> Callable[[], Any]:
    return lambda: path.open("rb")
