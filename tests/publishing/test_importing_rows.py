"""Rows of an import: what files can be read, what is refused with which words, and that nothing active comes in."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.portal.sites import a_platform
from tests.publishing.imports import PAST, a_csv, a_row, bring_in, checked

from gongkai.agencies.models import Agency
from gongkai.portal.columns import close_column, open_column
from gongkai.portal.models import ColumnPage
from gongkai.publishing.importing.bodies import blocks_of
from gongkai.publishing.importing.sources import Folder, Missing, Zip
from gongkai.publishing.importing.table import Unusable, read_table
from gongkai.publishing.importing.values import Wrong, day, moment, old_path, validity


@pytest.fixture
def agency(db: None) -> Agency:
    return a_platform(credit_code="11370102MB2856765D")


def read(data: bytes, name: str = "a.csv") -> list[tuple[int, dict[str, str]]]:
    return [(row.number, row.values) for row in read_table(name, data)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_offices_use(encoding: str) -> None:
    data = '机关,栏目,标题\r\n某局,甲/乙,"有逗号,和\n换行"\r\n,,\r\n某局,甲,丙\r\n'.encode(encoding)
    assert read(data) == [
        (2, {"agency": "某局", "column": "甲/乙", "title": "有逗号,和\n换行"}),
        (4, {"agency": "某局", "column": "甲", "title": "丙"}),
    ]


def test_excel_with_dates_and_numbers() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["agency", "column", "title", "formed_on", "published_at", "index_number"])
    sheet.append(["某局", "甲", 2022, date(2022, 3, 1), "2022-03-02 09:30", 12])
    out = io.BytesIO()
    book.save(out)
    [(number, values)] = read(out.getvalue(), "a.xlsx")
    assert number == 2
    assert (values["title"], values["index_number"]) == ("2022", "12")
    assert day(values["formed_on"]) == date(2022, 3, 1)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"agency,column,title,colour,size\nx,y,z,1,2\n", "a.csv", "不认识的列：colour、size"),
        (b"agency,column,title,title\nx,y,z,1\n", "a.csv", "重复的列：title"),
        (b"agency,column\nx,y\n", "a.csv", "缺少必须有的列：title（标题）"),
        (b"", "a.csv", "一行"),
        (b'agency,column,title\nx,y,"z\n', "a.csv", ""),
        (b"\xff\xfe\x00", "a.csv", "编码"),
        (b"agency\x00", "a.csv", "编码"),
        (b"PK\x03\x04not a zip", "a.xlsx", ""),
        (b"", "a.pdf", "应为CSV或者Excel文件"),
    ],
)
def test_files_that_are_no_table(data: bytes, name: str, words: str) -> None:
    if not words and name.endswith(".csv"):
        assert read(data, name) == [(2, {"agency": "x", "column": "y", "title": "z"})]
        return
    with pytest.raises(Unusable) as refused:
        read_table(name, data)
    assert words in refused.value.message


def test_an_unknown_column_is_told_with_those_known() -> None:
    with pytest.raises(Unusable) as refused:
        read_table("a.csv", b"agency,column,title,colour\n")
    assert "published_at（发布时间）" in refused.value.message


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("agency", "不存在的局", "没有“不存在的局”这个机关"),
        ("agency", "", "没有写机关"),
        ("column", "", "没有写栏目"),
        ("column", "法定主动公开内容/机构职能信息", "是不是“法定主动公开内容/机构职能”"),
        ("column", "依申请公开", "“依申请公开”里不放信息"),
        ("title", " \u200b ", "没有写标题"),
        ("title", "长" * 256, "超过255个字"),
        ("formed_on", "2022年13月1日", "没有“2022年13月1日”这一天"),
        ("formed_on", "昨天", "不是日期"),
        ("formed_on", "2999-01-01", "晚于今天"),
        ("published_at", "2022-03-02 25:00", "没有“2022-03-02 25:00”这个时间"),
        ("published_at", "2022-03-02 上午", "不是时间"),
        ("validity", "长期", "没有“长期”这种有效性"),
        ("index_number", "1" * 61, "超过60个字"),
        ("old_url", "javascript:alert(1)", "原网址应以"),
        ("old_url", "ftp://old.example.cn/a", "原网址应以"),
        ("old_url", "https://old.example.cn/", "网站首页"),
        ("attachments", "../../etc/passwd", "路径不对"),
        ("attachments", "/etc/passwd", "路径不对"),
        ("attachments", "a.pdf", "附件文件夹里没有“a.pdf”"),
    ],
)
def test_errors_say_what_is_wrong(field: str, value: str, words: str, agency: Agency, tmp_path: Path) -> None:
    [row] = checked({**a_row(agency), field: value}, source=Folder(tmp_path))
    assert row.state == "refused"
    assert words in row.message


def test_all_errors_of_a_row_are_told_at_once(agency: Agency) -> None:
    [row] = checked({**a_row(agency, ""), "formed_on": "x", "validity": "y"})
    assert len(row.errors) == 3


def test_an_agency_by_its_code(agency: Agency) -> None:
    [row] = checked({**a_row(agency), "agency": "11370102mb2856765d"})
    assert (row.state, row.agency) == ("waiting", agency)


def test_a_closed_column_takes_nothing(agency: Agency) -> None:
    column = ColumnPage.objects.get(title="统计信息")
    close_column(None, agency, column, reason="不再使用")
    [row] = checked({**a_row(agency), "column": "法定主动公开内容/统计信息"})
    assert "已经关闭" in row.message
    statutory = ColumnPage.objects.get(title="法定主动公开内容")
    open_column(None, agency, statutory, "统计信息（新）")
    [row] = checked({**a_row(agency), "column": " 法定主动公开内容 / 统计信息（新） "})
    assert row.state == "waiting"


def test_missing_metadata_is_a_warning(agency: Agency) -> None:
    [row] = checked(a_row(agency))
    assert row.state == "waiting"
    assert row.message == "没有写成文日期、主题分类、索引号、关键词"


def test_numbers_and_addresses_of_others_are_refused(agency: Agency) -> None:
    bring_in(agency, a_row(agency, "甲", published_at=PAST, index_number="Q-1", old_url="/a.html"))
    rows = checked(
        a_row(agency, "乙", published_at=PAST, index_number="Q-2", old_url="https://x.cn/a.html"),
        a_row(agency, "丙", published_at=PAST, index_number="Q-3", old_url="/c.html"),
        a_row(agency, "丁", published_at=PAST, index_number="Q-4", old_url="/c.html"),
    )
    assert [row.state for row in rows] == ["refused", "history", "refused"]
    assert "已经属于另一条信息" in rows[0].message
    assert "与第3行相同" in rows[2].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022-03-01", date(2022, 3, 1)),
        ("2022/3/1", date(2022, 3, 1)),
        ("2022年3月1日", date(2022, 3, 1)),
        ("２０２２．３．１", date(2022, 3, 1)),
        ("2022-03-01 00:00:00", date(2022, 3, 1)),
    ],
)
def test_days(text: str, found: date) -> None:
    assert day(text) == found


@given(st.datetimes(min_value=timezone.datetime(1950, 1, 1), max_value=timezone.datetime(2100, 1, 1)))
def test_moments_are_beijing_time(when: Any) -> None:
    found = moment(f"{when:%Y-%m-%d %H:%M}")
    assert f"{timezone.localtime(found):%Y-%m-%d %H:%M}" == f"{when:%Y-%m-%d %H:%M}"


@given(st.text(max_size=30))
def test_any_words_are_understood_or_refused(text: str) -> None:
    for understand in (day, moment, validity, old_path):
        with contextlib.suppress(Wrong):
            understand(text)


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{background:url(javascript:1)}</style>",
    "<p style='x:expression(1)' onclick=alert(1)>x</p>",
    "<math><mi xlink:href='javascript:1'>x</mi></math>",
    "<table><tr><td><script>alert(1)</script>&lt;script&gt;</td></tr></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a linktype='page' id='1'>x</a><embed embedtype='image' id='1' format='left'/>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<form action=//evil.example><input name=a><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<!--><script>alert(1)</script>-->",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_comes_in(attack: str) -> None:
    for block in blocks_of(f"<p>前</p>{attack}<p>后</p>").blocks:
        if block["type"] == "table":
            continue  # cells are plain text, escaped where they are shown
        words = block["value"].lower()
        for bad in (
            "<script",
            "<img",
            "<svg",
            "<iframe",
            "<style",
            "onerror=",
            "onclick=",
            'href="j',
            "<embed",
        ):
            assert bad not in words.replace("&lt;", "＜"), words
        assert "linktype" not in words


@given(st.text(max_size=200))
def test_any_body_is_read(text: str) -> None:
    blocks_of(text)


def test_words_lists_and_merged_tables_stay() -> None:
    made = blocks_of(
        "<div><h1>标题</h1>开头<br>第二行<ul><li>一<li>二</ul>"
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
        "<p>结尾<a href='https://www.gov.cn/a?b=1&c=2'>链接</a></p><img src='a.png'></div>"
    )
    assert [block["type"] for block in made.blocks] == ["paragraph", "table", "paragraph"]
    first, table, last = (block["value"] for block in made.blocks)
    assert first == "<h3>标题</h3><p>开头<br>第二行</p><ul><li>一</li><li>二</li></ul>"
    assert table["data"] == [["甲", "乙"], ["1", "2"], ["", "3"]]
    assert table["mergeCells"] == [{"row": 1, "col": 0, "rowspan": 2, "colspan": 1}]
    assert table["first_row_is_table_header"]
    assert last == '<p>结尾<a href="https://www.gov.cn/a?b=1&amp;c=2">链接</a></p>'
    assert made.pictures == 1


def test_plain_words_become_paragraphs() -> None:
    [block] = blocks_of("第一段\n\n第二段 & 5 > 3").blocks
    assert block["value"] == "<p>第一段</p><p>第二段 &amp; 5 &gt; 3</p>"


def test_what_lies_deep_is_not_lost() -> None:
    [block] = blocks_of(f"{'<div>' * 5000}深处{'</div>' * 5000}").blocks
    assert block["value"] == "<p>深处</p>"


def test_a_folder_keeps_paths_inside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    (tmp_path / "out.txt").write_bytes(b"secret")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out.txt")
    folder = Folder(tmp_path / "in")
    assert folder.read("./a.txt") == b"x"
    for path in ("../out.txt", "link.txt", str(tmp_path / "out.txt"), "none.txt", ".", "a.txt\0", "x" * 5000):
        with pytest.raises(Missing):
            folder.read(path)


def test_archives_of_chinese_windows_are_read() -> None:
    """Old Windows writes names in GBK and says nothing of it."""
    name = "附件/说明.txt".encode("gb18030")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a" * len(name), "字")
    found = Zip(out.getvalue().replace(b"a" * len(name), name))
    assert found.read("附件/说明.txt") == "字".encode()
    with pytest.raises(Missing):
        found.read("../附件/说明.txt")
    with pytest.raises(Unusable):
        Zip(b"not a zip")


def test_hostile_attachments_are_refused_by_name(agency: Agency, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    (tmp_path / "b.exe").write_bytes(b"MZ")
    (tmp_path / "c.txt").write_bytes("好".encode())
    rows = checked(
        *(
            {**a_row(agency, name), "attachments": name}
            for name in ("a.svg", "b.exe", "c.txt；a.svg", "c.txt")
        ),
        source=Folder(tmp_path),
    )
    assert [row.state for row in rows] == ["refused", "refused", "refused", "waiting"]
    assert rows[3].fields["attachments"] == ["c.txt"]


def test_a_csv_of_ten_thousand_is_read_whole() -> None:
    rows = [{"agency": "a", "column": "b", "title": f"第{number}条"} for number in range(10_000)]
    assert len(read_table("a.csv", a_csv(*rows))) == 10_000
