"""The Word document: layout of GB/T 9704, tables exactly as the national form prints them (rules: 国办公开办函〔2021〕30号, 〔2019〕60号)."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.report.strategies import any_reports

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form, Table
from gongkai.report.model import Report
from gongkai.report.writing import UnknownPlace, render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4


def parts(report: Report) -> dict[str, Any]:
    with ZipFile(BytesIO(render(report, "docx"))) as package:
        return {
            name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")
        }


def full(form: Form) -> Report:
    version = "2019" if form is FORM_2019 else "2021"
    figures = {place: index for index, place in enumerate(form.places)}
    words = {
        "overview": "坚持公开。\n（一）主动公开\n（二）依申请公开。依法答复。",
        "problems": "更新不够及时。",
        "other": "无。",
    }
    return Report("青石市司法局", form.years[0], version, words, figures)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    return parts(full(FORM_2021))


def style(package: dict[str, Any], name: str) -> Any:
    (found,) = [
        one
        for one in package["word/styles.xml"].iter(f"{W}style")
        if one.find(f"{W}name").get(f"{W}val").lower() == name.lower()
    ]
    return found


def of(element: Any, path: str, attribute: str = "val") -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    assert found is not None, path
    return str(found.get(f"{W}{attribute}"))


def test_page_is_a4_with_the_margins_of_gb_t_9704(package: dict[str, Any]) -> None:
    section = package["word/document.xml"].find(f".//{W}sectPr")
    margins = {
        side: round(int(of(section, "pgMar", side)) / MM)
        for side in ("top", "bottom", "left", "right", "footer")
    }
    assert margins == {"top": 37, "bottom": 35, "left": 28, "right": 26, "footer": 23}
    assert [round(int(of(section, "pgSz", side)) / MM) for side in ("w", "h")] == [210, 297]
    assert of(section, "docGrid", "type") == "lines"


@pytest.mark.parametrize(
    ("name", "font", "points", "outline"),
    [
        ("Title", "方正小标宋简体", 22, None),
        ("Normal", "仿宋_GB2312", 16, None),
        ("Heading 1", "黑体", 16, "0"),
        ("Heading 2", "楷体_GB2312", 16, "1"),
        ("Footer", "宋体", 14, None),
    ],
)
def test_styles_name_the_fonts_of_gb_t_9704(
    package: dict[str, Any], name: str, font: str, points: int, outline: str | None
) -> None:
    one = style(package, name)
    fonts = one.find(f"{W}rPr/{W}rFonts")
    # one face for every script and no way back into the theme
    assert dict(fonts.attrib) == {f"{W}{script}": font for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert of(one, "rPr/sz") == str(points * 2)
    level = one.find(f"{W}pPr/{W}outlineLvl")
    assert (None if level is None else level.get(f"{W}val")) == outline


def test_body_lines_stand_28_95_points_apart_with_two_characters_of_indent(package: dict[str, Any]) -> None:
    one = style(package, "Normal")
    assert of(one, "pPr/spacing", "line") == "579"
    assert of(one, "pPr/spacing", "lineRule") == "exact"
    assert of(one, "pPr/ind", "firstLineChars") == "200"


def test_nothing_points_into_the_theme(package: dict[str, Any]) -> None:
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        for fonts in package[name].iter(f"{W}rFonts"):
            assert not [key for key in fonts.attrib if "Theme" in key]
    defaults = package["word/styles.xml"].find(f"{W}docDefaults")
    assert not [key for fonts in defaults.iter(f"{W}rFonts") for key in fonts.attrib if "Theme" in key]
    assert of(defaults, "rPrDefault/rPr/lang", "eastAsia") == "zh-CN"


def test_pages_are_numbered_between_dashes_outside(package: dict[str, Any]) -> None:
    sides = set()
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = package[name]
        assert "".join(footer.itertext()).replace(" PAGE ", "") == "— 1 —"
        assert "PAGE" in "".join(one.text for one in footer.iter(f"{W}instrText"))
        sides.add(of(footer, "p/pPr/jc"))
    assert sides == {"left", "right"}
    assert package["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None


def test_headings_are_real_headings_in_the_words_of_the_form() -> None:
    for form in FORMS.values():
        body = parts(full(form))["word/document.xml"]
        headings = [
            "".join(paragraph.itertext())
            for paragraph in body.iter(f"{W}p")
            if (mark := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and mark.get(f"{W}val") == "Heading1"
        ]
        assert headings == [section.heading for section in form.sections]


def test_a_sub_heading_is_a_heading_and_a_lead_is_set_in_kai(package: dict[str, Any]) -> None:
    body = package["word/document.xml"]
    second = [
        "".join(paragraph.itertext())
        for paragraph in body.iter(f"{W}p")
        if (mark := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and mark.get(f"{W}val") == "Heading2"
    ]
    assert second == ["（一）主动公开"]
    leads = [
        "".join(run.itertext()) for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is not None
    ]
    assert leads == ["（二）依申请公开。"]


def printed_cells(table: Any) -> tuple[list[tuple[int, int, int, int, str]], int]:
    """The cells of a ``w:tbl`` as (row, column, rows, columns, words), merged by gridSpan and vMerge; and its width."""
    cells: dict[tuple[int, int], list[Any]] = {}
    order: list[list[Any]] = []
    for row, one in enumerate(table.findall(f"{W}tr")):
        column = 0
        for cell in one.findall(f"{W}tc"):
            mark = cell.find(f"{W}tcPr/{W}gridSpan")
            width = 1 if mark is None else int(mark.get(f"{W}val"))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") == "continue":
                above = cells[column, width]
                assert above[0] + above[2] == row, "a merged cell goes on without a gap"
                assert "".join(cell.itertext()) == ""
                above[2] += 1
            else:
                placed = [row, column, 1, width, "".join(cell.itertext())]
                order.append(placed)
                if merge is not None:
                    assert merge.get(f"{W}val") == "restart"
                cells[column, width] = placed
            column += width
    width = len(table.find(f"{W}tblGrid"))
    return [tuple(one) for one in order], width  # type: ignore[misc]


def form_cells(table: Table) -> list[tuple[int, int, int, int]]:
    """Where the form puts its cells, found by laying the grid out anew."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, members in enumerate(table.grid):
        column = 0
        for cell in members:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell.rowspan, cell.colspan))
            taken |= {
                (row + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
            }
    return placed


@pytest.mark.parametrize("form", [FORM_2021, FORM_2019], ids=["2021", "2019"])
@pytest.mark.parametrize("index", [0, 1, 2], ids=["表二", "表三", "表四"])
def test_every_cell_is_merged_as_in_the_form(form: Form, index: int) -> None:
    report = full(form)
    table = form.tables[index]
    written = parts(report)["word/document.xml"].findall(f".//{W}tbl")[index]
    cells, width = printed_cells(written)
    assert width == len(table.widths)
    assert [cell[:4] for cell in cells] == form_cells(table)
    words = [cell.text or str(report.figures[cell.place]) for row in table.grid for cell in row]
    assert [cell[4] for cell in cells] == words


def test_merges_of_table_three_that_the_form_names() -> None:
    """Rules 02 §4: the corner 3×3, 申请人情况 over 7 columns, 本年度办理结果 over 22 rows (20 on the trial form)."""
    for form, handled in ((FORM_2021, 22), (FORM_2019, 20)):
        cells, _ = printed_cells(parts(full(form))["word/document.xml"].findall(f".//{W}tbl")[1])
        spans = {words: (rows, columns) for _, _, rows, columns, words in cells}
        assert spans["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] == (3, 3)
        assert spans["申请人情况"] == (1, 7)
        assert spans["法人或其他组织"] == (1, 5)
        assert spans["自然人"] == (2, 1)
        assert spans["三、本年度办理结果"] == (handled, 1)
        assert spans["（三）不予公开"] == (8, 1)
        assert spans["（四）无法提供"] == (3, 1)
        assert spans["（五）不予处理"] == (5, 1)
        assert spans["（六）其他处理"] == ((3, 1) if form is FORM_2021 else (1, 2))
        assert spans["（七）总计"] == (1, 2)
        assert spans["四、结转下年度继续办理"] == (1, 3)


def test_header_rows_repeat_and_no_row_breaks(package: dict[str, Any]) -> None:
    for table, written in zip(
        FORM_2021.tables, package["word/document.xml"].findall(f".//{W}tbl"), strict=True
    ):
        rows = written.findall(f"{W}tr")
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [index < table.header_rows for index in range(len(rows))]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_tables_are_fixed_and_fill_the_type_area(package: dict[str, Any]) -> None:
    for written in package["word/document.xml"].findall(f".//{W}tbl"):
        assert of(written, "tblPr/tblLayout", "type") == "fixed"
        widths = [int(column.get(f"{W}w")) for column in written.find(f"{W}tblGrid")]
        assert abs(sum(widths) / MM - 156) < 0.1


def test_properties_say_title_agency_and_language(package: dict[str, Any]) -> None:
    words = {etree.QName(one).localname: one.text for one in package["docProps/core.xml"]}
    assert words["title"] == "青石市司法局2021年政府信息公开工作年度报告"
    assert words["creator"] == "青石市司法局"
    assert words["language"] == "zh-CN"
    assert "python" not in str(words)


def test_absent_and_blank_are_told_apart() -> None:
    figures = {place: 1 for place in FORM_2021.places if place.startswith("applications.")}
    figures.pop("applications.granted.person")
    report = Report(
        "青石市司法局", 2022, "2021", {"overview": "公开。"}, {**figures, "applications.granted.total": None}
    )
    body = parts(report)["word/document.xml"]
    text = "\n".join("".join(paragraph.itertext()) for paragraph in body.iter(f"{W}p"))
    assert text.count("（本表未提供。本报告采用2021年格式）") == 2
    cells, _ = printed_cells(body.find(f".//{W}tbl"))
    by_position = {(row, column): words for row, column, _, _, words in cells}
    assert by_position[5, 3] == "未提供"
    assert by_position[5, 9] == ""
    # what the report does not have in words is left out, heading and all
    assert "存在的主要问题" not in text


def test_a_figure_outside_the_form_is_refused() -> None:
    with pytest.raises(UnknownPlace, match=r"applications\.granted\.martians"):
        render(Report(figures={"applications.granted.martians": 1}), "docx")


@settings(max_examples=25, deadline=None)
@given(any_reports())
def test_any_report_is_written_and_always_the_same(report: Report) -> None:
    data = render(report, "docx")
    assert data == render(report, "docx")
    with ZipFile(BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        text = "".join(etree.fromstring(package.read("word/document.xml")).itertext())
    for words in report.sections.values():
        for line in words.splitlines():
            assert line.strip() in text
