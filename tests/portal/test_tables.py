"""Tables as somebody pasted them: heads, merged cells, rubbish."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.portal.tables import table_of


def test_heads_of_columns_and_rows() -> None:
    table = table_of(
        {"data": [["项目", "数量"], ["许可", "1,204"]], "table_header_choice": "both", "table_caption": "表"}
    )
    assert table is not None
    assert [cell.scope for cell in table.head[0]] == ["col", "col"]
    assert [(cell.scope, cell.number) for cell in table.rows[0]] == [("row", False), ("", True)]
    assert table.caption == "表"


def test_where_nobody_said_the_first_row_is_the_head() -> None:
    table = table_of({"data": [["项目", "数量"], ["许可", "1"]]})
    assert table is not None
    assert len(table.head) == 1
    plain = table_of({"data": [["项目", "数量"], ["许可", "1"]], "table_header_choice": "neither"})
    assert plain is not None
    assert plain.head == ()


def test_a_head_over_several_columns_and_rows() -> None:
    table = table_of(
        {
            "data": [["项目", "申请", None], [None, "自然人", "法人"], ["上年", "1", "2"]],
            "table_header_choice": "row",
            "mergeCells": [
                {"row": 0, "col": 0, "rowspan": 2, "colspan": 1},
                {"row": 0, "col": 1, "rowspan": 1, "colspan": 2},
            ],
        }
    )
    assert table is not None
    first, second = table.head
    assert [(cell.text, cell.scope, cell.across, cell.down) for cell in first] == [
        ("项目", "col", 1, 2),
        ("申请", "colgroup", 2, 1),
    ]
    assert [cell.text for cell in second] == ["自然人", "法人"]
    assert len(table.rows) == 1


def test_nothing_is_no_table() -> None:
    for value in (None, {}, {"data": []}, {"data": [["", None], [None, " "]]}):
        assert table_of(value) is None


_cells = st.one_of(st.none(), st.text(max_size=5), st.integers(-5, 5))


@given(
    st.lists(st.lists(_cells, min_size=1, max_size=4), max_size=5),
    st.lists(
        st.fixed_dictionaries(
            {}, optional={key: st.integers(-1, 6) for key in ("row", "col", "rowspan", "colspan")}
        ),
        max_size=3,
    ),
    st.sampled_from(["", "row", "column", "both", "neither", "x"]),
)
def test_no_value_breaks_it(data: list[list[object]], merged: list[dict[str, int]], choice: str) -> None:
    table = table_of({"data": data, "mergeCells": merged, "table_header_choice": choice})
    if table is not None:
        assert all(cell.across >= 1 and cell.down >= 1 for row in (*table.head, *table.rows) for cell in row)
