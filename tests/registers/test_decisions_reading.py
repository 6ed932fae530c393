"""Tables of decisions in every shape they come in: headings, encodings, days, codes, and what is refused."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from tests.registers.decisions_files import (
    AGENCY,
    PENALTY_HEAD,
    a_row,
    as_csv,
    as_xlsx,
    credit_code,
    id_number,
)

from gongkai.registers.decisions import values
from gongkai.registers.decisions.checking import Checked, Checker
from gongkai.registers.decisions.columns import NoHead, find_head, template_headings
from gongkai.registers.decisions.exporting import empty_table
from gongkai.registers.decisions.sheets import MOST_ROWS, Unusable, read_sheet
from gongkai.registers.models.decisions import DecisionKind

TODAY = date(2026, 6, 1)


def read(data: bytes, name: str = "处罚.csv", kind: str = "penalty") -> list[Checked]:
    sheet = read_sheet(name, data)
    head = find_head(sheet.rows, kind)
    return list(Checker(head, frozenset({AGENCY, "自然资源局"}), TODAY).rows(sheet))


def one(**changes: Any) -> Checked:
    (row,) = read(as_csv([PENALTY_HEAD, a_row(**changes)]))
    return row


FIELDS = {
    "number": "清自然资罚〔2024〕1号",
    "decided_on": "2024-02-02",
    "party": "body",
    "party_code": credit_code(1),
    "party_name": "示例1有限公司",
    "subject": "非法占用土地",
    "result": "罚款人民币壹万元整",
    "amount": "1",
}


class TestEncodings:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
    )
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_each_is_read(self, encoding: str, delimiter: str) -> None:
        (row,) = read(as_csv([PENALTY_HEAD, a_row(处罚类别="")], encoding, delimiter))
        assert row.fields["party_name"] == "示例1有限公司"
        assert row.message == ""

    def test_xlsx(self) -> None:
        (row,) = read(as_xlsx([PENALTY_HEAD, a_row()]), "处罚.xlsx")
        assert row == Checked(2, FIELDS)

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.xlsx", b"PK\x03\x04 not a package", "打不开"),
            ("a.xlsx", as_csv([PENALTY_HEAD]), "打不开"),
            ("a.xls", b"\xd0\xcf\x11\xe0", "应为Excel或者CSV"),
            ("a.csv", b"", "没有内容"),
            ("a.csv", b"\n,,\n", "没有内容"),
            ("a.csv", b"\xff\xff\xff\x00\x81", "认不出文件的编码"),
            ("a.csv", b'a,"b\n' * 3, "缺少必须有的列"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, name: str, data: bytes, words: str) -> None:
        with pytest.raises((Unusable, NoHead), match=words):
            find_head(read_sheet(name, data).rows, "penalty")

    @pytest.mark.parametrize("written", [r' r="\1"', r" r='\1'", r' r = "\1"', "\nr\t=\n'\\1'"])
    @pytest.mark.parametrize("place", ["A900000", "ZZ3", "ZZ150000", "XFD1048576"])
    def test_a_cell_far_away_is_refused_before_all_between_is_filled(self, place: str, written: str) -> None:
        from openpyxl import Workbook

        book = Workbook()
        sheet: Any = book.active
        sheet.append(PENALTY_HEAD)
        sheet[place] = "x"
        out = BytesIO()
        book.save(out)
        other = BytesIO()
        with zipfile.ZipFile(out) as package, zipfile.ZipFile(other, "w") as again:
            for name in package.namelist():
                words = package.read(name).decode()
                if name.startswith("xl/worksheets/"):
                    words = re.sub(r' r="([^"]*)"', written, words)
                again.writestr(name, words)
        with pytest.raises(Unusable, match=f"超过{MOST_ROWS}行"):
            read_sheet("a.xlsx", other.getvalue())

    def test_a_package_that_unpacks_to_too_much_is_refused(self) -> None:
        out = BytesIO()
        with (
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
            package.open("xl/worksheets/sheet1.xml", "w") as stream,
        ):
            for _ in range(520):
                stream.write(b" " * 1024 * 1024)
        with pytest.raises(Unusable, match="展开后太大"):
            read_sheet("a.xlsx", out.getvalue())


class TestHeadings:
    def test_title_rows_above_blank_rows_between_and_feet_below(self) -> None:
        rows = [
            [f"{AGENCY}行政处罚信息公示表"],
            ["填报日期：2024年12月31日"],
            [],
            PENALTY_HEAD,
            a_row(1),
            [],
            a_row(2),
            ["合计", "", "", "", "", "", "", "2"],
            ["填表人：某某"],
        ]
        found = read(as_csv(rows))
        assert [row.number for row in found] == [5, 7]
        assert not any(row.message for row in found)

    def test_headings_merged_over_two_rows(self) -> None:
        upper = ["行政相对人", "", "", "行政处罚决定书文号", "违法行为类型", "处罚", "", "", "", ""]
        lower = [
            "名称",
            "类别",
            "统一社会信用代码",
            "",
            "",
            "类别",
            "内容",
            "罚款金额（万元）",
            "决定日期",
            "机关",
        ]
        data = as_xlsx([upper, lower, a_row(1), a_row(2)], ["A1:C1", "D1:D2", "E1:E2", "F1:J1"])
        found = read(data, "a.xlsx")
        assert [(row.number, row.message) for row in found] == [(3, ""), (4, "")]
        assert found[0].fields["party_name"] == "示例1有限公司"
        assert found[0].fields["amount"] == "1"

    @pytest.mark.parametrize(
        "head",
        [
            "行政处罚决定文书号",
            "处罚决定书文号",
            "决定书文号",
            "*行政处罚决定书文号（必填）",
            " 处罚 文号 ",
            "案号",
        ],
    )
    def test_other_names_of_a_column(self, head: str) -> None:
        renamed = [head if name == "行政处罚决定书文号" else name for name in PENALTY_HEAD]
        assert read(as_csv([renamed, a_row()]))[0].fields["number"] == "清自然资罚〔2024〕1号"

    def test_unknown_columns_are_named_and_passed_over(self) -> None:
        head = find_head([(1, (*PENALTY_HEAD, "本地流水", "法定代表人", "证件号码"))], "penalty")
        assert head.unknown == ("本地流水",)

    def test_missing_ones_are_named_with_what_was_found(self) -> None:
        with pytest.raises(NoHead) as error:
            read(as_csv([["行政相对人名称", "处罚内容", "罚款金额"], ["某公司", "罚款", "1"]]))
        assert "缺少必须有的列：“行政处罚决定书文号”、“行政处罚决定日期”" in error.value.message
        assert "行政相对人名称、处罚内容、罚款金额" in error.value.message

    def test_a_table_of_another_kind_is_known(self) -> None:
        with pytest.raises(NoHead, match="这像是行政处罚的表，您选的是行政许可"):
            read(as_csv([PENALTY_HEAD, a_row()]), kind="permit")

    def test_two_columns_of_one_meaning_are_refused(self) -> None:
        with pytest.raises(NoHead, match="意思相同的列：决定书文号"):
            read(as_csv([[*PENALTY_HEAD, "决定书文号"], [*a_row(), "x"]]))

    @pytest.mark.parametrize("kind", DecisionKind.values)
    def test_our_own_empty_table_is_understood(self, kind: str) -> None:
        head = find_head(read_sheet("a.xlsx", empty_table(kind)).rows, kind)
        assert head.unknown == ()
        assert len(head.places) == len(template_headings(kind))


class TestValues:
    @pytest.mark.parametrize(
        "text",
        [
            "2022-03-05",
            "2022/3/5",
            "2022.3.5",
            "2022年3月5日",
            "20220305",
            "44625",
            "44625.5",
            "2022-03-05 09:30:00",
            "２０２２－０３－０５",
        ],
    )
    def test_days(self, text: str) -> None:
        assert values.day(text) == date(2022, 3, 5)

    @pytest.mark.parametrize(
        "text", ["3/5/2022", "22-3-5", "2022年", "2022-02-30", "1900-01-01", "昨天", "12345", "99999999"]
    )
    def test_what_is_no_day(self, text: str) -> None:
        with pytest.raises(values.Wrong):
            values.day(text)

    def test_days_as_a_spreadsheet_keeps_them(self) -> None:
        rows = [a_row(1, 处罚决定日期=datetime(2022, 3, 5, 10, 30)), a_row(2, 处罚决定日期=44625)]  # noqa: DTZ001
        rows.append(a_row(3, 处罚决定日期="2022年3月5日"))
        found = read(as_xlsx([PENALTY_HEAD, *rows]), "a.xlsx")
        assert {row.fields["decided_on"] for row in found} == {"2022-03-05"}

    def test_numbers_are_compared_however_they_are_written(self) -> None:
        written = [
            "清自然资罚[2024]7号",
            "清自然资罚（2024）7号",
            "清自然资罚 〔２０２４〕 7 号",
            "清自然资罚【2024】7号",
        ]
        assert {values.decision_number(text) for text in written} == {"清自然资罚〔2024〕7号"}

    def test_a_value_of_a_formula_is_taken_and_one_that_failed_is_said(self) -> None:
        rows = [a_row(1, 行政处罚决定书文号='="0012"'), a_row(2, 处罚内容="#REF!"), a_row(3, 处罚内容="=1+1")]
        found = read(as_csv([PENALTY_HEAD, *rows]))
        assert found[0].fields["number"] == "0012"
        assert "公式出错（#REF!）" in found[1].message
        assert found[2].fields["result"] == "罚款：=1+1"  # words as any others; never worked out

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"行政处罚决定书文号": ""}, "没有填决定书文号"),
            ({"处罚决定日期": ""}, "没有填决定日期"),
            ({"处罚决定日期": "2026-06-02"}, "决定日期2026-06-02还没有到"),
            ({"处罚决定日期": "随便"}, "“随便”不是日期"),
            ({"统一社会信用代码": "913701020000000013"}, "校验位不符"),
            ({"统一社会信用代码": "9.13701E+17"}, "科学计数法"),
            ({"统一社会信用代码": "123"}, "18位"),
            ({"行政相对人类别": "外星人"}, "相对人类别应为"),
            ({"罚款金额（万元）": "10000元"}, "换算成万元"),
            ({"罚款金额（万元）": "一万"}, "不是数字"),
            ({"罚款金额（万元）": "-1"}, "不对"),
            ({"处罚机关": "示例市清河区公安局"}, "不是本机关，应由该机关登记"),
            ({"处罚内容": "字" * 600}, "决定内容超过500个字"),
        ],
    )
    def test_what_is_wrong_with_a_row(self, changes: dict[str, str], words: str) -> None:
        assert words in one(**changes).message

    def test_everything_wrong_is_said_at_once(self) -> None:
        message = one(处罚决定日期="", 统一社会信用代码="1", 处罚机关="别的局").message
        assert message.count("；") == 2

    def test_a_number_that_comes_twice_names_the_first(self) -> None:
        found = read(
            as_csv([PENALTY_HEAD, a_row(1), a_row(2), a_row(3, 行政处罚决定书文号="清自然资罚[2024]1号")])
        )
        assert [row.message for row in found] == ["", "", "决定书文号与第2行重复，同一文号只登记一次"]

    def test_merged_cells_among_the_rows_are_said(self) -> None:
        rows = [PENALTY_HEAD, a_row(1), a_row(2, 行政处罚决定书文号=None), a_row(3)]
        found = read(as_xlsx(rows, ["D2:D3"]), "a.xlsx")
        assert "请取消合并" in found[1].message
        assert found[0].message == found[2].message == ""

    def test_amounts_add_up(self) -> None:
        head = [*PENALTY_HEAD, "没收违法所得、没收非法财物的金额（万元）"]
        (row,) = read(as_csv([head, [*a_row(**{"罚款金额（万元）": "1,200.5"}), "0.25万元"]]))
        assert row.fields["amount"] == "1200.75"


class TestPeople:
    @pytest.mark.parametrize("category", ["自然人", "个人"])
    def test_of_a_person_only_the_category_is_kept(self, category: str) -> None:
        row = one(行政相对人名称="张三", 行政相对人类别=category, 统一社会信用代码=id_number())
        assert row.message == ""
        assert row.fields["party"] == "person"
        assert "张三" not in str(row)
        assert id_number() not in str(row)

    def test_without_category_and_code_a_name_counts_as_a_persons(self) -> None:
        row = one(行政相对人名称="张三", 行政相对人类别="", 统一社会信用代码="")
        assert row.message == ""
        assert "张三" not in str(row)

    def test_the_code_tells_who_it_is(self) -> None:
        assert one(行政相对人类别="").fields["party"] == "body"
        sole = one(行政相对人类别="", 统一社会信用代码=credit_code(7, "92"))
        assert sole.fields["party"] == "sole"

    @pytest.mark.parametrize("name", ["行政相对人名称", "处罚内容", "违法行为类型"])
    @pytest.mark.parametrize("number", [id_number(), "13800138000"])
    def test_numbers_of_people_are_refused_and_not_kept(self, name: str, number: str) -> None:
        row = one(**{name: f"张某（{number}）"})
        assert "身份证号码或者手机号码" in row.message
        assert number not in str(row)

    def test_an_id_number_in_the_wrong_column_is_not_quoted(self) -> None:
        for name in ("处罚决定日期", "统一社会信用代码", "罚款金额（万元）"):
            row = one(**{name: id_number()})
            assert row.message
            assert id_number() not in str(row)

    def test_a_wrong_row_about_a_person_is_kept_without_the_name(self) -> None:
        row = one(行政相对人名称="张三", 行政相对人类别="自然人", 处罚决定日期="")
        assert "张三" not in str(row)
        assert row.fields["given"]["行政相对人类别"] == "自然人"
