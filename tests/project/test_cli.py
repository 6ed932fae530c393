"""The command as a whole: Chinese throughout, quick to start, never a traceback."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import gongkai
from gongkai.project import cli

Capture = pytest.CaptureFixture[str]

HEAVY = {
    "django", "wagtail", "pandas", "numpy", "typst", "docx", "openpyxl", "lxml", "pdfplumber", "pdfminer",
    "pypdfium2", "PIL", "rapidfuzz", "opencc", "python_calamine", "tqdm", "chinese_calendar", "cryptography",
}  # fmt: skip


def imported_by(*args: str) -> set[str]:
    """Run the command in a process of its own and give the top-level packages it loaded."""
    report = (
        "import atexit, sys; atexit.register(lambda: print('\\0' + ' '.join(sys.modules), file=sys.stderr))"
    )
    code = f"{report}; from gongkai.project.cli import main; sys.exit(main({list(args)!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.rpartition("\0")[2].split()}


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["report", "--help"], ["law", "workdays", "--help"]]
)
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    # What is slow in starting is importing; counting modules is the same on every machine.
    loaded = imported_by(*args)
    assert "gongkai" in loaded
    assert not loaded & HEAVY


def test_help_loads_few_modules() -> None:
    code = "import sys; from gongkai.project.cli import main; main(['--help']); print(len(sys.modules), file=sys.stderr)"
    bare = "import sys; print(len(sys.modules), file=sys.stderr)"
    whole, base = (
        int(subprocess.run([sys.executable, "-c", one], capture_output=True, text=True, check=True).stderr)
        for one in (code, bare)
    )
    assert whole - base < 120


@pytest.mark.parametrize("group", [group.name for group in cli.GROUPS])
def test_each_group_has_help_in_chinese(capsys: Capture, group: str) -> None:
    assert cli.main([group, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"用法：gongkai {group} ")
    for english in ("usage", "options", "positional", "optional", "show this"):
        assert english not in out


def test_help_lists_every_group(capsys: Capture) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(group.name in out and group.help in out for group in cli.GROUPS)
    assert "显示这份说明" in out


def test_without_arguments_help_goes_to_standard_error(capsys: Capture) -> None:
    assert cli.main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("用法：gongkai")


def test_version(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"gongkai {gongkai.__version__}\n"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--nonsense"], "缺少必需的参数：命令"),
        (["nonsense"], "参数 命令：没有 'nonsense'，可用的有："),
        (["law"], "缺少必需的参数：命令"),
        (["law", "workdays", "--nonsense"], "不认识的参数：--nonsense"),
        (["law", "workdays", "--from"], "参数 --from：后面须跟一个值"),
        (["law", "workdays", "--fro", "2024-01-01"], "不认识的参数：--fro 2024-01-01"),
    ],
)
def test_wrong_arguments_are_said_in_chinese(capsys: Capture, argv: list[str], says: str) -> None:
    assert cli.main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"错误：{says}")
    assert "--help 显示用法" in captured.err


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def run(argv: list[str]) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", run)
    return cli.main([])


def test_a_fault_of_the_program_shows_no_traceback_and_no_data(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGKAI_DEBUG", raising=False)
    assert raising(ValueError("张三 身份证号"), monkeypatch) == 2
    err = capsys.readouterr().err
    assert err.startswith("程序出错（ValueError，project/cli.py第")
    assert "Traceback" not in err
    assert "张三" not in err


def test_the_traceback_is_there_for_who_asks(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DEBUG", "1")
    assert raising(ValueError("why"), monkeypatch) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "out.pdf"),
            2,
            "错误：读写“out.pdf”失败，磁盘空间不足\n",
        ),
        (PermissionError(errno.EACCES, "Permission denied"), 2, "错误：读写文件失败，没有权限\n"),
        (MemoryError(), 2, "错误：内存不足，做不完这件事；请分批处理，或者关闭其他程序后再试\n"),
        (KeyboardInterrupt(), 130, "\n已停止。\n"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_what_stops_the_work_from_outside(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, says: str
) -> None:
    monkeypatch.delenv("GONGKAI_DEBUG", raising=False)
    assert raising(error, monkeypatch) == status
    assert capsys.readouterr().err == says


REMARKS = """
import argparse, logging, sys, types, warnings
from gongkai.project import cli

def run(args):
    warnings.warn("Data Validation extension is not supported")
    logging.getLogger("pdfminer").warning("CropBox missing")
    return 0

sys.modules["remarks"] = types.SimpleNamespace(add_arguments=lambda parser: parser.set_defaults(run=run))
cli.GROUPS = (cli.Group("remarks", "remarks", ""),)
sys.exit(cli.main(["remarks"]))
"""


@pytest.mark.parametrize(("debug", "words"), [("", []), ("1", ["Data Validation", "CropBox missing"])])
def test_remarks_of_libraries_are_for_who_asks(debug: str, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REMARKS],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GONGKAI_DEBUG": debug},
    )
    assert all(word in done.stderr for word in words)
    assert bool(done.stderr) == bool(words)


def test_the_command_is_installed_and_a_closed_pipe_is_quiet() -> None:
    command = Path(sys.executable).with_name("gongkai")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [command, "law", "workdays", "--from", "2024-01-01", "--add", "9000"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 141


def test_it_runs_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"gongkai {gongkai.__version__}\n"


def test_words_survive_a_terminal_that_knows_no_chinese() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "--help"], capture_output=True, env=environment, check=True
    )
    assert b"gongkai" in done.stdout
