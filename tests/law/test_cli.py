"""`gongkai law workdays` as other programs and people meet it."""

import json
import sys
from pathlib import Path

import pytest

from gongkai.project.cli import main

Capture = pytest.CaptureFixture[str]


def ask(capsys: Capture, *args: str, status: int = 0) -> dict[str, object]:
    """Run the command and give the one JSON line it printed."""
    assert main(["law", "workdays", *args]) == status
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert out.count("\n") == 1
    answer: dict[str, object] = json.loads(out)
    return answer


def test_adding_answers_as_the_contract_says(capsys: Capture) -> None:
    # 条例第三十三条第二款: received on Friday 1 March 2024, the 20th working day is Friday 29 March.
    answer = ask(capsys, "--from", "2024-03-01", "--add", "20", "--json")
    weekends = [f"2024-03-{day:02}" for day in (2, 3, 9, 10, 16, 17, 23, 24)]
    assert answer == {
        "working_days": 20,
        "to": "2024-03-29",
        "provisional": False,
        "skipped": [{"on": day, "why": "周末"} for day in weekends],
    }
    assert list(answer) == ["working_days", "to", "provisional", "skipped"]


def test_counting_is_the_other_way_round(capsys: Capture) -> None:
    added = ask(capsys, "--from", "2024-01-25", "--add", "20")
    counted = ask(capsys, "--from", "2024-01-25", "--to", str(added["to"]))
    assert added == counted


def test_programs_get_json_without_asking(capsys: Capture) -> None:
    assert ask(capsys, "--from", "2024-03-01", "--to", "2024-03-01")["working_days"] == 0


def test_people_at_a_terminal_get_words(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["law", "workdays", "--from", "2024-04-30", "--add", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2024-04-30之后第1个工作日是2024-05-06。",
        "不计入的5天：2024-05-01（劳动节）、2024-05-02（劳动节）、2024-05-03（劳动节）、"
        "2024-05-04（劳动节）、2024-05-05（劳动节）",
    ]
    assert main(["law", "workdays", "--from", "2099-01-05", "--to", "2099-01-06"]) == 0
    words = capsys.readouterr().out
    assert words.startswith("2099-01-05之后至2099-01-06（含当日）共1个工作日。\n暂按：")


def test_a_year_without_a_notice_is_provisional(capsys: Capture) -> None:
    assert ask(capsys, "--from", "2098-12-25", "--add", "10")["provisional"] is True


def test_an_own_notice_makes_a_year_known(capsys: Capture, tmp_path: Path) -> None:
    notice = tmp_path / "2099.json"
    notice.write_text(
        '\ufeff{"2099": {"off": {"2099-01-06": "校庆"}, "work": ["2099-01-10"]}}', encoding="utf-8"
    )
    answer = ask(capsys, "--from", "2099-01-05", "--to", "2099-01-11", "--notice", str(notice))
    assert answer == {
        "working_days": 4,
        "to": "2099-01-11",
        "provisional": False,
        "skipped": [{"on": "2099-01-06", "why": "校庆"}, {"on": "2099-01-11", "why": "周末"}],
    }


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--add", "20"], "缺少起始日期 --from"),
        (["--from", "2024-03-01"], "--to（截止日期）和 --add（工作日数）要给且只给一个"),
        (["--from", "2024-03-01", "--to", "2024-03-02", "--add", "1"], "只给一个"),
        (["--from", "2024-02-30", "--add", "1"], "日期“2024-02-30”无效"),
        (["--from", "20240301", "--add", "1"], "日期“20240301”无效"),
        (["--from", "1999-12-31", "--add", "1"], "年份1999超出范围"),
        (["--from", "2024-03-02", "--to", "2024-03-01"], "早于起始日期"),
        (["--from", "2024-03-01", "--add=-1"], "工作日数“-1”无效"),
        (["--from", "2024-03-01", "--add", "1.5"], "工作日数“1.5”无效"),
        (["--from", "2024-03-01", "--add", "²"], "工作日数“²”无效"),
        (["--from", "2024-03-01", "--add", "9" * 5000], "无效"),
        (["--from", "2024-03-01", "--add", "10001"], "超出范围"),
        (["--from", "2100-12-31", "--add", "1"], "超出了2100年"),
    ],
)
def test_wrong_input_is_said_in_chinese(capsys: Capture, args: list[str], says: str) -> None:
    answer = ask(capsys, *args, "--json", status=2)
    assert list(answer) == ["error"]
    error = answer["error"]
    assert isinstance(error, dict)
    assert error["code"] == "bad_input"
    assert says in error["message"]
    assert main(["law", "workdays", *args]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "没有这个文件"),
        (b"\xff\xfe", "不是 UTF-8 编码的 JSON"),
        (b"{", "不是 UTF-8 编码的 JSON"),
        (b"[" * 100_000, "不是 UTF-8 编码的 JSON"),
        (b'{"2099": {"off": ["2099-13-01"]}}', "2099-13-01"),
        (b"[]", "JSON 对象"),
    ],
)
def test_an_unreadable_notice_is_named(
    capsys: Capture, tmp_path: Path, content: bytes | None, says: str
) -> None:
    notice = tmp_path / "notice.json"
    if content is not None:
        notice.write_bytes(content)
    answer = ask(capsys, "--from", "2099-01-05", "--add", "1", "--notice", str(notice), status=2)
    assert says in str(answer["error"])
    assert str(notice) in str(answer["error"])


def test_a_folder_is_no_notice(capsys: Capture, tmp_path: Path) -> None:
    answer = ask(capsys, "--from", "2099-01-05", "--add", "1", "--notice", str(tmp_path), status=2)
    assert "这是一个文件夹" in str(answer["error"])
