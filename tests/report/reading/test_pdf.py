"""PDF files of other makers: pages, running heads, tables over pages, radicals. Each is set here, by typst, as they come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import typst

from gongkai.report.reading import ReadError, read_bytes
from gongkai.report.reading.document import Document, Grid, Line
from gongkai.report.reading.pdf import parse
from gongkai.report.reading.radicals import without_radicals

FONT = '#set text(font: "Noto Serif CJK SC", lang: "zh", size: 12pt)\n'


@pytest.fixture(autouse=True)
def fonts(require: Callable[..., None]) -> None:
    require("cjk-font")


def pdf(markup: str, page: str = "") -> bytes:
    return bytes(typst.compile(f'#set page(paper: "a4", margin: 25mm, {page})\n{FONT}{markup}'.encode()))


def lines(document: Document) -> list[str]:
    return ["".join(block.text.split()) for block in document.blocks if isinstance(block, Line)]


def test_lines_of_print_are_joined_to_paragraphs() -> None:
    words = "全年主动公开政府信息三十六条，及时回应群众关切，认真办理每一件申请，做到件件有答复。" * 3
    document = parse(pdf(f"#set par(first-line-indent: (amount: 2em, all: true))\n{words}\n\n第二段。"))
    assert lines(document) == [words, "第二段。"]


def test_page_numbers_and_running_feet_are_dropped() -> None:
    page = 'header: [青石市司法局年报], numbering: "— 1 —"'
    document = parse(pdf("甲。#pagebreak()乙。#pagebreak()丙。", page))
    assert lines(document) == ["青石市司法局年报", "甲。", "乙。", "丙。"]


def test_what_a_browser_prints_around_a_page_is_dropped() -> None:
    page = (
        "header: [2024/1/31 09:05 年报], "
        "footer: context [https:\\//www.example.cn/a.html #counter(page).display() / 2]"
    )
    assert lines(parse(pdf("甲。#pagebreak()乙。", page))) == ["甲。", "乙。"]


def test_a_table_over_two_pages_is_one() -> None:
    rows = "".join(f"[第{number}行], [{number}], " for number in range(60))
    document = parse(pdf(f"前文。\n#table(columns: (1fr, 1fr), {rows})"))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells if cell.column == 1] == [str(number) for number in range(60)]


def test_merged_cells_keep_their_spans() -> None:
    table = "#table(columns: 3, table.cell(rowspan: 2)[甲], [乙], [1], table.cell(colspan: 2)[丙])"
    (grid,) = [block for block in parse(pdf(table)).blocks if isinstance(block, Grid)]
    found = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells}
    assert found == {"甲": (0, 0, 2, 1), "乙": (0, 1, 1, 1), "1": (0, 2, 1, 1), "丙": (1, 1, 1, 2)}


def test_radicals_stand_for_characters() -> None:
    """⼀ (U+2F00) for 一, ⻔ (U+2ED4) for 门: what printing from browsers leaves behind."""
    assert (
        without_radicals("⼀、政府⻔⼾⽹站⻚⾯，⻓期公开，⼈⺠群众")
        == "一、政府门户网站页面，长期公开，人民群众"
    )
    assert without_radicals("一般文字") == "一般文字"


def test_a_file_with_a_password() -> None:
    """An encryption dictionary that no empty password opens."""
    lock = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O("
        + b"x" * 32
        + b")/U("
        + b"y" * 32
        + b")/P -4>>/ID[(a)(a)]/Root"
    )
    with pytest.raises(ReadError) as refused:
        read_bytes(pdf("甲").replace(b"/Root", lock, 1), "a.pdf")
    assert refused.value.code == "encrypted"
