"""Uploads that led to nothing are cleaned up after a day; what something refers to never is."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.files.models import Upload
from gongkai.files.orphans import forget_orphans, unused
from gongkai.files.services import keep_upload
from gongkai.reporting.models import Batch, BatchFile, Draft
from gongkai.tasks.registry import job

LONG_AGO = timedelta(days=1, minutes=1)


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(full_name="某某市某某局", short_name="某某局", slug="one")


def an_upload(agency: Agency, age: timedelta = LONG_AGO) -> Upload:
    kept = keep_upload(agency, None, ContentFile(b"words", name="年报.docx"))
    Upload.everything.filter(pk=kept.pk).update(uploaded_at=timezone.now() - age)
    return kept


def test_what_led_to_nothing_goes_with_its_file(agency: Agency) -> None:
    lost = an_upload(agency)
    fresh = an_upload(agency, timedelta(hours=23))
    assert forget_orphans() == 1
    assert list(Upload.everything.all()) == [fresh]
    assert not storages["private"].exists(lost.file.name)
    assert storages["private"].exists(fresh.file.name)
    entry = Entry.objects.get(act="upload.forget")
    assert (entry.agency, entry.object_id, entry.details) == (agency.public_id, lost.public_id, {})
    assert forget_orphans() == 0


def test_what_is_referred_to_stays(agency: Agency) -> None:
    of_draft, of_batch = an_upload(agency), an_upload(agency)
    Draft.everything.create(agency=agency, upload=of_draft, content={})
    batch = Batch.everything.create(agency=agency)
    BatchFile.objects.create(batch=batch, upload=of_batch, name="年报.docx", state="refused")
    assert not unused().exists()
    assert forget_orphans() == 0
    assert Upload.everything.count() == 2


def test_a_stored_file_without_a_row_goes(agency: Agency) -> None:
    import os

    private = storages["private"]
    kept = an_upload(agency, timedelta(0))
    old, new = (private.save(f"uploads/zz/{name}", ContentFile(b"x")) for name in ("zzold", "zznew"))
    before = (timezone.now() - LONG_AGO).timestamp()
    for name in (old, kept.file.name):
        os.utime(private.path(name), (before, before))
    assert forget_orphans() == 1
    assert not private.exists(old)
    assert private.exists(new)
    assert private.exists(kept.file.name)
    private.delete(new)


def test_the_clock_asks_for_it() -> None:
    found = job("files.forget_orphans")
    assert found is not None
    assert found.run is forget_orphans
