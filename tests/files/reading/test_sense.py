"""What cannot be, and what a page lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from gongkai.files.reading import File, Metadata, Reading, WordList, problems_of, read_item, setting_of

from .makers import SECRET, TODAY, docx, paragraph, table, xlsx


def read(body: str = "", title: str = "公告", **more: object) -> Reading:
    return read_item(title, body, words=WordList(), today=TODAY, secret=SECRET, **more)  # type: ignore[arg-type]


def rules(reading: Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("2022年2月30日印发", "DATE-IMPOSSIBLE", ""),
        ("2023年2月29日", "DATE-IMPOSSIBLE", ""),
        ("2022年13月5日", "DATE-IMPOSSIBLE", ""),
        ("2022年6月31日", "DATE-IMPOSSIBLE", ""),
        ("２０２２年６月３１日", "DATE-IMPOSSIBLE", ""),
        ("6月31日前", "DATE-IMPOSSIBLE", ""),
        ("2022-02-30", "DATE-IMPOSSIBLE", ""),
        ("2026年11月23日（星期二）", "DATE-WEEKDAY", "星期一"),
        ("完成。。", "SIGN-DOUBLED", "只留一个，如“。”"),
        ("甲，，乙", "SIGN-DOUBLED", "只留一个，如“，”"),
        ("印发《办法的通知", "SIGN-UNPAIRED", ""),
        ("办法（试行", "SIGN-UNPAIRED", ""),
        ("办法试行）的通知", "SIGN-UNPAIRED", ""),
        ("青政发[2022]3号", "NUMBER-BRACKETS", "青政发〔2022〕3号"),
        ("青政办字(2022)13号", "NUMBER-BRACKETS", "青政办字〔2022〕13号"),
        ("青政发【2022】3号", "NUMBER-BRACKETS", "青政发〔2022〕3号"),
    ],
)
def test_what_cannot_be(text: str, rule: str, suggestion: str) -> None:
    reading = read(f"<p>{text}</p>")
    assert rules(reading) == [rule]
    assert reading.findings[0].suggestion == suggestion
    assert reading.findings[0].level == "warn"


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月29日",
        "2026年11月23日（星期一）",
        "2026年11月23日星期一至周五",
        "2026年12月31日前完成",
        "2022年13号文件",
        "《关于〈办法〉的通知》",
        "（一）范围；1）对象；a) 其他",
        "(试行）和（试行)",
        "青政发〔2022〕3号",
        "（2023）鲁0102行初12号",
        "版本2022.13.1",
        "比例1:2:3……",
        "好！！",
        "如下：",
        "12月至次年3月",
    ],
)
def test_what_can_be(text: str) -> None:
    assert rules(read(f"<p>{text}</p>")) == []


def test_a_day_to_come_for_a_document_that_is_there() -> None:
    for value in (date(2026, 11, 24), "2026年11月24日", "2026-12-01"):
        reading = read(metadata=Metadata({"成文日期": value}))
        assert rules(reading) == ["DATE-FUTURE"]
        assert reading.blocks
    assert rules(read(metadata=Metadata({"成文日期": TODAY, "施行日期": date(2027, 1, 1)}))) == []


def html(rows: Sequence[Sequence[str]]) -> str:
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )


HEAD = ("序号", "项目", "预算（万元）", "增长率")
WRONG = (HEAD, ("1", "甲", "10.5", "3%"), ("2", "乙", "20", "4%"), ("合计", "", "31.5", ""))
RIGHT = (HEAD, ("1", "甲", "10.5", "3%"), ("2", "乙", "1,020", "4%"), ("合计", "", "1,030.5", ""))


def test_sums_that_do_not_add_up() -> None:
    assert rules(read(html(WRONG))) == ["TABLE-SUM"]
    assert read(html(WRONG)).findings[0].place == "表格1第4行第3格"
    assert "30.5" in read(html(WRONG)).findings[0].suggestion
    assert rules(read(html(RIGHT))) == []


def test_sums_across() -> None:
    rows = (("单位", "一季度", "二季度", "合计"), ("甲", "1", "2", "3"), ("乙", "3", "4", "8"))
    reading = read(html(rows))
    assert [(finding.rule, finding.place) for finding in reading.findings] == [
        ("TABLE-SUM", "表格1第3行第4格")
    ]


def test_sums_in_files() -> None:
    cells = [[paragraph(cell) for cell in row] for row in WRONG]
    assert rules(read(files=[File("a.docx", docx(table(cells)))])) == ["TABLE-SUM"]
    assert rules(read(files=[File("a.xlsx", xlsx([["项目", "数"], ["甲", 1], ["乙", 2], ["合计", 4]]))])) == [
        "TABLE-SUM"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (("项目", "数"), ("甲", "1"), ("其中：乙", "1"), ("小计", "2"), ("合计", "1")),
        (("项目", "均价"), ("甲", "1"), ("乙", "2"), ("合计", "1.5")),
        (("项目", "数"), ("甲", "约1"), ("乙", "2"), ("合计", "4")),
        (("项目", "数"), ("合计", "4"), ("甲", "1"), ("乙", "2")),
        (("项目", "数"), ("甲", "1.04"), ("乙", "2.04"), ("合计", "3.1")),
        (("合计",), ("1",)),
    ],
)
def test_tables_that_are_not_plain_are_left(rows: Sequence[Sequence[str]]) -> None:
    assert rules(read(html(rows))) == []


@pytest.mark.parametrize(
    "alt", ["", "  ", "IMG_2023.jpg", "图片1", "微信图片_20230101.png", "dsc00123", "a1b2c3.png"]
)
def test_pictures_without_words(alt: str) -> None:
    assert rules(read(f'<p><img src="x" alt="{alt}"></p>')) == ["ALT-MISSING"]
    assert rules(read(f'<p><embed embedtype="image" id="1" format="left" alt="{alt}"></p>')) == [
        "ALT-MISSING"
    ]


def test_pictures_with_words() -> None:
    assert rules(read('<img src="x" alt="会议现场"><img src="y" alt="" role="presentation">')) == []


def test_links() -> None:
    reading = read(
        '<p id="a"><a href="#a">上</a><a href="#b">下</a><a href="/x"></a><a href="/y"><img src="i" alt="指南"></a></p>'
    )
    assert rules(reading) == ["LINK-WORDLESS", "ANCHOR-DEAD"]
    assert [link.address for link in reading.links] == ["#a", "#b", "/x", "/y"]
    editor = read('<p><a linktype="page" id="3">办法</a><a linktype="document" id="5">附件</a></p>')
    assert [(link.address, link.words) for link in editor.links] == [
        ("page:3", "办法"),
        ("document:5", "附件"),
    ]


def test_dead_links_are_asked_of_whoever_may_try() -> None:
    asked: list[Sequence[str]] = []

    def dead(addresses: Sequence[str]) -> dict[str, str]:
        asked.append(addresses)
        return {"https://a.example/": "对方答复没有这一页（404）"}

    body = '<p><a href="https://a.example/">甲</a><a href="https://a.example/">乙</a><a href="https://b.example/">丙</a></p>'
    reading = read(body, dead_links=dead)
    assert asked == [["https://a.example/", "https://b.example/"]]
    assert rules(reading) == ["LINK-DEAD"]
    assert "404" in reading.findings[0].message


def test_fields_and_title() -> None:
    metadata = Metadata(
        {"索引号": " ", "发文字号": "青政发〔2022〕3号", "主题": None}, frozenset({"索引号", "主题", "体裁"})
    )
    reading = read(title=" ", metadata=metadata)
    assert rules(reading) == ["TITLE-MISSING", "META-MISSING", "META-MISSING", "META-MISSING"]
    assert {finding.place for finding in reading.findings[1:]} == {
        "信息项：索引号",
        "信息项：主题",
        "信息项：体裁",
    }


def test_revisions_and_hidden_parts_are_told() -> None:
    reading = read(
        files=[
            File("a.docx", docx(paragraph("甲"), comments=("请改",))),
            File("b.xlsx", xlsx([["甲"]], hidden=[["乙"]])),
        ]
    )
    assert [(finding.rule, finding.source) for finding in reading.findings] == [
        ("FILE-REVISIONS", "a.docx"),
        ("FILE-HIDDEN", "b.xlsx"),
    ]


def test_a_table_of_contents_hides_nothing() -> None:
    """Word marks the page numbers of a table of contents, and the ends of paragraphs, in ways that look like hiding."""
    body = (
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:webHidden/></w:rPr><w:t>12</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r></w:p>'
    )
    assert rules(read(files=[File("a.docx", docx(body))])) == []
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:p>"
    assert rules(read(files=[File("a.docx", docx(hidden))])) == ["FILE-HIDDEN"]


def test_what_a_column_may_make_of_a_rule() -> None:
    body = "<p>李律师，身份证11010519491231002X，电话13812345678</p>"
    assert rules(read(body)) == ["ID-NUMBER", "PHONE-MOBILE"]
    assert rules(read(body, rules={"PHONE-MOBILE": "off"})) == ["ID-NUMBER"]
    warned = read(body, rules={"PHONE-MOBILE": "warn"})
    assert [finding.level for finding in warned.findings] == ["block", "warn"]
    # nobody may let ID numbers pass by a setting
    assert rules(read(body, rules={"ID-NUMBER": "off"})) == ["ID-NUMBER", "PHONE-MOBILE"]
    assert setting_of("ID-NUMBER", {"ID-NUMBER": "off"}) == "block"
    assert problems_of({"ID-NUMBER": "off", "NONE": "warn", "PHONE-MOBILE": "off"}) == [
        "“居民身份证号码”只能设为阻止",
        "没有编号为“NONE”的规则",
    ]


def test_a_short_secret_is_not_accepted() -> None:
    with pytest.raises(ValueError):
        read_item("公告", "", words=WordList(), today=TODAY, secret=b"short")
