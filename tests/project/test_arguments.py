"""Argument parsing in Chinese: argparse's words replaced, help laid out by the width of Chinese characters."""

import argparse
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.project.arguments import Parser, in_chinese, width, wrap

Capture = pytest.CaptureFixture[str]


def parser() -> Parser:
    made = Parser(prog="试")
    made.add_argument("files", nargs="+", metavar="文件", help="要读的文件")
    made.add_argument("--year", type=int, metavar="年份")
    made.add_argument("--pair", nargs=2, metavar=("甲", "乙"))
    made.add_argument("--many", nargs="+", metavar="项")
    made.add_argument("--kind", choices=("docx", "pdf"))
    both = made.add_mutually_exclusive_group()
    both.add_argument("--yes", action="store_true")
    both.add_argument("--no", action="store_true")
    return made


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "缺少必需的参数：文件"),
        (["a", "--what"], "不认识的参数：--what"),
        (["a", "--year"], "参数 --year：后面须跟一个值"),
        (["a", "--year", "二〇二二"], "参数 --year：应是整数，而不是 '二〇二二'"),
        (["a", "--pair", "1"], "参数 --pair：后面须跟2个值"),
        (["a", "--many"], "参数 --many：后面至少须跟一个值"),
        (["a", "--kind", "odt"], "参数 --kind：没有 'odt'，可用的有："),
        (["a", "--yes", "--no"], "参数 --no：不能与 --yes 同时使用"),
        (["a", "--yes=1"], "参数 --yes：不带值，多了 '1'"),
    ],
)
def test_errors_are_chinese(capsys: Capture, argv: list[str], says: str) -> None:
    with pytest.raises(SystemExit) as stop:
        parser().parse_args(argv)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith(f"错误：{says}")


def test_an_error_of_our_own_is_left_alone() -> None:
    assert in_chinese("这个文件读不了") == "这个文件读不了"
    assert in_chinese("argument --to: 日期无效") == "参数 --to：日期无效"


def test_a_message_over_several_lines_is_put_into_chinese() -> None:
    assert in_chinese("unrecognized arguments: a\nb") == "不认识的参数：a\nb"


def test_help_aligns_the_explanations() -> None:
    made = Parser(prog="试", description="说明。" * 40, epilog="附注。" * 40)
    made.add_argument("file", metavar="文件", help="第一个")
    made.add_argument("-o", "--output", metavar="文件", help="第二个")
    made.add_argument("--a-very-long-option-indeed", metavar="某个很长的值", help="第三个")
    text = made.format_help()
    columns = {
        width(line[: line.index(word)])
        for word in ("第一个", "第二个", "第三个")
        for line in text.splitlines()
        if word in line
    }
    assert columns == {26}
    assert "参数：\n" in text
    assert "选项：\n" in text
    assert all(width(line) <= 80 for line in text.splitlines())


def test_an_option_without_help_is_still_listed() -> None:
    made = Parser(prog="试")
    made.add_argument("--quiet", action="store_true")
    assert "  --quiet\n" in made.format_help()


def test_hidden_options_stay_hidden() -> None:
    made = Parser(prog="试")
    made.add_argument("--secret", help=argparse.SUPPRESS)
    assert "secret" not in made.format_help()


@given(st.text(alphabet="公开信息，。（）《》abc --json 12 \n", max_size=200), st.integers(8, 60))
def test_wrapping_keeps_every_sign_and_the_width(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    closing = "，。）》"
    for line in lines:
        # A line is wider only by a word without a break, or by the closing signs that may not begin the next.
        bare = line.rstrip(closing)
        assert width(bare) <= columns or " " not in bare.strip()
    for before, line in pairwise(lines):
        assert line[0] not in closing or re.search(rf"\s{line[0]}", text) or before[-1].isascii()


def test_width_counts_chinese_twice() -> None:
    assert width("年报ab（1）") == 2 * 2 + 2 + 2 * 2 + 1
