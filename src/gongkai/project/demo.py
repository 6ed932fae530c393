"""What `make demo` shows: a sample report checked, once as it is and once with a figure retyped wrongly, and written out.

A file of the user's own goes the same way. Nothing is needed but the package; without Chinese fonts the PDF is left out
and the message says which package brings them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.project.arguments import Parser
from gongkai.report.charts import charts
from gongkai.report.checks import check
from gongkai.report.model import Report
from gongkai.report.reading import ReadError, read_file
from gongkai.report.sample import sample, sample_previous
from gongkai.report.showing import explain
from gongkai.report.writing import WriteError, write

FORMATS = ("docx", "pdf", "html", "xlsx")
FOLDER = Path("demo-output")
DONE, COULD_NOT = 0, 2

_RETYPED = "applications.granted.person"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demonstration; 0 when all was shown, 2 when a file could not be read or written."""
    parser = Parser(prog="make demo", description="检查一份示例年报，写成各种格式；可另加自己的文件。")
    parser.add_argument("files", nargs="*", metavar="文件", help="要检查的年度报告")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="文件夹", help="写到哪里")
    args = parser.parse_args(argv)
    args.output.mkdir(parents=True, exist_ok=True)
    _show_sample(args.output)
    status = DONE
    for name in args.files:
        status = max(status, _show_file(name, args.output))
    print(f"\n文件都在：{args.output.resolve()}")
    return status


def _show_sample(folder: Path) -> None:
    report, previous = sample(), sample_previous()
    print("一、检查示例年报（连同上一年的报告）")
    print(_indented(explain(report, check(report, previous))))
    figure = report.figures[_RETYPED] or 0
    retyped = replace(report, figures={**report.figures, _RETYPED: figure + 1})
    print(f"\n二、假如抄表时把“予以公开”的自然人一格由{figure}误写成{figure + 1}")
    print(_indented(explain(retyped, check(retyped, previous))))
    print("\n三、按国家格式写出示例年报")
    _write_all(report, folder, "示例年报")
    for chart in charts(report, previous):
        Path(folder, f"示例年报-{chart.key}.svg").write_text(chart.svg, encoding="utf-8")
        print(f"  图 {chart.title}：{chart.summary}")


def _show_file(name: str, folder: Path) -> int:
    print(f"\n检查 {name}")
    try:
        report = read_file(name)
    except ReadError as error:
        print(f"  {error.message}（{error.code}）")
        return COULD_NOT
    print(_indented(explain(report, check(report))))
    for note in report.notes:
        print(f"  · {note.message}")
    _write_all(report, folder, Path(name).stem)
    return DONE


def _write_all(report: Report, folder: Path, stem: str) -> None:
    for ending in FORMATS:
        path = folder / f"{stem}.{ending}"
        try:
            write(report, path)
        except WriteError as error:
            print(f"  没有写出 {path.name}：{error.message}")
        else:
            print(f"  已写出 {path}")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _run() -> int:
    try:
        return main()
    except OSError as error:
        print(f"写不到文件夹：{error.strerror}", file=sys.stderr)
    return COULD_NOT


if __name__ == "__main__":
    sys.exit(_run())
