"""Files follow their item: drafts are for their officers, what is published for all, what is withdrawn for nobody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from gongkai.agencies.acts import Refused
from gongkai.files.frozen import FileFrozen
from gongkai.files.models import Disclosed, OfficeDocument, OfficeImage
from gongkai.files.services import conceal, disclose

from . import made

if TYPE_CHECKING:
    from tests.agencies.office import Office


@pytest.fixture
def office(db: None) -> Office:
    from tests.agencies.office import office

    cache.clear()  # Wagtail remembers renditions by row id, and tests use ids again
    return office("jia")


def document(
    office: Office, name: str = "附件1：收费标准.pdf", content: bytes | None = None
) -> OfficeDocument:
    from gongkai.agencies.access import collection_of

    kept = OfficeDocument(
        title="收费标准",
        file=ContentFile(made.signed_pdf() if content is None else content, name=name),
        collection=collection_of(office.agency),
    )
    kept.save()
    return kept


def image(office: Office) -> OfficeImage:
    from gongkai.agencies.access import collection_of

    kept = OfficeImage(
        title="会场", file=ContentFile(made.png(), name="会场.png"), collection=collection_of(office.agency)
    )
    kept.save()
    return kept


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_drafts_files_are_for_officers_of_its_agency(office: Office) -> None:
    from tests.agencies.office import logged_in, person
    from tests.agencies.office import office as another_office

    kept, picture = document(office), image(office)
    addresses = [kept.url, picture.get_rendition("width-20").url]
    stranger, nobody = logged_in(another_office("yi").officer), Client()
    former = logged_in(person("former", None))
    for address in addresses:
        answer = logged_in(office.officer).get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        for who in (stranger, nobody, former, logged_in(office.administrator)):
            assert status(who, address) == 404, address


def test_nothing_lies_where_an_address_leads(office: Office) -> None:
    kept, picture = document(office), image(office)
    for stored in (kept.file, picture.file):
        assert stored.storage.path(stored.name).startswith(storages["private"].path(""))
        assert not storages["default"].exists(stored.name)
        assert status(Client(), f"/files/{stored.name}") == 404
    assert "收费" not in kept.file.name, "what people call a file is not in its path"


def test_what_is_published_is_for_all_until_it_is_withdrawn(office: Office) -> None:
    kept, picture = document(office), image(office)
    rendition = picture.get_rendition("width-20")
    everybody = Client()
    disclose(office.article.pk, [kept.pk], [picture.pk])
    for address in (kept.url, rendition.url):
        answer = everybody.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-cache"
        body(answer)
        again = everybody.get(address, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
    conceal(office.article.pk)
    for address in (kept.url, rendition.url):
        assert everybody.get(address, headers={"if-none-match": "*"}).status_code == 410
        assert status(everybody, address) == 410


def test_a_new_version_takes_back_what_it_does_not_show(office: Office) -> None:
    first, second = document(office), document(office, "二.pdf")
    disclose(office.article.pk, [first.pk], [])
    disclose(office.article.pk, [second.pk], [])
    assert (status(Client(), first.url), status(Client(), second.url)) == (410, 200)
    disclose(office.column.pk, [first.pk], [])
    assert status(Client(), first.url) == 200, "another public page shows it"
    disclose(office.article.pk, [second.pk], [])
    assert Disclosed.objects.filter(until=None).count() == 2, "once is enough"


def test_a_file_keeps_every_byte_and_its_chinese_name(office: Office) -> None:
    for name, content, kind in (
        ("关于收费标准的通知（盖章）.pdf", made.signed_pdf(), "application/pdf"),
        ("关于收费标准的通知（盖章）.ofd", made.signed_ofd(), "application/ofd"),
    ):
        kept = document(office, name, content)
        assert kept.sha256 == made.digest(content)
        disclose(office.article.pk, [kept.pk], [])
        answer = Client().get(kept.url)
        assert body(answer) == content
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert f"filename*=utf-8''{quote(name)}" in answer["Content-Disposition"]
        assert answer["Content-Security-Policy"] == "default-src 'none'"
        assert status(Client(), kept.url.replace(quote(name), "x.html")) == 404
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("after", ["published", "withdrawn"])
def test_what_was_public_is_frozen(office: Office, after: str) -> None:
    kept, picture = document(office), image(office)
    disclose(office.article.pk, [kept.pk], [picture.pk])
    if after == "withdrawn":
        conceal(office.article.pk)
    for one in (kept, picture):
        one.title = "改了"
        with pytest.raises(FileFrozen, match="上传新文件"):
            one.save()
        one.refresh_from_db()
        one.file = ContentFile(made.png("#000000"), name="新.png")
        with pytest.raises(FileFrozen):
            one.save()
        fresh = type(one).objects.get(pk=one.pk)
        with pytest.raises(Refused):
            fresh.delete()
        fresh.tags.add("收费")
        fresh.save()
    assert kept.__class__.objects.get(pk=kept.pk).title == "收费标准"


def test_a_drafts_file_may_be_replaced_and_deleted(office: Office) -> None:
    kept = document(office)
    kept.title = "改了"
    kept.file = ContentFile(made.signed_ofd(), name="新.ofd")
    kept.save()
    assert (kept.name, kept.kind, kept.sha256) == ("新.ofd", "ofd", made.digest(made.signed_ofd()))
    kept.delete()
    assert not OfficeDocument.objects.filter(pk=kept.pk).exists()


def test_a_file_belongs_to_the_agency_of_its_collection(office: Office) -> None:
    assert document(office).agency_id == image(office).agency_id == office.agency.pk


def test_only_pictures_as_pages_show_them_are_handed_out(db: None, client: Client) -> None:
    public = storages["default"]
    for name in ("images/one.png", "images/one.html", "reports/one.png"):
        kept = public.save(name, ContentFile(b"x"))
        assert status(client, f"/files/{kept}") == 404, "no picture of a page"
    for name in ("images/../reports/one.png", "images/..%2freports/one.png", "", "images/"):
        assert client.get(f"/files/{name}", follow=True).status_code == 404, name


def test_files_of_earlier_versions_are_brought_in(office: Office) -> None:
    """The migration: what lay in the public folder goes into the private one, and stays within reach if a public page shows it."""
    from importlib import import_module

    from django.apps import apps
    from wagtail.models import ReferenceIndex

    from gongkai.portal import gate
    from gongkai.portal.models import Attachment

    shown, draft = document(office), document(office, "草稿.pdf")
    public, private = storages["default"], storages["private"]
    for one in (shown, draft):
        with one.file.open() as stored:
            public.save(one.file.name, ContentFile(stored.read()))
        private.delete(one.file.name)
    OfficeDocument.objects.update(sha256="", name="")
    with gate.opened():
        office.article.attachments = [Attachment(document=shown)]
        office.article.save()
    ReferenceIndex.create_or_update_for_object(office.article)
    migration = import_module("gongkai.files.migrations.0003_bring_files_in")
    for _ in range(2):  # interrupted and run again
        migration.bring_in(apps, None)
    migration.disclose(apps, None)
    shown.refresh_from_db()
    assert shown.sha256 == made.digest(made.signed_pdf())
    assert not public.exists(shown.file.name)
    assert body(Client().get(shown.url)) == made.signed_pdf()
    draft.refresh_from_db()
    assert private.exists(draft.file.name)
    assert status(Client(), draft.url) == 404


def test_a_file_that_is_no_more_keeps_nothing_from_publication(office: Office) -> None:
    """Words of a version may point to a picture that was deleted since."""
    kept = document(office)
    disclose(office.article.pk, [kept.pk, kept.pk + 1000], [1000])
    assert list(Disclosed.objects.values_list("document_id", "image_id")) == [(kept.pk, None)]
