"""Excel workbooks: sheets as tables, single cells as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.report.reading import read_bytes
from gongkai.report.reading.document import Grid, Line
from gongkai.report.reading.xlsx import read_xlsx
from gongkai.report.sample import sample
from gongkai.report.writing import render


def saved(fill: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    fill(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_merged_cells_and_lines() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["某某局2023年政府信息公开工作年度报告"])
        sheet.append(["不予公开", "1.属于国家秘密", 3])
        sheet.append([None, "2.其他", 4.0])
        sheet.merge_cells("A2:A3")

    blocks = read_xlsx(saved(fill)).blocks
    assert isinstance(blocks[0], Line)
    assert isinstance(blocks[1], Grid)
    cells = {(one.row, one.column): (one.text, one.rowspan) for one in blocks[1].cells}
    assert cells == {
        (1, 0): ("不予公开", 2),
        (1, 1): ("1.属于国家秘密", 1),
        (1, 2): ("3", 1),
        (2, 1): ("2.其他", 1),
        (2, 2): ("4", 1),
    }


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    book.active.append(["甲"])
    hidden = book.create_sheet("旧数据")
    hidden.append(["乙"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    assert [block.text for block in read_xlsx(buffer.getvalue()).blocks if isinstance(block, Line)] == ["甲"]


def test_a_merged_title_over_the_whole_sheet_is_a_line() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "三、收到和处理政府信息公开申请情况"
        sheet.merge_cells("A1:J2")
        for column, value in enumerate(["（一）予以公开", 1, 2], 1):
            sheet.cell(3, column, value)

    blocks = read_xlsx(saved(fill)).blocks
    assert [type(block) for block in blocks] == [Line, Grid]


def test_money_and_blank_cells() -> None:
    """A blank cell is null and noted, money keeps its decimals."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["青石市司法局2023年政府信息公开工作年度报告"])
        sheet.append(["二、主动公开政府信息情况"])
        sheet.append(["第二十条第（一）项"])
        sheet.append(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
        sheet.append(["规章", 0, None, 0])
        sheet.append(["行政规范性文件", 2, 1, 12])
        sheet.append(["第二十条第（八）项"])
        sheet.append(["信息内容", "本年收费金额（单位：万元）"])
        sheet.append(["行政事业性收费", 1234.56])

    report = read_bytes(saved(fill), "a.xlsx")
    assert report.figures["proactive.rules.made"] == 0
    assert report.figures["proactive.rules.repealed"] is None
    assert report.figures["proactive.normative_documents.in_force"] == 12
    assert report.figures["proactive.fees"] == Decimal("1234.56")
    assert "blank_cell" in {note.code for note in report.notes if note.place == "proactive.rules.repealed"}


def test_the_sample_in_one_sheet() -> None:
    """Offices keep the whole report on one sheet: what is one below the other in three sheets reads the same."""
    import openpyxl

    source = openpyxl.load_workbook(io.BytesIO(render(sample(), "xlsx")))
    book = Workbook()
    target = book.active
    below = 0
    for sheet in source:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    target.cell(cell.row + below, cell.column, cell.value)
        for merged in sheet.merged_cells.ranges:
            merged.shift(row_shift=below)
            target.merge_cells(str(merged))
        below += sheet.max_row
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_bytes(buffer.getvalue(), "a.xlsx").figures == sample().figures
