"""The office pages on templates: what is shown to whom, preview, import, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.agencies.office import logged_in
from tests.once import once
from tests.publishing.desk import Desk, desk

from gongkai.law.letters import kinds
from gongkai.letters import queries
from gongkai.letters.reading import text_of_docx, text_of_pdf
from gongkai.letters.standard_texts import standard_text
from gongkai.letters.word_templates import template_as_docx

pytestmark = pytest.mark.django_db
ROOT = "/office/letters/"
KIND = "denied_internal"

built, at = once(desk)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_list_template_and_samples(at: Desk) -> None:
    client = logged_in(at.head)
    shown = words(client.get(ROOT))
    for one in kinds().values():
        assert one.name in shown
    assert "还没有填完文书设置" in shown
    page = words(client.get(f"{ROOT}{KIND}/"))
    assert "第十六条第一款" in page
    assert "必备要素" in page
    pdf, word = client.get(f"{ROOT}{KIND}/preview.pdf"), client.get(f"{ROOT}{KIND}/preview.docx")
    assert at.agency.full_name in text_of_pdf(pdf.content)
    assert at.agency.full_name in text_of_docx(word.content)
    for missing in ("no-such/", f"{KIND}/preview.odt", f"{KIND}/?version=7", f"{KIND}/preview.pdf?version=7"):
        assert client.get(ROOT + missing).status_code == 404


def test_the_list_asks_a_fixed_number_of_queries(at: Desk) -> None:
    client = logged_in(at.head)
    client.get(ROOT)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(ROOT)
    assert len(asked) < 30


def test_editing_previews_saves_and_keeps_what_was_typed(at: Desk) -> None:
    client = logged_in(at.head)
    address = f"{ROOT}{KIND}/edit/"
    assert client.get(address).status_code == 200
    wrong = standard_text(KIND).replace("{救济途径}\n", "") + "我写的一句话\n"
    for button in ("save", "look"):
        answer = client.post(address, {"text": wrong, "based_on": 0, button: "1"})
        assert answer.status_code == 422
        assert "缺少救济途径" in words(answer)
        assert "我写的一句话" in words(answer)
    right = standard_text(KIND).replace("（申请编号：", "（登记编号：")
    looked = client.post(address, {"text": right, "based_on": 0, "look": "1"})
    assert "登记编号：" in text_of_pdf(looked.content)
    assert queries.held(at.agency, KIND).standard
    saved = client.post(address, {"text": right, "note": "换词", "based_on": 0, "save": "1"}, follow=True)
    assert "第1版" in words(saved)
    again = client.post(address, {"text": right + "甲\n", "based_on": 0, "save": "1"})
    assert "别人已经保存了第1版" in words(again)
    back = client.post(f"{ROOT}{KIND}/restore/", {"note": "改回"}, follow=True)
    assert "现在用的是标准文本" in words(back)
    assert "登记编号：" in words(client.get(f"{ROOT}{KIND}/?version=1"))


def test_a_word_file_is_read_shown_and_saved_only_then(at: Desk) -> None:
    client = logged_in(at.head)
    address = f"{ROOT}{KIND}/edit/"
    text = standard_text(KIND).replace("（申请编号：", "（从Word来的编号：")
    file = SimpleUploadedFile("模板.docx", template_as_docx(text))
    read = client.post(address, {"text": "x", "read": "1", "file": file})
    assert "从Word来的编号" in words(read)
    assert "还没有保存" in words(read)
    assert queries.held(at.agency, KIND).standard
    other = SimpleUploadedFile("模板.docx", template_as_docx(standard_text("granted")))
    assert "还缺少" in words(client.post(address, {"text": "x", "read": "1", "file": other}))
    bad = client.post(address, {"text": "我打的字", "read": "1", "file": SimpleUploadedFile("a.docx", b"no")})
    assert bad.status_code == 422
    assert "不是能读的docx" in words(bad)
    assert "我打的字" in words(bad)
    assert "没有选择文件" in words(client.post(address, {"text": "我打的字", "read": "1"}))


def test_settings_show_the_remedy_they_make(at: Desk) -> None:
    client = logged_in(at.head)
    values = {
        "body": "justice",
        "court": "示例市清河区人民法院",
        "online": "https://fuyi.example.gov.cn/",
        "prefix": "清司公复",
        "numbers": "own",
        "reviewer_own_government": "示例市清河区人民政府",
        "reviewer_higher_justice": "示例市司法局",
    }
    wrong = client.post(f"{ROOT}settings/", values | {"online": "不是网址"})
    assert wrong.status_code == 422
    assert "示例市司法局" in words(wrong)
    shown = words(client.post(f"{ROOT}settings/", values, follow=True))
    assert "向示例市清河区人民政府或者示例市司法局申请行政复议" in shown
    assert "https://fuyi.example.gov.cn/" in shown


def test_others_see_nothing_and_change_nothing(at: Desk) -> None:
    client = logged_in(at.officer)
    for address in ("", "settings/", f"{KIND}/", f"{KIND}/edit/", f"{KIND}/preview.pdf"):
        answer = client.get(ROOT + address)
        assert answer.status_code in (302, 403, 404)
    assert client.post(f"{ROOT}{KIND}/edit/", {"text": "x", "save": "1"}).status_code in (302, 403)
    assert queries.held(at.agency, KIND).version is None
