"""Letters, their required elements, and what a template or a draft lacks."""

from __future__ import annotations

import pytest

from gongkai.law.decisions import needs_of
from gongkai.law.letters import Outline, draft_lacks, fields, kind_of, kinds, kinds_for, plain, template_lacks
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import NEW_LAW, Way, way_of


def test_every_outcome_and_every_ground_it_may_rest_on_has_its_letter() -> None:
    for outcome in Outcome:
        for ground in needs_of(outcome).grounds:
            assert len(kinds_for(outcome, ground)) == 1, (outcome, ground)


def test_every_letter_names_what_the_articles_demand() -> None:
    for kind in kinds().values():
        assert kind.article
        assert kind.elements
        way, _ = way_of(kind.remedy, NEW_LAW)
        # Whoever may go to review or to court is told so, and nobody else.
        assert kind.has("remedy") == (way is not Way.NONE)
        if kind.outcome is not None:
            assert (
                kind.has("reason")
                or not needs_of(kind.outcome).reason
                or kind.key
                in (
                    "not_existing",  # the search is the reason
                    "withdrawn",
                )
            )
            assert kind.has("received")
            assert kind.has("request")
        if kind.outcome is Outcome.UNAVAILABLE_NOT_HELD:
            assert kind.has("search") == (kind.key == "not_existing")


OUTLINE = Outline(
    "政府信息不予公开告知书{文号}{申请人}：本机关于{收到日期}收到，{申请内容}。根据条例第十六条第一款，不予公开。理由：{理由}。{救济途径}",
    frozenset({"文号", "申请人", "收到日期", "申请内容", "理由", "救济途径"}),
    frozenset({"title", "agency", "date", "seal"}),
)


@pytest.mark.parametrize("name", sorted(OUTLINE.fields))
def test_a_template_without_a_field_lacks_its_element(name: str) -> None:
    kind = kind_of("denied_internal")
    assert template_lacks(kind, OUTLINE) == ()
    found = template_lacks(kind, Outline(OUTLINE.text, OUTLINE.fields - {name}, OUTLINE.places))
    assert len(found) == 1
    assert name in found[0].message


def test_a_template_with_the_words_of_another_article_is_refused() -> None:
    text = OUTLINE.text.replace("第十六条第一款", "第十六条")
    found = template_lacks(kind_of("denied_internal"), Outline(text, OUTLINE.fields, OUTLINE.places))
    assert [one.element for one in found] == ["basis"]
    assert "第十六条第一款" in found[0].message


def test_places_of_signature_and_title() -> None:
    found = template_lacks(kind_of("denied_internal"), Outline(OUTLINE.text, OUTLINE.fields, frozenset()))
    assert {one.element for one in found} == {"title", "agency", "date", "seal"}


VALUES = {
    "文号": "清水公复〔2026〕12号",
    "申请人": "王小明",
    "收到日期": "2026年2月27日",
    "申请内容": "批复文件",
    "理由": "属于内部流程",
    "救济途径": "如对本答复不服，可以自收到之日起60日内先申请行政复议。",
    "机关": "示例市清河区水务局",
    "日期": "2026年3月23日",
}
DRAFT = OUTLINE.text
for _name, _value in VALUES.items():
    DRAFT = DRAFT.replace("{" + _name + "}", _value)
DRAFT += VALUES["机关"] + VALUES["日期"]


def lacks(text: str) -> set[str]:
    outline = Outline(OUTLINE.text, OUTLINE.fields | {"机关", "日期"}, OUTLINE.places)
    return {one.element for one in draft_lacks(kind_of("denied_internal"), outline, text, VALUES)}


def test_a_draft_may_be_reworded_but_not_in_what_is_exact() -> None:
    assert lacks(DRAFT) == set()
    assert lacks(DRAFT.replace("属于内部流程", "只涉及车辆安排")) == set()
    assert (
        lacks(DRAFT.replace("，", ", ").replace("12号", "１２号")) == set()
    )  # widths and spaces do not count
    assert lacks(DRAFT.replace("60日", "30日")) == {"remedy"}
    assert lacks(DRAFT.replace("王小明", "王大明")) == {"addressee"}
    assert lacks(DRAFT.replace("2026年2月27日", "2026年2月28日")) == {"received"}
    assert lacks(DRAFT.replace("理由：属于内部流程。", "")) == {"reason"}
    assert lacks(DRAFT.replace("不予公开", "不提供")) == {"title", "decision"}
    assert lacks(DRAFT.replace("12号", "13号")) == {"number"}


def test_every_field_has_an_example_and_says_what_it_is() -> None:
    for one in fields().values():
        assert one.help
        assert one.sample or one.kind == "rows" or one.name == "救济途径"
        assert (one.kind == "rows") == bool(one.columns)
    assert plain("１２ 号　，") == "12号,"
