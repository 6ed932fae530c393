"""Take reports in: from a file, from a value, from nothing."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.files.models import Upload
from gongkai.files.services import UploadRefused, clean_name, keep_upload
from gongkai.report.model import Report
from gongkai.report.reading import ReadError, read_bytes
from gongkai.report.reading.source import MAX_BYTES, too_large
from gongkai.reporting.contents import FIRST_YEAR, blank_report, content_of
from gongkai.reporting.models import Draft

from .duties import MAKERS, require_maker


class ReadRefused(Refused):
    """A file that is no readable report: the reader's `code` and words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def upload(person: User | None, agency: Agency, file: File[Any]) -> Draft:
    """Read the report in a file into a draft; the file is kept unchanged.

    Raises `ReadRefused` with the reader's code and words (nothing is kept then), `Refused` without the right. The file is
    read between two transactions: reading may take seconds, and nobody else should wait for it.
    """
    require_maker(person, agency)
    kept = keep(person, agency, file)
    try:
        report = read(kept)
    except ReadRefused:
        forget(kept)
        raise
    return _begin_from_file(person, agency, report, kept)


def keep(person: User | None, agency: Agency, file: File[Any]) -> Upload:
    """Store a handed-in file; raises `ReadRefused` for one that is empty or too large."""
    size = int(file.size or 0)
    try:
        if size == 0:
            read_bytes(b"", clean_name(file.name or ""))
        if size > MAX_BYTES:
            raise too_large(size)
        return keep_upload(agency, person, file)
    except ReadError as error:
        raise ReadRefused(error.code, error.message) from error
    except UploadRefused as error:
        raise ReadRefused("too_large", error.message) from error


def read(kept: Upload) -> Report:
    """Read the report in a stored file; raises `ReadRefused` with the reader's code and words."""
    try:
        with kept.file.open("rb") as stream:
            return read_bytes(stream.read(), kept.name)
    except ReadError as error:
        raise ReadRefused(error.code, error.message) from error
    except FileNotFoundError as error:
        raise ReadRefused("not_found", "存放的文件不见了，请重新上传") from error


def forget(kept: Upload) -> None:
    """Remove a stored file that led to nothing."""
    kept.file.delete(save=False)
    kept.delete()


@act("report.upload", *MAKERS)
def _begin_from_file(doing: Doing, report: Report, kept: Upload) -> Draft:
    return new_draft(doing, report, kept)


@act("report.take_in", *MAKERS)
def take_in(doing: Doing, report: Report) -> Draft:
    """Begin a draft from a report that is a value already."""
    return new_draft(doing, report, None)


@act("report.begin", *MAKERS)
def begin(doing: Doing, year: int) -> Draft:
    """Begin a draft from nothing, on the form of the year, every cell blank."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Refused(f"年度应在{FIRST_YEAR}年至{timezone.localdate().year}年之间。")
    report = blank_report(doing.agency.full_name, year)
    draft = Draft.everything.create(
        agency=doing.agency, year=year, content=content_of(report), created_by=doing.person
    )
    doing.on("report_draft", draft.public_id)
    doing.note(year=year)
    return draft


def new_draft(doing: Doing, report: Report, kept: Upload | None) -> Draft:
    """Write the draft of a report that was read, inside an act."""
    content = content_of(report)
    draft = Draft.everything.create(
        agency=doing.agency,
        year=report.year,
        upload=kept,
        source=content,
        content=content,
        created_by=doing.person,
    )
    doing.on("report_draft", draft.public_id)
    doing.note(year=report.year, upload=kept.public_id if kept else "", sha256=kept.sha256 if kept else "")
    return draft
