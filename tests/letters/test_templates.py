"""The language of templates: safe, clear about mistakes, and the standard wording of every letter in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.letters.made import values

from gongkai.law.letters import draft_lacks, kinds, template_lacks
from gongkai.letters.blocks import MOST_CHARACTERS, MOST_LINES, TemplateError, parse
from gongkai.letters.filling import FieldsMissing, Grid, fill
from gongkai.letters.standard_texts import standard_text


@pytest.mark.parametrize("key", kinds())
def test_the_standard_wording_lacks_nothing(key: str) -> None:
    kind, template = kinds()[key], parse(standard_text(key))
    assert template_lacks(kind, template.outline()) == ()
    letter = fill(template, values(key))
    assert draft_lacks(kind, template.outline(), letter.text(), values(key)) == ()
    assert letter.title == kind.title or key == "official"
    assert "{" not in letter.text()


MISTAKES = [
    ("【标题】甲\n{没有的}", ["第2行：没有“没有的”这个字段"]),
    ("【标题】{申请人", ["第1行：花括号不成对"]),
    ("【如果 理由】\n甲", ["第1行：【如果】没有结束"]),
    ("甲\n【完】", ["第2行：【完】没有与它对应的【如果】"]),
    (
        "【逐项 检索记录】\n【逐项 办理过程】\n甲\n【逐项完】\n【逐项完】",
        ["第2行：【逐项】里不能再写【逐项】"],
    ),
    ("{检索记录}", ["第1行：“检索记录”是多行的表"]),
    ("【逐项 理由】\n甲\n【逐项完】", ["第1行：“理由”不是多行的表"]),
    ("【表格 50 50】\n｜甲\n【表格完】", ["第2行：这一行有1格，表格有2列"]),
    ("｜甲｜乙", ["第1行：以｜开头的行要写在"]),
    ("【表格】\n｜甲\n【表格完】", ["第1行：【表格】要写各列的宽度"]),
    ("【主题】", ["第1行：不认识【主题】"]),
    ("【如果 a】\n" * 5 + "甲\n" + "【完】\n" * 5, ["第1行：没有“a”这个字段", "第5行：【如果】最多套3层"]),
    ("", ["模板是空的"]),
    ("甲" * (MOST_CHARACTERS + 1), ["模板太长"]),
    ("甲\n" * MOST_LINES, ["模板太长"]),
    ("{{ 申请人.__class__ }}{% for x in y %}", ["第1行：花括号不成对"]),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_are_said_with_their_line(text: str, said: list[str]) -> None:
    with pytest.raises(TemplateError) as raised:
        parse(text)
    for words in said:
        assert any(one.startswith(words) for one in raised.value.messages), raised.value.messages


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "【如果",
                "理由】",
                "【否则】",
                "【完】",
                "【表格_50】",
                "｜甲",
                "【逐项_检索记录】",
                "【逐项完】",
                "【表格完】",
                "{申请人}",
                "乙",
                "{",
            ]
        ),
        max_size=20,
    )
)
def test_whatever_is_written_either_parses_or_is_explained(lines: list[str]) -> None:
    text = "\n".join(one.replace("_", " ") for one in lines)
    try:
        template = parse(text)
    except TemplateError as error:
        said = error.messages
    else:
        said = [fill(template, values("granted")).text() or "nothing"]
    assert said
    assert all(said)


def test_all_missing_values_are_named_at_once() -> None:
    template = parse("{申请人}：{理由}{代理人?}")
    with pytest.raises(FieldsMissing) as raised:
        fill(template, {"理由": "  "})
    assert raised.value.names == ("申请人", "理由")
    assert "申请人姓名或者名称" in raised.value.message


def test_conditions_and_lines() -> None:
    template = parse("【如果 理由】\n有{理由}\n【否则】\n没有\n【完】\n【如果没有 理由】\n确实\n【完】")
    assert fill(template, {"理由": "甲"}).text() == "有甲"
    assert fill(template, {}).text() == "没有\n确实"
    assert fill(parse("{理由}"), {"理由": "甲\n\n乙"}).text() == "甲\n乙"


def test_tables_widen_cells_and_repeat_rows() -> None:
    text = "【表格 1 1 1】\n｜【表头】系统｜范围｜结果\n【逐项 检索记录】\n｜{系统}｜{结果}｜\n【逐项完】\n｜　｜a｜b\n【表格完】"
    given: list[dict[str, str]] = [{"系统": "甲", "结果": "无"}, {"系统": "乙", "结果": ""}]
    grid: Any = fill(parse(text), {"检索记录": given}).blocks[0]
    assert isinstance(grid, Grid)
    assert grid.heads == 1
    assert [[(cell.text, cell.span) for cell in row] for row in grid.rows[1:3]] == [
        [("甲", 1), ("无", 2)],
        [("乙", 1), ("", 2)],
    ]
    assert [cell.span for cell in grid.rows[3]] == [1, 1, 1]


def test_a_value_is_never_read_as_a_template_and_never_carries_control_signs() -> None:
    letter = fill(parse("{理由}"), {"理由": "{申请人}【标题】\u202e甲\x00\x0b"})
    assert letter.text() == "{申请人}【标题】甲"


def test_too_long_lists_are_refused() -> None:
    many = [{"系统": "甲"}] * 1001
    with pytest.raises(ValueError, match="最多1000行"):
        fill(parse("【逐项 检索记录】\n{系统}\n【逐项完】"), {"检索记录": many})
    with pytest.raises(ValueError, match="文书太长"):
        fill(
            parse("【逐项 检索记录】\n{申请内容}\n【逐项完】"),
            {"检索记录": many[:900], "申请内容": "甲" * 400},
        )
