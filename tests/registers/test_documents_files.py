"""Files of the register: brought in with all their faults, given out as open data."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.portal.sites import an_agency
from tests.publishing.desk import desk

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.registers.documents import (
    COLUMNS,
    EXPORTED,
    Outcome,
    Unusable,
    export_csv,
    export_xlsx,
    import_rows,
    template_xlsx,
)
from gongkai.registers.models import Document

pytestmark = pytest.mark.django_db
HEAD = "标题,文号,制发日期,有效期至,废止日期,牵头机关,联合发文机关\n"


@pytest.fixture
def agency() -> Agency:
    return an_agency()


def bring(agency: Agency, data: str | bytes, name: str = "台账.csv", **more: Any) -> Outcome:
    return import_rows(None, agency, name, data.encode() if isinstance(data, str) else data, **more)


def rows(agency: Agency) -> list[Document]:
    return list(Document.objects.for_agency(agency.pk).order_by("pk"))


def test_prior_years_come_in_with_what_happened_since(agency: Agency) -> None:
    done = bring(
        agency,
        HEAD
        + "办法甲,清规[2018]1号,2018/3/1,,2022年6月1日,,财政局、中共清河区委宣传部（党的机关）\n"
        + "办法乙,清规〔2020〕2号,20200501,长期,,,\n"
        + "办法丙,清规〔2020〕3号,43952,2021.12.31,,示例市清河区财政局,\n",
    )
    assert (done.entered, done.doubles, done.wrong) == (3, [], [])
    first, second, third = rows(agency)
    assert (first.number, first.state, first.made_on) == ("清规〔2018〕1号", "repealed", date(2018, 3, 1))
    assert [(one.name, one.party) for one in first.makers.all()] == [
        ("财政局", False),
        ("中共清河区委宣传部", True),
    ]
    assert (second.state, second.valid_until) == ("valid", None)
    assert (third.leads, third.state, third.made_on) == (False, "expired", date(2020, 5, 1))


def test_the_same_file_twice_makes_no_doubles(agency: Agency) -> None:
    data = HEAD + "甲,清〔2020〕1号,2020-01-01,,,,\n乙,,2020-01-02,,,,\n甲二,清(2020)1号,2020-02-01,,,,\n"
    first = bring(agency, data)
    assert (first.entered, [row for row, _ in first.doubles]) == (2, [4])
    again = bring(agency, data)
    assert (again.entered, [row for row, _ in again.doubles]) == (0, [2, 3, 4])
    assert len(rows(agency)) == 2


def test_one_wrong_row_keeps_all_back_unless_asked(agency: Agency) -> None:
    data = (
        HEAD
        + "甲,清〔2020〕1号,2020-01-01,,,,\n"
        + ",清〔2020〕2号,2020-13-01,,,,\n"
        + "丙,清〔2020〕3号,2020-05-01,2019-01-01,,,\n"
        + "丁,清〔2020〕4号,2020-05-01,,2020-04-01,,\n"
        + "戊,清〔2020〕5号,,,,,\n"
    )
    done = bring(agency, data)
    assert done.entered == 0
    assert rows(agency) == []
    wrong = dict(done.wrong)
    assert "没有“2020-13-01”这一天" in wrong[3]
    assert "没有写标题" in wrong[3]
    assert "早于制发日期" in wrong[4]
    assert "早于制发日期" in wrong[5]
    assert "没有写制发日期" in wrong[6]
    assert bring(agency, data, skip_wrong=True).entered == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(agency: Agency, encoding: str) -> None:
    assert bring(agency, (HEAD + "甲,清〔2020〕1号,2020-01-01,,,,\n").encode(encoding)).entered == 1
    assert rows(agency)[0].title == "甲"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("姓名,电话\n张三,1\n", "没有找到列名"),
        ("标题,制发日期,颜色\n甲,2020-01-01,红\n", "不认识的列：颜色"),
        ("标题,制发日期,名称\n甲,2020-01-01,乙\n", "重复的列：标题"),
        ("标题,制发日期\n", "只有列名"),
        ("", "没有内容"),
        (b"\x00\x01\x02", "编码"),
    ],
)
def test_what_is_no_register(agency: Agency, data: str | bytes, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        bring(agency, data)


def test_an_excel_file_as_offices_keep_it(agency: Agency) -> None:
    """A title row above merged cells, days as days and as text, a formula, an empty row."""
    book = Workbook()
    sheet = book.active
    sheet.append(["示例局规范性文件台账"])
    sheet.merge_cells("A1:D1")
    sheet.append(["序号", "文件名称", "发文字号", "成文日期"])
    sheet.append([1, "甲", "清〔2020〕1号", date(2020, 5, 1)])
    sheet.append([None, None, None, None])
    sheet.append([2, "乙", "清〔2020〕2号", "2020年5月2日"])
    sheet.append([3, '=CONCATENATE("丙","")', "清〔2020〕3号", "2020.5.3"])
    out = io.BytesIO()
    book.save(out)
    done = bring(agency, out.getvalue(), "台账.xlsx")
    # nobody has worked out the formula in this file: it has no value
    assert [(row, "没有写标题" in words) for row, words in done.wrong] == [(6, True)]
    assert bring(agency, out.getvalue(), "台账.xlsx", skip_wrong=True).entered == 2
    assert [one.made_on for one in rows(agency)] == [date(2020, 5, 1), date(2020, 5, 2)]


def test_the_template_can_be_brought_in(agency: Agency) -> None:
    assert bring(agency, template_xlsx(), "模板.xlsx").entered == 1
    assert rows(agency)[0].filing_number == "QHBA-2022-003"


def test_without_the_right_nothing_comes_in(agency: Agency) -> None:
    other = desk("示例市清河区财政局", "caizheng")
    with pytest.raises(Refused):
        import_rows(other.officer, agency, "a.csv", (HEAD + "甲,清〔2020〕1号,2020-01-01,,,,\n").encode())
    assert rows(agency) == []


def test_given_out_no_text_is_a_formula(agency: Agency) -> None:
    bring(agency, HEAD + '"=HYPERLINK(""http://a"",1)",清〔2020〕1号,2020-01-01,,2021-01-01,,\n')
    bring(agency, HEAD + "@甲,清〔2020〕2号,2020-01-01,,,,\n")
    found = Document.objects.for_agency(agency.pk).select_related("agency", "item").order_by("pk")
    told = list(csv.reader(io.StringIO(export_csv(found).decode("utf-8-sig"))))
    assert tuple(told[0]) == EXPORTED
    assert [row[14] for row in told[1:]] == ["制发", "废止", "制发"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in told for cell in row)
    sheet = load_workbook(io.BytesIO(export_xlsx(found))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["C4"].value == "@甲"


def test_the_columns_are_named_once() -> None:
    names = [heading for one in COLUMNS for heading in (one.heading, *one.others)]
    assert len(set(names)) == len(names)
