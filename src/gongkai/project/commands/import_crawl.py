"""The command `gongkai import crawl`: the columns of an old site, fetched into what `import items` takes."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

DONE, FINDINGS, COULD_NOT = 0, 1, 2


def add_arguments(commands: Any) -> None:
    """Describe the command."""
    crawl = commands.add_parser("crawl", help="采集本机关旧网站的栏目，写成import items用的表格和附件文件夹")
    crawl.description = (
        "按对照表采集本机关旧网站的栏目：每次只取一个网页，遵守robots.txt，只访问对照表里的主机。"
        "中断以后再运行一次，从停下的地方接着采集；采集完再运行，只取新增的和上次没取到的。"
        "结果是文件夹里的信息.csv、files和问题.csv。退出状态：0 完成；1 完成，但有问题；2 没有做成。"
    )
    crawl.add_argument(
        "mapping", type=Path, nargs="?", metavar="对照表", help="旧栏目和新栏目的对照表（.toml）"
    )
    crawl.add_argument("--out", type=Path, metavar="文件夹", help="结果写到哪里")
    crawl.add_argument("--preview", action="store_true", help="每个栏目只看第一页和几条信息，显示会怎样采集")
    crawl.add_argument("--again", action="store_true", help="取过的网页和附件也再问一遍，有变化的重新取")
    crawl.add_argument("--json", action="store_true", help="每个栏目输出一行 JSON")
    crawl.add_argument("--template", type=Path, metavar="文件", help="写出一份对照表的样子（.toml），不采集")
    crawl.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Crawl; 1 when something could not be had or understood, 2 when nothing could be begun."""
    from gongkai.publishing.crawling.mapping import Unusable

    if args.template is not None:
        return _write_template(args.template)
    if args.mapping is None or args.out is None:
        return _could_not("请写明对照表和--out（gongkai import crawl --help 显示用法）")
    try:
        return _crawl(args)
    except Unusable as error:
        return _could_not(error.message)


def _crawl(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    from gongkai.publishing.crawling.fetching import Fetcher
    from gongkai.publishing.crawling.mapping import read_mapping
    from gongkai.publishing.crawling.running import Crawl, opened
    from gongkai.publishing.crawling.writing import write

    mapping = read_mapping(args.mapping)
    _require_columns(mapping)
    fetcher = Fetcher(mapping.hosts, mapping.private, mapping.contact, mapping.delay, mapping.retry_wait)
    with (
        opened(args.out) as state,
        tqdm(desc="采集", unit="个", dynamic_ncols=True, disable=args.preview, file=sys.stderr) as bar,
    ):

        def progress(done: int, known: int) -> None:
            bar.total = known
            bar.update(done - bar.n)

        crawl = Crawl(mapping, args.out, state, fetcher, progress)
        crawl.begin(again=args.again)
        if args.preview:
            crawl.preview()
        else:
            crawl.run()
        found, problems = write(mapping, args.out, state)
    for one in found:
        if args.json:
            print(
                json.dumps(
                    {name: value for name, value in vars(one).items() if name != "samples"},
                    ensure_ascii=False,
                )
            )
        else:
            _tell(one, samples=args.preview)
    _say(_summary(args, found, problems))
    return FINDINGS if problems else DONE


def _tell(one: Any, *, samples: bool) -> None:
    print(f"{one.column}\t{one.address}")
    left = f"，还没有取{one.left}条" if one.left else ""
    print(f"  列出{one.listed}条，取到{one.fetched}条，没取到{one.failed}条{left}")
    for words in one.troubles:
        print(f"  注意：{words}")
    if samples:
        for row in one.samples:
            parts = [row[name] for name in ("published_at", "document_number", "formed_on") if row.get(name)]
            body = len(row.get("body_html", ""))
            print(f"  - {row['title']}（{'，'.join([*parts, f'正文{body}个字符'])}）")


def _summary(args: argparse.Namespace, found: list[Any], problems: int) -> str:
    from gongkai.publishing.crawling.writing import PROBLEMS, ROWS

    words = f"共取到{sum(one.fetched for one in found)}条，写在{args.out / ROWS}"
    if problems:
        words += f"；有{problems}个问题，逐条写在{args.out / PROBLEMS}"
    if args.preview:
        return f"{words}。以上只是看一看；不加--preview再运行，就接着采集。"
    return f"{words}。接着检查：gongkai import items {args.out / ROWS} --files {args.out / 'files'} --dry-run"


def _require_columns(mapping: Any) -> None:
    """Refuse before anything is fetched a mapping to an agency or columns that are not here."""
    from gongkai.project.database import require_current
    from gongkai.publishing.crawling.mapping import Unusable
    from gongkai.publishing.importing.checking import Agencies, column_problem, columns_of
    from gongkai.publishing.importing.values import Wrong

    require_current()
    try:
        known = columns_of(Agencies().find(mapping.agency))
    except Wrong as wrong:
        raise Unusable(wrong.message) from wrong
    for one in mapping.columns:
        if problem := column_problem(one.column, known):
            raise Unusable(problem)


def _write_template(path: Path) -> int:
    from gongkai.publishing.crawling.mapping import TEMPLATE

    if path.suffix.lower() != ".toml":
        return _could_not("对照表的文件名应以.toml结尾")
    if path.exists():
        return _could_not(f"“{path}”已经存在，没有覆盖；请换一个文件名")
    path.write_text(TEMPLATE, encoding="utf-8")
    _say(f"已写出对照表的样子 {path}")
    return DONE


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _could_not(words: str) -> int:
    _say(f"错误：{words}")
    return COULD_NOT
