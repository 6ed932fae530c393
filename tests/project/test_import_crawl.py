"""The command `import crawl`, as a process: fetched into what `import items` takes, then brought in by it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.crawling.old_site import a_list, furnish, old_site
from tests.databases import Fresh

AGENCY = (
    "from gongkai.agencies.models import Agency; from gongkai.portal.services import make_platform\n"
    "make_platform(Agency.objects.create(full_name='某某市某某局', short_name='某某局', slug='one'))"
)


def a_mapping(path: Path, address: str, column: str = "法定主动公开内容/机构职能") -> Path:
    path.write_text(
        f'agency = "某某市某某局"\ndelay = 0\nretry_wait = 0\n[[column]]\nlist = "{address}"\ncolumn = "{column}"\n',
        encoding="utf-8",
    )
    return path


def test_from_an_old_site_to_public_pages(fresh_database: Fresh, tmp_path: Path) -> None:
    fresh_database.run(AGENCY)
    out = tmp_path / "out"
    with old_site() as site:
        furnish(site, pages=2, per_page=3)
        mapping = a_mapping(tmp_path / "a.toml", f"{site.url}/gk/tzgg/index.html")
        looked = fresh_database.command("import", "crawl", str(mapping), "--out", str(out), "--preview")
        assert looked.returncode == 0, looked.stderr
        assert "列出3条，取到3条，没取到0条" in looked.stdout
        assert "关于第1号事项的通知（2019-05-02 09:30，清司发〔2019〕1号，2019-05-02" in looked.stdout
        del site.pages["/gk/tzgg/201905/t20190501_6.html"]
        done = fresh_database.command("import", "crawl", str(mapping), "--out", str(out), "--json")
        assert done.returncode == 1, done.stderr
        [found] = [json.loads(line) for line in done.stdout.splitlines()]
        assert (found["listed"], found["fetched"], found["failed"]) == (6, 5, 1)
        assert "有1个问题" in done.stderr
        wrong = a_mapping(tmp_path / "b.toml", f"{site.url}/x.html", "法定主动公开内容/机构职能信息")
        site.asked.clear()
        refused = fresh_database.command("import", "crawl", str(wrong), "--out", str(tmp_path / "b"))
        assert (refused.returncode, "是不是“法定主动公开内容/机构职能”" in refused.stderr) == (2, True)
        site.page("/empty.html", a_list([]))
        assert sum(site.asked.values()) == 0, "nothing is fetched for a mapping that cannot be used"
    entered = fresh_database.command(
        "import", "items", str(out / "信息.csv"), "--files", str(out / "files"), "--json"
    )
    states = [json.loads(line)["state"] for line in entered.stdout.splitlines()]
    assert states == ["published"] * 5, entered.stdout + entered.stderr
    for table, count in (
        ("files_officedocument", 5),
        ("files_officeimage", 5),
        ("wagtailredirects_redirect", 15),
    ):
        assert fresh_database.rows(f"SELECT COUNT(*) FROM {table}") == [(count,)], table
    again = fresh_database.command(
        "import", "items", str(out / "信息.csv"), "--files", str(out / "files"), "--json"
    )
    assert {json.loads(line)["state"] for line in again.stdout.splitlines()} == {"double"}


def test_what_cannot_be_begun(fresh_database: Fresh, tmp_path: Path) -> None:
    template = tmp_path / "样子.toml"
    assert fresh_database.command("import", "crawl", "--template", str(template)).returncode == 0
    assert fresh_database.command("import", "crawl", "--template", str(template)).returncode == 2
    for arguments, words in (
        ([str(template), "--out", str(tmp_path / "o")], "没有“示例市清河区司法局”这个机关"),
        ([], "请写明对照表"),
        ([str(tmp_path / "none.toml"), "--out", str(tmp_path / "o")], "没有这个文件"),
    ):
        done = fresh_database.command("import", "crawl", *arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
        assert "Traceback" not in done.stderr
