"""Every way by which a file comes in looks at it, says that no secrets may come in, and keeps whose it is."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import docx
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.files.forms import NOT_SECRET
from gongkai.files.models import OfficeDocument, OfficeImage
from gongkai.files.services import disclose

from . import made

if TYPE_CHECKING:
    from django.test import Client
    from tests.agencies.office import Office

PDF = made.signed_pdf()
WAYS = {
    "/office/documents/add/": ("file", "", OfficeDocument),
    "/office/documents/multiple/add/": ("files[]", "", OfficeDocument),
    "/office/documents/chooser/create/": (
        "document-chooser-upload-file",
        "document-chooser-upload-",
        OfficeDocument,
    ),
    "/office/images/add/": ("file", "", OfficeImage),
    "/office/images/multiple/add/": ("files[]", "", OfficeImage),
    "/office/images/chooser/create/": (
        "image-chooser-upload-file",
        "image-chooser-upload-",
        OfficeImage,
    ),
}


@pytest.fixture
def office(db: None) -> Office:
    from tests.agencies.office import office

    cache.clear()
    return office("jia")


@pytest.fixture
def client(office: Office) -> Client:
    from tests.agencies.office import logged_in

    return logged_in(office.officer)


def post(client: Client, way: str, name: str, content: bytes, title: str = "名称") -> Any:
    field, prefix, _ = WAYS[way]
    data = {f"{prefix}title": title, field: SimpleUploadedFile(name, content)}
    return client.post(way, data, headers={"x-requested-with": "XMLHttpRequest"})


def words_of(response: Any) -> str:
    """The words of an answer, whether a page or JSON that holds one."""
    text = response.content.decode()
    try:
        answer = json.loads(text)
    except ValueError:
        return text
    return "".join(str(value) for value in answer.values())


_ERRORS = re.compile(r'class="error-message[^"]*"[^>]*>(.*?)</', re.DOTALL)


@pytest.mark.parametrize("way", WAYS)
def test_a_fit_file_is_taken_and_belongs_to_the_agency(way: str, client: Client, office: Office) -> None:
    model = WAYS[way][2]
    name, content = ("会场.png", made.png()) if model is OfficeImage else ("通知.pdf", PDF)
    before = set(model.objects.values_list("pk", flat=True))
    assert post(client, way, name, content).status_code in {200, 302}
    kept = model.objects.exclude(pk__in=before).get()
    assert kept.agency_id == office.agency.pk
    assert (kept.name, kept.sha256) == (name, made.digest(content))
    assert kept.uploaded_by_user == office.officer
    with kept.file.open() as stored:
        assert stored.read() == content


_REASONS = ("不能上传", "不符", "请", "没有内容", "空", "不是图片")


@pytest.mark.parametrize("way", WAYS)
def test_what_could_do_harm_is_refused_in_chinese(way: str, client: Client) -> None:
    model = WAYS[way][2]
    before = model.objects.count()
    silent = []
    for name, content in made.REFUSED.items():
        answer = post(client, way, name, content)
        assert answer.status_code in {200, 400, 422}
        said = words_of(answer)
        shown = said if said and "<" not in said else "".join(_ERRORS.findall(said))
        if not any(word in shown for word in _REASONS):
            silent.append((name, shown))
    assert not silent
    assert model.objects.count() == before


@pytest.mark.parametrize("way", WAYS)
def test_long_names_are_shortened_and_keep_their_ending(way: str, client: Client) -> None:
    model = WAYS[way][2]
    ending, content = ("png", made.png()) if model is OfficeImage else ("pdf", PDF)
    before = set(model.objects.values_list("pk", flat=True))
    for name in (f"{'长' * 83}.{ending}", f"{'a' * 251}.{ending}", f"{'名' * 250}.{ending}"):
        assert post(client, way, name, content).status_code in {200, 302}
    kept = model.objects.exclude(pk__in=before)
    assert kept.count() == 3
    assert all(one.name.endswith(f".{ending}") and len(one.name) <= 130 for one in kept)


@pytest.mark.parametrize("way", WAYS)
def test_too_large_a_file_is_refused(way: str, client: Client, settings: Any) -> None:
    model = WAYS[way][2]
    settings.UPLOAD_BYTES = 10
    before = model.objects.count()
    answer = post(client, way, "图.png", made.png())
    assert "上限" in words_of(answer)
    assert model.objects.count() == before


def test_every_form_that_takes_a_file_says_that_no_secrets_may_come_in(
    client: Client, office: Office
) -> None:
    addresses = [
        "/office/documents/add/",
        "/office/documents/multiple/add/",
        "/office/documents/chooser/",
        f"/office/documents/edit/{office.document.pk}/",
        "/office/images/add/",
        "/office/images/multiple/add/",
        "/office/images/chooser/",
        f"/office/images/{office.image.pk}/",
    ]
    silent = []
    for address in addresses:
        answer = client.get(address, follow=True)
        if 'type="file"' not in words_of(answer) or NOT_SECRET not in words_of(answer):
            silent.append(address)
    assert not silent


def test_the_form_offers_neither_agency_nor_folder(client: Client, office: Office) -> None:
    page = client.get(f"/office/documents/edit/{office.document.pk}/").content.decode()
    assert 'name="agency"' not in page
    assert 'name="collection"' not in page
    client.post(
        f"/office/documents/edit/{office.document.pk}/", {"title": "新名", "agency": 99, "collection": 1}
    )
    office.document.refresh_from_db()
    assert (office.document.title, office.document.agency_id) == ("新名", office.agency.pk)
    assert office.document.collection.name == office.agency.full_name


def test_editing_refuses_what_adding_refuses(client: Client, office: Office) -> None:
    for address in (f"/office/documents/edit/{office.document.pk}/", f"/office/images/{office.image.pk}/"):
        answer = client.post(address, {"title": "名", "file": SimpleUploadedFile("图.png", made.SVG)})
        assert "SVG" in answer.content.decode()
    before = office.image.file.name
    office.image.refresh_from_db()
    assert office.image.file.name == before


def test_what_was_public_is_not_replaced_renamed_or_deleted_by_any_form(office: Office) -> None:
    from tests.agencies.office import logged_in, person

    disclose(office.article.pk, [office.document.pk], [office.image.pk])
    before = [
        (one.title, one.file.name, one.sha256)
        for one in (office.document, office.image)
        if not one.refresh_from_db()
    ]
    for who in (office.officer, person("root", is_superuser=True)):
        client = logged_in(who)
        for address, content, name in (
            (f"/office/documents/edit/{office.document.pk}/", PDF, "新.pdf"),
            (f"/office/images/{office.image.pk}/", made.png(), "新.png"),
        ):
            answer = client.post(address, {"title": "改了", "file": SimpleUploadedFile(name, content)})
            assert "上传新文件" in answer.content.decode(), address
        for address in (
            f"/office/documents/delete/{office.document.pk}/",
            f"/office/images/{office.image.pk}/delete/",
            f"/office/documents/multiple/{office.document.pk}/delete/",
            f"/office/images/multiple/{office.image.pk}/delete/",
            f"/office/bulk/files/officedocument/delete/?id={office.document.pk}",
            f"/office/bulk/files/officeimage/delete/?id={office.image.pk}",
        ):
            answer = client.post(address, headers={"x-requested-with": "XMLHttpRequest"})
            assert answer.status_code in {403, 404}, address
        for prefix, one, address in (
            ("doc", office.document, f"/office/documents/multiple/{office.document.pk}/"),
            ("image", office.image, f"/office/images/multiple/{office.image.pk}/"),
        ):
            client.post(
                address,
                {f"{prefix}-{one.pk}-title": "改了"},
                headers={"x-requested-with": "XMLHttpRequest"},
            )
    after = [
        (one.title, one.file.name, one.sha256)
        for one in (office.document, office.image)
        if not one.refresh_from_db()
    ]
    assert after == before


@pytest.mark.parametrize("way", [way for way, (_, _, model) in WAYS.items() if model is OfficeDocument])
def test_who_wrote_a_file_is_not_kept_in_it(way: str, client: Client) -> None:
    """The properties of an unsigned file name people; what it says stays. A signed file stays as it is (tested above)."""
    document = docx.Document()
    document.add_paragraph("关于办事窗口调整的通知")
    document.core_properties.author = "张三丰"
    document.core_properties.last_modified_by = "李四光"
    written = io.BytesIO()
    document.save(written)
    assert post(client, way, "通知.docx", written.getvalue()).status_code in {200, 302}
    kept = OfficeDocument.objects.order_by("-pk")[0]
    with kept.file.open() as stored:
        content = stored.read()
    assert kept.sha256 == made.digest(content)
    again = docx.Document(io.BytesIO(content))
    assert [paragraph.text for paragraph in again.paragraphs] == ["关于办事窗口调整的通知"]
    assert (again.core_properties.author, again.core_properties.last_modified_by) == ("", "")
