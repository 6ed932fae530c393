"""Agency, year and title in the shapes that published reports give them."""

from __future__ import annotations

import pytest
from tests.report.reading.layouts import TableText, framed, one_cell_a_line, rows_with_bars
from tests.report.reading.sheets import sheet

from gongkai.report.reading import read_bytes

BODY = "一、总体情况\n全年公开信息三条。\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。"
AGENCY = "青石县教育局"

TITLES = [
    "青石县教育局2022年政府信息公开工作年度报告",
    "青石县教育局二〇二二年政府信息公开工作年度报告",
    "青石县教育局二○二二年度政府信息公开工作年度报告",
    "青石县教育局２０２２年政府信息公开工作年度报告",
    "2022年度青石县教育局政府信息公开年报",
    "青石县教育局政府信息公开工作年度报告（2022年度）",
    "关于青石县教育局2022年政府信息公开工作的年度报告",
    "青石县教育局\n政府信息公开工作年度报告\n（2022年度）",
    "青石县教育局\n2022年\n政府信息公开工作年度报告",
    "青石县教育局2022年政府信息公开\n工作年度报告",
    "青 石 县 教 育 局\n2 0 2 2 年 政府信息公开工作年度报告",
    "【青石县教育局】2022年政府信息公开工作年度报告",
    "《青石县教育局2022年政府信息公开工作年度报告》",
    "附件：青石县教育局2022年政府信息公开工作年度报告",
    "# 青石县教育局2022年政府信息公开工作年度报告",
    "青石縣教育局2022年政府信息公開工作年度報告",
    "首页 > 政务公开 > 年报\n青石县教育局2022年政府信息公开工作年度报告\n发布日期：2023-01-12 来源：县教育局",
    "政府信息公开年报\n青石县教育局2022年政府信息公开工作年度报告",
    "索引号: 000014349/2023-00012\n发布机构：青石县教育局\n名称：2022年政府信息公开工作年度报告",
    "2022年政府信息公开工作年度报告\n来源：青石县教育局",
    "2022年度政府信息公开工作年度报告\n青石县教育局\n(2023年1月15日)",
    "根据《政府信息公开条例》，现公布青石县教育局2022年政府信息公开工作年度报告。统计期限自2022年1月1日起至2022年12月31日止。",
]


@pytest.mark.parametrize("title", TITLES)
def test_agency_and_year(title: str) -> None:
    report = read_bytes(f"{title}\n{BODY}".encode(), "report.txt")
    assert (report.agency, report.year) == (AGENCY, 2022)


@pytest.mark.parametrize(
    "agency",
    [
        "青石县人民政府云溪街道办事处",
        "国家税务总局青石县税务局",
        "北岭经济技术开发区管理委员会",
        "青石县市场监督管理局（知识产权局）",
        "江北工程大学",
        "云溪镇人民政府",
    ],
)
def test_agencies_of_every_kind(agency: str) -> None:
    report = read_bytes(f"{agency}2022年政府信息公开工作年度报告\n{BODY}".encode(), "report.txt")
    assert report.agency == agency


def test_the_year_is_inferred_from_the_period_and_said() -> None:
    text = f"青石县教育局政府信息公开工作年度报告\n统计期限为2021年1月1日至12月31日。2022年将继续努力，2022年再接再厉。\n{BODY}"
    report = read_bytes(text.encode(), "report.txt")
    assert report.year == 2021
    assert "year_inferred" in {note.code for note in report.notes}


def test_signed_at_the_end() -> None:
    report = read_bytes(
        f"2022年政府信息公开工作年度报告\n{BODY}\n青石县教育局\n2023年1月12日".encode(), "report.txt"
    )
    assert report.agency == AGENCY


def test_a_site_is_no_agency() -> None:
    report = read_bytes(f"2022年政府信息公开工作年度报告\n来源：本站\n{BODY}".encode(), "report.txt")
    assert report.agency is None
    assert "agency_missing" in {note.code for note in report.notes}


@pytest.mark.parametrize("draw", [one_cell_a_line, rows_with_bars])
def test_the_first_of_several_reports(draw: TableText) -> None:
    first, second, third = sheet(1, "2021"), sheet(2, "2019"), sheet(3, "2021")
    text = "\n".join(framed(one, draw) for one in (first, second, third))
    report = read_bytes(text.encode(), "report.txt")
    assert report == first
    assert [note.code for note in report.notes if not note.code.startswith("row")] == ["several_reports"]
