"""The command `gongkai publish`: the public pages as files, in a folder or an S3-compatible store."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

DONE, FINDINGS, COULD_NOT = 0, 1, 2
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument(
        "--out",
        metavar="去处",
        help="文件夹，或者 s3://桶/前缀；不写则用 GONGKAI_PUBLISH_TO。文件夹第一次使用时应为空的",
    )
    parser.add_argument("--whole", action="store_true", help="逐页重新生成、核对；不写则只更新变动的部分")
    parser.add_argument(
        "--check", action="store_true", help="只核对：列出缺少、不同、多余的文件，不写任何文件"
    )
    parser.add_argument("--json", action="store_true", help="输出一行 JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Publish, or compare; 1 when the comparison finds differences."""
    from django.conf import settings

    from gongkai.project import static_files
    from gongkai.project.database import require_current
    from gongkai.serving.publication.publisher import Publisher
    from gongkai.serving.publication.targets import Unfit, target_of

    where = args.out or settings.PUBLISH_TO
    if not where:
        print("错误：请用 --out 写明发布到哪里，或者设置 GONGKAI_PUBLISH_TO。", file=sys.stderr)
        return COULD_NOT
    require_current()
    static_files.prepare()
    try:
        publisher = Publisher(target_of(where), _progress())
        return _check(publisher, args) if args.check else _publish(publisher, args)
    except Unfit as unfit:
        print(f"错误：{unfit.message}。", file=sys.stderr)
        return COULD_NOT


def _publish(publisher: Any, args: argparse.Namespace) -> int:
    done = publisher.publish(whole=args.whole)
    if args.json:
        print(
            json.dumps(
                {
                    "whole": done.whole,
                    "made": done.made,
                    "written": len(done.written),
                    "removed": len(done.removed),
                    "failed": len(done.failed),
                }
            )
        )
    how = "全部网页" if done.whole else "变动的网页"
    print(
        f"已发布{how}：生成{done.made}个网址，写入{len(done.written)}个文件，删除{len(done.removed)}个文件。",
        file=sys.stderr,
    )
    if done.failed:
        print(
            f"有{len(done.failed)}个网址程序没有做成，原来的文件保留：{done.failed[0]} 等。", file=sys.stderr
        )
        return FINDINGS
    return DONE


def _check(publisher: Any, args: argparse.Namespace) -> int:
    faults = publisher.check()
    groups = {"missing": faults.missing, "different": faults.different, "surplus": faults.surplus}
    if args.json:
        print(json.dumps({name: list(files) for name, files in groups.items()}, ensure_ascii=False))
    words = {"missing": "缺少", "different": "内容不同", "surplus": "多余"}
    for name, files in groups.items():
        for file in () if args.json else files[:_SHOWN]:
            print(f"{words[name]}：{file}")
        if len(files) > _SHOWN and not args.json:
            print(f"{words[name]}：……共{len(files)}个")
    if not faults:
        print("核对完毕，与网站一致。", file=sys.stderr)
        return DONE
    print("与网站不一致；用 gongkai publish --whole 重新发布。", file=sys.stderr)
    return FINDINGS


def _progress() -> Any:
    """Show how many pages were made, on a terminal."""
    from tqdm import tqdm

    bar = tqdm(unit="个", desc="网页", disable=None, leave=False, file=sys.stderr)
    return lambda made: bar.update(made - bar.n)
