"""The command `gongkai search`: find what is disclosed."""

from __future__ import annotations

import argparse
import json

_DEFAULT = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.description = (
        "检索公开的信息：标题、文号、索引号、关键词、正文、附件名称和附件内容。空格隔开的几个词都要有；"
        "引号里的是整句；词前加减号的不要（词以减号开头时，先写 --）。退出状态：0 完成（没有结果也是）；2 没有做成。"
    )
    parser.add_argument("words", nargs="+", metavar="检索词")
    parser.add_argument(
        "--limit", type=int, default=_DEFAULT, metavar="条数", help=f"最多列出多少条（{_DEFAULT}）"
    )
    parser.add_argument("--synonyms", action="store_true", help="同时检索机关维护的同义词")
    parser.add_argument("--json", action="store_true", help="输出一行 JSON：总数，每条的标题、网址、发布时间")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Search and print what was found."""
    from wagtail.models import Page

    from gongkai.portal.facts import moment
    from gongkai.portal.meta import absolute
    from gongkai.project.database import require_current
    from gongkai.search.queries import find
    from gongkai.search.values import Asked

    require_current()
    limit = max(0, args.limit)
    found = find(Asked(" ".join(args.words), per_page=limit or 1, synonyms=args.synonyms), most=None)
    results = found.results[:limit]
    urls: dict[int, str] = {}
    for at in range(0, len(results), 500):
        ids = [one.page_id for one in results[at : at + 500]]
        urls |= {page.pk: absolute(page.get_url() or "") for page in Page.objects.filter(pk__in=ids)}
    rows = [
        {
            "title": one.title,
            "url": urls.get(one.page_id, ""),
            "published_at": moment(one.published_at),
        }
        for one in results
    ]
    if args.json:
        print(json.dumps({"total": found.total, "results": rows}, ensure_ascii=False))
        return 0
    if not found.understood:
        print("没有可以检索的字；请写要找的词，例如：gongkai search 财政预算")
        return 0
    print(f"共{found.total}条" if found.total else "没有找到。")
    for row in rows:
        print(f"{row['published_at']}  {row['title']}\n    {row['url']}")
    if found.did_you_mean:
        print(f"您要找的是不是：{'、'.join(found.did_you_mean)}")
    return 0
