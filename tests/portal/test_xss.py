"""Nothing that people type, paste or upload runs anywhere it is shown."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from tests.xss import CORPUS, active

from gongkai.files.models import OfficeDocument
from gongkai.files.services import disclose
from gongkai.portal import gate
from gongkai.portal.clean_text import clean_html
from gongkai.portal.files_of import files_of
from gongkai.portal.models import Attachment, ItemPage, PolicyPage

if TYPE_CHECKING:
    from tests.agencies.office import Office


@pytest.fixture
def office(db: None) -> Office:
    from tests.agencies.office import office

    cache.clear()
    return office("jia")


def hostile(office: Office, words: str, number: int) -> ItemPage:
    """An item that says these words wherever it can say something, published as an act publishes."""
    document = OfficeDocument(
        title=words[:200],
        file=ContentFile(b"x", name=f"{words[:60]}.txt"),
        collection=office.document.collection,
    )
    document.save()
    table = {
        "data": [[words, words], [words, words]],
        "cell": [{"row": 0, "col": 0, "className": words}],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": words,
    }
    short = words[:60]
    item = PolicyPage(
        title=words,
        slug=f"x{number}",
        summary=words,
        keywords=words,
        source=short,
        theme=short,
        document_number=short,
        index_number=f"{number}{short}"[:60],
        department=short,
        responsible=words[:40],
        maker=short,
        search_description=words,
        seo_title=words,
        body=[("paragraph", f"<p>{words}</p>"), ("paragraph", words), ("table", table)],
    )
    item.attachments = [Attachment(document=document, title=words)]
    with gate.opened():
        office.column.add_child(instance=item)
        item.save_revision().publish(skip_permission_checks=True)
        disclose(item.pk, *files_of(item))
    return ItemPage.objects.get(pk=item.pk)


def test_nothing_runs_on_any_public_page_or_office_list(office: Office) -> None:
    from tests.agencies.office import logged_in

    items = [hostile(office, words, number) for number, words in enumerate(CORPUS)]
    citizen, officer = Client(), logged_in(office.officer)
    found = {}

    def look(client: Client, address: str, **how: Any) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if things := active(answer.content.decode(), **how):
            found[address] = things

    for item in items:
        look(citizen, item.url)
    assert citizen.get(items[0].url).content.decode().count("xss()") > 3, "the words are there, as words"
    column = office.column.get_url()
    for address in (column, office.platform.get_url(), "/map/"):
        look(citizen, address)
    for address in (
        f"/office/pages/{office.column.pk}/",
        f"/office/pages/{items[0].pk}/edit/",
        f"/office/pages/{items[18].pk}/edit/",
        f"/office/pages/{items[0].pk}/history/",
        "/office/documents/",
        f"/office/documents/edit/{OfficeDocument.objects.latest('pk').pk}/",
        "/office/items/",
    ):
        look(officer, address, office=True)
    assert not found
    answer = citizen.get(items[0].url)
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def contentstate(words: str) -> str:
    """What the text field of the editor sends, with the words as text, as a link's address and as a picture."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": words, "linkType": words, "id": words}}
    image = {
        "type": "IMAGE",
        "mutability": "IMMUTABLE",
        "data": {"id": 1, "src": words, "alt": words, "format": words},
    }
    embed = {
        "type": "EMBED",
        "mutability": "IMMUTABLE",
        "data": {"url": words, "html": words, "embedType": words},
    }
    paper = {
        "type": "DOCUMENT",
        "mutability": "MUTABLE",
        "data": {"id": words, "url": words, "filename": words},
    }
    blocks = [
        {
            "key": f"a{number}",
            "text": f"{words}字",
            "type": kind,
            "depth": 0,
            "inlineStyleRanges": [{"offset": 0, "length": 1, "style": "BOLD"}],
            "entityRanges": [{"offset": 0, "length": 1, "key": number}],
        }
        for number, kind in ((0, "unstyled"), (1, "atomic"), (2, "atomic"), (3, "header-three"))
    ]
    return json.dumps({"blocks": blocks, "entityMap": {"0": entity, "1": image, "2": embed, "3": paper}})


def test_what_the_editor_sends_is_taken_as_words(office: Office) -> None:
    from tests.agencies.office import logged_in
    from tests.portal.test_editing import form_of

    client = logged_in(office.officer)
    item = office.column.add_child(instance=ItemPage(title="稿", live=False))
    item.save_revision(user=office.officer)
    blocks: dict[str, Any] = {"body-count": str(len(CORPUS))}
    for number, words in enumerate(CORPUS):
        blocks |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": "paragraph",
            f"body-{number}-id": str(uuid.uuid4()),
            f"body-{number}-value": contentstate(words),
        }
    answer = client.post(f"/office/pages/{item.pk}/edit/", form_of(client, item, **blocks))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    with gate.opened():
        item.refresh_from_db()
        item.latest_revision.publish(skip_permission_checks=True)
    item = ItemPage.objects.get(pk=item.pk)
    assert len(item.body) == len(CORPUS)
    page = Client().get(item.url).content.decode()
    assert page.count("xss()") > 50
    assert not active(page)
    preview = client.get(f"/office/pages/{item.pk}/view_draft/")
    assert not active(preview.content.decode())


@pytest.mark.parametrize("words", CORPUS)
def test_cleaned_markup_holds_nothing_that_runs(words: str) -> None:
    for html in (
        words,
        f"<p>{words}</p>",
        f'<p data-block-key="x">前{words}后</p>',
        f"<a href='/x'>{words}</a>",
    ):
        cleaned = clean_html(html)
        left = [one for one in active(f"<div>{cleaned}</div>") if one != "<embed>"]
        assert not left, cleaned
        assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<p data-block-key="abc12">收费标准见<a linktype="document" id="3">附件</a>。</p>',
        '<p data-block-key="a"><a href="https://www.gov.cn/?a=1&amp;b=2">中国政府网</a>、<a linktype="page" id="12">指南</a></p>',
        '<h3 data-block-key="k">一、范围</h3><ol><li data-block-key="l">甲<br/>乙</li></ol><hr/>',
        '<embed alt="会场 &quot;全景&quot;" embedtype="image" format="fullwidth" id="7"/>',
        "<p>a &lt; b &amp; c</p>",
    ],
)
def test_what_the_editor_makes_passes_untouched(html: str) -> None:
    assert clean_html(html) == html
