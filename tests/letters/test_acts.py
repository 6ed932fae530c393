"""Acts on templates, settings and numbers of an agency; drafting a letter, taking it back from Word."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from tests.letters.made import values
from tests.once import once
from tests.publishing.desk import Desk, desk

from gongkai.agencies.acts import Refused
from gongkai.audit.models import Entry
from gongkai.law.letters import plain
from gongkai.letters import queries
from gongkai.letters.models import LetterNumber, TemplateVersion
from gongkai.letters.reading import text_of_docx, text_of_pdf
from gongkai.letters.services import drafting, numbers, settings, templates
from gongkai.letters.standard_texts import standard_text

pytestmark = pytest.mark.django_db
KIND = "denied_internal"
SET = {
    "body": "department",
    "court": "示例市清河区人民法院",
    "online": "https://fuyi.example.gov.cn/",
    "prefix": "清应公复",
    "numbers": "own",
    "reviewers": {"own_government": "示例市清河区人民政府"},
}

built, at = once(desk)


def given() -> dict[str, Any]:
    return {name: value for name, value in values(KIND).items() if name not in ("救济途径", "机关", "日期")}


def a_draft(at: Desk, **more: Any) -> drafting.Drafted:
    settings.change(at.head, at.agency, SET)
    return drafting.draft(at.agency, KIND, given() | more, date(2026, 3, 23), online=True)


def test_versions_only_grow_and_lack_nothing(at: Desk) -> None:
    text = standard_text(KIND)
    first = templates.save(
        at.head, at.agency, KIND, text.replace("（申请编号：", "（登记编号："), "换词", based_on=0
    )
    assert (first.number, queries.held(at.agency, KIND).text) == (1, first.text)
    with pytest.raises(Refused, match="没有变动"):
        templates.save(at.head, at.agency, KIND, first.text)
    with pytest.raises(Refused, match="已经保存了第1版"):
        templates.save(at.head, at.agency, KIND, text, based_on=0)
    with pytest.raises(Refused, match="缺少救济途径"):
        templates.save(at.head, at.agency, KIND, text.replace("{救济途径}\n", ""))
    with pytest.raises(Refused, match="第1行：没有“机构”这个字段"):
        templates.save(at.head, at.agency, KIND, text.replace("{机关}", "{机构}", 1))
    assert templates.restore(at.head, at.agency, KIND).number == 2
    assert queries.held(at.agency, KIND).text == text
    with pytest.raises(Refused, match="就是标准文本"):
        templates.restore(at.head, at.agency, KIND)
    assert TemplateVersion.objects.for_agency(at.agency.pk).count() == 2
    assert Entry.objects.filter(act="letter.template", details__version=1).count() == 1


def test_only_those_with_the_duty(at: Desk) -> None:
    with pytest.raises(Refused, match="没有这项职责"):
        templates.save(at.officer, at.agency, KIND, standard_text(KIND) + "甲\n")
    with pytest.raises(Refused, match="没有这项职责"):
        settings.change(at.officer, at.agency, SET)


def test_a_letter_knows_who_reviews_and_refuses_to_guess(at: Desk) -> None:
    with pytest.raises(Refused, match="本级人民政府的全称"):
        drafting.draft(at.agency, KIND, given(), date(2026, 3, 23))
    made = a_draft(at)
    assert "向示例市清河区人民政府申请行政复议" in made.letter.text()
    assert SET["online"] in made.letter.text()
    assert at.agency.full_name in made.letter.text()
    assert "2026年3月23日" in made.letter.text()
    with pytest.raises(Refused, match="还没有填写：理由"):
        a_draft(at, 理由="")
    word, pdf = drafting.docx_of(made.letter), drafting.pdf_of(made.letter)
    assert plain(text_of_docx(word)) == plain(text_of_pdf(pdf)) == plain(made.letter.text())


def changed(data: bytes, old: str, new: str) -> bytes:
    document = docx.Document(BytesIO(data))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_draft_goes_out_to_word_and_comes_back(at: Desk) -> None:
    made = a_draft(at)
    word = drafting.docx_of(made.letter)

    def lacks(data: bytes) -> list[str]:
        return [one.element for one in drafting.take_back(at.agency, KIND, made.version, made.values, data)]

    assert lacks(word) == []
    assert lacks(changed(word, "公开会影响内部管理", "公开没有必要")) == []
    assert lacks(changed(word, "60日", "30日")) == ["remedy"]
    assert lacks(changed(word, "第十六条第一款", "第十六条")) == ["basis"]
    with pytest.raises(Refused, match="不是能读的docx"):
        lacks(b"no document")
    # The version it was drafted from is asked, not the one that holds by now.
    templates.save(at.head, at.agency, KIND, standard_text(KIND).replace("（申请编号：", "（登记编号："))
    assert lacks(word) == []


def test_numbers_have_no_gap_and_no_double(at: Desk) -> None:
    with pytest.raises(Refused, match="机关代字"):
        numbers.take(at.head, at.agency, 2026)
    settings.change(at.head, at.agency, SET)
    numbers.enter(at.head, at.agency, "清应公复[2026]2号")
    assert [numbers.take(at.head, at.agency, 2026).text for _ in range(2)] == [
        "清应公复〔2026〕1号",
        "清应公复〔2026〕3号",
    ]
    assert numbers.take(at.head, at.agency, 2027).text == "清应公复〔2027〕1号"
    with pytest.raises(Refused, match="已经用过"):
        numbers.enter(at.head, at.agency, "清应公复〔2026〕3号")
    for wrong in ("清应公复〔2026〕第3号", "清应公复〔2026〕03号", "清应公复2026-3号", "3号"):
        with pytest.raises(Refused, match="六角括号"):
            numbers.enter(at.head, at.agency, wrong)
    assert numbers.void(at.head, at.agency, "清应公复〔2026〕1号", "误编").void_reason == "误编"
    with pytest.raises(Refused, match="并且已作废"):
        numbers.enter(at.head, at.agency, "清应公复〔2026〕1号")
    with pytest.raises(Refused, match="已经作废"):
        numbers.void(at.head, at.agency, "清应公复〔2026〕1号", "再作废")
    settings.change(at.head, at.agency, SET | {"numbers": "office"})
    with pytest.raises(Refused, match="办公系统"):
        numbers.take(at.head, at.agency, 2026)
    assert LetterNumber.objects.for_agency(at.agency.pk).count() == 4
