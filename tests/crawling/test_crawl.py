"""Fetching an old site: what is understood, what is refused, how it asks, and that a killed run goes on without doubles."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crawling.old_site import OldSite, a_list, article, furnish, old_site, slow
from tests.files.made import png

from gongkai.publishing.crawling import fetching
from gongkai.publishing.crawling.articles import read_article
from gongkai.publishing.crawling.decoding import decoded
from gongkai.publishing.crawling.fetching import Failed, Fetcher
from gongkai.publishing.crawling.keeping import name_of
from gongkai.publishing.crawling.lists import read_list
from gongkai.publishing.crawling.mapping import Column, Unusable, host_of, read_mapping
from gongkai.publishing.crawling.robots import read_robots
from gongkai.publishing.crawling.running import Crawl, opened
from gongkai.publishing.crawling.writing import Found, write

COLUMN = "法定主动公开内容/机构职能"


@pytest.fixture
def site() -> Iterator[OldSite]:
    with old_site() as found:
        yield found


def a_mapping(site: OldSite, folder: Path, *columns: str, more: str = "") -> Path:
    """Write the mapping of these lists (address, and lines of selectors)."""
    path = folder / "mapping.toml"
    listed = "".join(
        f'\n[[column]]\nlist = "{site.url}{one}"\ncolumn = "{COLUMN}"\n' if "\n" not in one else one
        for one in columns
    )
    path.write_text(f'agency = "某某市某某局"\ndelay = 0\nretry_wait = 0\n{more}{listed}', encoding="utf-8")
    return path


def crawl(path: Path, out: Path, *, again: bool = False, preview: bool = False) -> tuple[list[Found], int]:
    mapping = read_mapping(path)
    fetcher = Fetcher(mapping.hosts, mapping.private, mapping.contact, mapping.delay, mapping.retry_wait)
    with opened(out) as state:
        run = Crawl(mapping, out, state, fetcher)
        run.begin(again=again)
        run.preview() if preview else run.run()
        return write(mapping, out, state)


def rows_of(out: Path, name: str = "信息.csv") -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_column_with_pages_pictures_and_attachments(site: OldSite, tmp_path: Path) -> None:
    furnish(site)
    [found], problems = crawl(a_mapping(site, tmp_path, "/gk/tzgg/index.html"), tmp_path / "out")
    assert (found.listed, found.fetched, found.failed, found.left, problems) == (12, 12, 0, 0, 0)
    rows = rows_of(tmp_path / "out")
    first = rows[0]
    assert first["机关"] == "某某市某某局"
    assert first["标题"] == "关于第1号事项的通知"
    assert (first["文号"], first["索引号"], first["成文日期"]) == (
        "清司发〔2019〕1号",
        "QH/2019-00001",
        "2019-05-02",
    )
    assert {row["发布时间"] for row in rows} == {
        f"2019-05-{number % 28 + 1:02} 09:30" for number in range(1, 13)
    }
    assert first["有效性"] == "有效"
    assert first["原网址"] == f"{site.url}/gk/tzgg/201905/t20190501_1.html"
    assert "第1号的正文" in first["正文"]
    assert "alert" not in first["正文"]
    listed = dict(csv.reader((tmp_path / "out/files/原网址.csv").read_text("utf-8-sig").splitlines()[1:]))
    assert len(listed) == 24
    for path, address in listed.items():
        content = (tmp_path / "out/files" / path).read_bytes()
        assert content == site.pages[address.removeprefix(site.url)][2]
    assert any(path.endswith("第1号名单.txt") for path in listed)
    assert site.asked["/about.doc"] == 0, "the frame's files are not the item's"
    assert site.together == 1
    assert site.cookies == 0
    [agent] = site.agents
    assert agent.startswith("gongkai-import/")
    assert max(site.asked.values()) == 1, "nothing is asked for twice"


def test_what_goes_wrong_is_told_by_row(
    site: OldSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAGE_SECONDS", 0.5)
    monkeypatch.setattr(
        fetching.Fetcher.get, "__kwdefaults__", {**fetching.Fetcher.get.__kwdefaults__, "seconds": 0.5}
    )
    links = [
        ("good.html", "好的一条信息", "2020-01-01"),
        ("missing.html", "没有的一条信息", "2020-01-02"),
        ("/secret/a.html", "不许取的一条信息", "2020-01-03"),
        ("loop1.html", "来回跳转的一条信息", "2020-01-04"),
        ("away.html", "跳到别处的一条信息", "2020-01-05"),
        ("slow.html", "慢得没完的一条信息", "2020-01-06"),
        ("huge.html", "大得没完的一条信息", "2020-01-07"),
        ("again.html", "换了地址的同一条信息", "2020-01-08"),
        ("/files/表.txt", "直接是文件的信息", "2020-01-09"),
        ("good.html", "好的一条信息", "2020-01-01"),
        ("busy.html", "忙的时候的一条信息", "2020-01-10"),
        ("http://other.example.com/x.html", "别的网站的一条信息", "2020-01-11"),
    ]
    site.page("/l/index.html", a_list(links))
    body = (
        "<p>这一条信息的正文在这里。<a href='a.txt'>附件.txt</a><a href='b.pdf'>坏附件.pdf</a><a href='c.exe.txt'>程序.txt</a>"
        "<a href='http://other.example.com/x.pdf'>外站附件.pdf</a><img src='none.png'></p>"
    )
    site.page("/l/good.html", article(1, body, title="好的一条信息"))
    site.page("/l/busy.html", article(2, "<p>正文正文正文正文正文</p>", title="忙的时候的一条信息"))
    site.fail_once.add("/l/busy.html")
    site.file("/l/a.txt", "附件".encode())
    site.page("/l/b.pdf", "<html><body>登录</body></html>")
    site.file("/l/c.exe.txt", b"MZ\x90\0" + b"\0" * 64)
    site.file("/files/表.txt", "表".encode())
    for one, other in (("loop1", "loop2"), ("loop2", "loop1")):
        site.pages[f"/l/{one}.html"] = (302, {"Location": f"{other}.html"}, b"")
    site.pages["/l/away.html"] = (302, {"Location": "http://169.254.169.254/latest/"}, b"")
    site.pages["/l/again.html"] = (301, {"Location": "good.html"}, b"")
    site.pages["/l/slow.html"] = lambda _: (200, {"Content-Type": "text/html"}, slow(0.05, 400))
    site.pages["/l/huge.html"] = (
        200,
        {"Content-Type": "text/html", "Content-Length": str(10**12)},
        iter([b"x"]),
    )
    [found], _ = crawl(a_mapping(site, tmp_path, "/l/index.html"), tmp_path / "out")
    told = {
        (row["网址"].removeprefix(site.url), row["原因"]) for row in rows_of(tmp_path / "out", "问题.csv")
    }
    for address, words in (
        ("/l/missing.html", "旧网站回答404"),
        ("/secret/a.html", "robots.txt不允许"),
        ("/l/loop1.html", "来回跳转"),
        ("/l/away.html", "地址在别的网站上（169.254.169.254）"),
        ("/l/slow.html", "太慢"),
        ("/l/huge.html", "没有取"),
        ("/l/again.html", "是同一页"),
        ("/l/b.pdf", "打开的是网页"),
        ("/l/c.exe.txt", "程序"),
        ("/l/none.png", "404"),
        ("/l/good.html", "“外站附件.pdf”在别的网站上"),
        ("http://other.example.com/x.html", "别的网站上"),
    ):
        assert any(at == address and words in why for at, why in told), (address, told)
    rows = {row["标题"]: row for row in rows_of(tmp_path / "out")}
    assert set(rows) == {"好的一条信息", "直接是文件的信息", "忙的时候的一条信息"}
    assert rows["直接是文件的信息"]["附件"].endswith("/直接是文件的信息.txt")
    assert rows["直接是文件的信息"]["发布时间"] == "2020-01-09"
    assert site.asked["/secret/a.html"] == 0
    assert site.asked["/l/busy.html"] == 2
    assert site.asked["/l/slow.html"] == 3, "tried again, and then no more"
    assert found.listed == 11


def test_an_endless_calendar_ends(site: OldSite, tmp_path: Path) -> None:
    """下一页 without end: with ever the same items, and with ever new ones."""

    def same(query: dict[str, list[str]]) -> object:
        day = int(query.get("d", ["0"])[0])
        html = a_list(
            [("/c/a.html", "日历里的一条信息", "2020-01-01")],
            more=f"<a href='/c/list?d={day + 1}'>下一页</a>",
        )
        return 200, {"Content-Type": "text/html"}, html.encode("gbk")

    def ever_new(query: dict[str, list[str]]) -> object:
        day = int(query.get("d", ["0"])[0])
        links = [(f"/c/new{day}.html", f"日历里的第{day}条信息", "2020-01-01")]
        html = a_list(links, more=f"<a href='/c/more?d={day + 1}'>下一页</a>")
        return 200, {"Content-Type": "text/html"}, html.encode("gbk")

    site.pages["/c/list"], site.pages["/c/more"] = same, ever_new
    for number in range(10):
        site.page(f"/c/new{number}.html", article(number, "<p>正文正文正文正文正文</p>"))
    site.page("/c/a.html", article(1, "<p>正文正文正文正文正文</p>"))
    path = a_mapping(
        site,
        tmp_path,
        "/c/list",
        f'\n[[column]]\nlist = "{site.url}/c/more"\ncolumn = "{COLUMN}"\npages = 5\n',
    )
    first, second = crawl(path, tmp_path / "out")[0]
    assert (first.listed, site.asked["/c/list"]) == (1, 2)
    assert (second.listed, site.asked["/c/more"]) == (5, 5)
    assert second.troubles == ["列表超过5页，后面的没有取，可以用pages放宽"]


def test_killed_anywhere_and_gone_on_with(site: OldSite, tmp_path: Path) -> None:
    """The result of a crawl killed again and again is that of one that was not; what is new is found later, unchanged pages are not sent."""
    furnish(site)
    path = a_mapping(site, tmp_path, "/gk/tzgg/index.html")
    crawl(path, tmp_path / "whole")
    total = sum(site.asked.values())
    site.asked.clear()
    code = (
        "import sys; from pathlib import Path; from tests.crawling.test_crawl import crawl\n"
        "crawl(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    for number in (5, 20, 33):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(tmp_path / "out")],
            cwd=Path(__file__).parents[2],
            env=_environment(),
        )
        deadline = time.monotonic() + 60
        while sum(site.asked.values()) < number and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    crawl(path, tmp_path / "out")
    assert sum(site.asked.values()) <= total + 2 * 3 + 1, (
        "only what was under way is asked for once more (and robots.txt)"
    )
    for name in ("信息.csv", "问题.csv", "files/原网址.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    kept = sorted(
        one.relative_to(tmp_path / "out") for one in (tmp_path / "out/files").rglob("*") if one.is_file()
    )
    assert kept == sorted(
        one.relative_to(tmp_path / "whole") for one in (tmp_path / "whole/files").rglob("*") if one.is_file()
    )
    # later: one item more, all else as it was
    site.asked.clear()
    site.page(
        "/gk/tzgg/201905/t20190501_99.html",
        article(99, "<p>新的一条，正文在此。</p>", title="新来的一条通知"),
    )
    site.version = '"2"'
    site.page("/gk/tzgg/index.html", a_list([("201905/t20190501_99.html", "新来的一条通知", "2019-06-01")]))
    crawl(path, tmp_path / "out")
    assert len(rows_of(tmp_path / "out")) == 13
    assert site.asked["/gk/tzgg/201905/t20190501_1.html"] == 0
    site.asked.clear()
    crawl(path, tmp_path / "out", again=True)
    assert site.asked["/gk/tzgg/201905/t20190501_1.html"] == 1
    assert len(rows_of(tmp_path / "out")) == 13


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([".", os.environ.get("PYTHONPATH", "")])}


def test_a_look_beforehand_and_other_selectors_need_no_second_visit(site: OldSite, tmp_path: Path) -> None:
    furnish(site)
    path = a_mapping(site, tmp_path, "/gk/tzgg/index.html")
    [found], _ = crawl(path, tmp_path / "out", preview=True)
    assert (found.listed, found.fetched, found.left) == (4, 3, 1)
    assert [one["title"] for one in found.samples] == [f"关于第{number}号事项的通知" for number in (1, 2, 3)]
    assert sum(site.asked.values()) == 5
    path.write_text(path.read_text("utf-8") + 'title = ".info"\n', encoding="utf-8")
    crawl(path, tmp_path / "out", preview=True)
    assert rows_of(tmp_path / "out")[0]["标题"].startswith("发布时间")
    assert sum(site.asked.values()) == 5, "pages that are here are understood anew, not fetched anew"
    path.write_text(path.read_text("utf-8").replace("index.html", "other.html"), encoding="utf-8")
    with pytest.raises(Unusable, match="请换一个文件夹"):
        crawl(path, tmp_path / "out")


def test_two_do_not_work_in_one_folder(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(Unusable, match="另一个采集"), opened(tmp_path):
        pass


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:1/", "内网地址"),
        ("http://localhost:1/", "内网地址"),
        ("http://[::1]:1/", "内网地址"),
        ("http://10.0.0.1/", "内网地址"),
        ("http://169.254.169.254/", "内网地址"),
        ("file:///etc/passwd", "不是网址"),
        ("http://elsewhere.example/", "别的网站"),
    ],
)
def test_inner_nets_and_other_hosts_are_not_asked(address: str, words: str) -> None:
    hosts = frozenset({host_of(address)} - {"", "elsewhere.example"})
    with pytest.raises(Failed, match=words):
        Fetcher(hosts, delay=0, retry_wait=0).get(address)


def test_a_pause_between_requests_and_the_sites_own_wish(site: OldSite) -> None:
    slept: list[float] = []
    site.page("/a.html", "x")
    fetcher = Fetcher(
        frozenset({host_of(site.url)}), frozenset({host_of(site.url)}), delay=5, sleep=slept.append
    )
    fetcher.get(f"{site.url}/a.html")
    assert 4 < slept[0] <= 5, "after robots.txt too"
    site.file("/robots.txt", b"User-agent: *\nCrawl-delay: 30\n")
    slept.clear()
    fetcher = Fetcher(
        frozenset({host_of(site.url)}), frozenset({host_of(site.url)}), delay=1, sleep=slept.append
    )
    fetcher.get(f"{site.url}/a.html")
    assert 25 < slept[0] <= 30


@pytest.mark.parametrize(
    ("text", "address", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "http://x/a/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "http://x/a/b", True),
        ("User-agent: *\nDisallow: /*.pdf$", "http://x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "http://x/a.pdf?x=1", True),
        ("User-agent: gongkai-import\nDisallow: /\n\nUser-agent: *\nDisallow:", "http://x/a", False),
        ("User-agent: bad\nUser-agent: *\nDisallow: /", "http://x/a", False),
        ("User-agent: bad\nDisallow: /", "http://x/a", True),
        ("", "http://x/a", True),
    ],
)
def test_robots(text: str, address: str, allowed: bool) -> None:
    assert read_robots(text, "gongkai-import").allows(address) is allowed


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("公开".encode("gbk"), ""),
        ("公开".encode(), "text/html; charset=gb2312"),
        (b"<meta charset=gb2312>" + "〔公开〕镕".encode("gb18030"), "text/html; charset=iso-8859-1"),
        ("公开".encode("utf-16"), ""),
        (b"<meta charset=big5>" + "公開".encode("big5"), ""),
    ],
)
def test_encodings(body: bytes, header: str) -> None:
    assert "公" in decoded(body, header)


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_decoded_and_any_page_is_read(body: bytes, header: str) -> None:
    text = decoded(body, header)
    read_list(text, "http://x.cn/", Column("http://x.cn/", "甲"), 0)
    read_article(text, "http://x.cn/a", Column("http://x.cn/", "甲"))


PAGE = "http://x.gov.cn/col/index.html"


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ("<a href='index_2.html'>下一页</a>", "http://x.gov.cn/col/index_2.html"),
        ("<a href='12.htm'>下页</a>", "http://x.gov.cn/col/12.htm"),
        ("<link rel='next' href='?p=2'>", "http://x.gov.cn/col/index.html?p=2"),
        ("<script>createPageHTML(5, 0, 'index', 'shtml')</script>", "http://x.gov.cn/col/index_1.shtml"),
        ("<script>createPageHTML(5, 4, 'index', 'shtml')</script>", ""),
        ("<a href='javascript:go(2)'>下一页</a>", ""),
    ],
)
def test_where_lists_go_on(html: str, following: str) -> None:
    assert read_list(f"<body>{html}</body>", PAGE, Column(PAGE, "甲"), 0).following == following


def test_lists_of_other_systems() -> None:
    records = (
        "<script type='text/xml'><datastore><recordset>"
        "<record><![CDATA[<li><a href='/art/2019/5/6/art_7_1.html' title='关于印发办法的通知'>关于印发…</a><span>2019-05-06</span></li>]]></record>"
        "<record><![CDATA[<li><a href='/art/2019/5/7/art_7_2.html'>关于开展检查的通知</a></li>]]></record></recordset></datastore></script>"
    )
    found = read_list(f"<body>{records}</body>", PAGE, Column(PAGE, "甲"), 0).entries
    assert [(one.address, one.title, one.day) for one in found] == [
        ("http://x.gov.cn/art/2019/5/6/art_7_1.html", "关于印发办法的通知", "2019-05-06"),
        ("http://x.gov.cn/art/2019/5/7/art_7_2.html", "关于开展检查的通知", ""),
    ]
    undated = "<div class=top><a href='/about'>关于我们</a></div><ul>" + "".join(
        f"<li><a href='../info/1001/{number}.htm'>没有日期的第{number}条</a></li>" for number in range(3)
    )
    assert len(read_list(f"<body>{undated}</ul></body>", PAGE, Column(PAGE, "甲"), 0).entries) == 3
    script = "<body><ul><li><a href='/a/123456.html'>只有一条的列表</a> 2020-01-02</li></ul>共12页<a href='javascript:go(2)'>下一页</a></body>"
    assert "翻页" in read_list(script, PAGE, Column(PAGE, "甲"), 0).troubles[0]
    picked = read_list(script, PAGE, Column(PAGE, "甲", items="ul li", next="list_{n}.html", first=2), 0)
    assert (len(picked.entries), picked.following) == (1, "http://x.gov.cn/col/list_2.html")


def test_metadata_in_a_line_and_the_densest_text() -> None:
    html = (
        "<html><head><title>某某办法-某局</title></head><body><div class='menu'>"
        + "<a href='/x'>菜单</a>" * 50
        + "</div>"
        "<div><h1>某某办法</h1><p>索引号：A-1　发文字号：清政发〔2020〕12号　成文日期：2020年3月4日　时效性：现行有效</p>"
        "<div class='x1'><p>" + "第一条 为了规范某某工作，制定本办法。" * 8 + "</p></div></div>"
        "<div>相关附件：<a href='/d/file?name=表格.xls'>申请表</a></div></body></html>"
    )
    found = read_article(html, "http://x.gov.cn/a.html", Column(PAGE, "甲"), "某某办法", "2020-03-05")
    assert found.fields["title"] == "某某办法"
    assert found.fields["index_number"] == "A-1"
    assert found.fields["document_number"] == "清政发〔2020〕12号"
    assert (found.fields["formed_on"], found.fields["published_at"]) == ("2020-03-04", "2020-03-05")
    assert found.fields["validity"] == "有效"
    assert "第一条" in found.fields["body_html"]
    assert "菜单" not in found.fields["body_html"]
    assert [(one.address, one.words) for one in found.attachments] == [
        ("http://x.gov.cn/d/file?name=表格.xls", "申请表")
    ]


@pytest.mark.parametrize(
    ("address", "words", "header", "name"),
    [
        ("http://x/P01.doc", "附件1：申请表.doc", "", "申请表.doc"),
        ("http://x/P01.doc", "申请表", "", "申请表.doc"),
        ("http://x/down.jsp?id=1", "x", "attachment; filename=%E8%A1%A8.pdf", "表.pdf"),
        (
            "http://x/down.jsp?id=1",
            "x",
            'attachment; filename="' + "表.pdf".encode("gbk").decode("latin-1") + '"',
            "表.pdf",
        ),
        ("http://x/down.jsp?id=1", "x", "attachment; filename*=UTF-8''%E8%A1%A8.pdf", "表.pdf"),
        ("http://x/a/%E8%A1%A8.pdf", "", "", "表.pdf"),
        ("http://x/a.pdf", "../../etc;passwd", "", ".._.._etc_passwd.pdf"),
    ],
)
def test_names_of_files(address: str, words: str, header: str, name: str) -> None:
    headers = {"content-disposition": header} if header else {}
    assert name_of(address, words, headers).lstrip("._") == name.lstrip("._")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有写agency"),
        ("agency = '甲'", "没有一个"),
        ("agency = ", "写得不对"),
        ("agency = '甲'\n[[column]]\nlist = 'x'\ncolumn = '乙'", "应是以http"),
        ("agency = '甲'\n[[column]]\nlist = 'http://x.cn/'", "没有写column"),
        ("agency = '甲'\n[[column]]\nlist = 'http://x.cn/'\ncolumn = '乙'\nbody = '<<'", "不是CSS选择器"),
        ("agency = '甲'\n[[column]]\nlist = 'http://x.cn/'\ncolumn = '乙'\nnext = 'index_2.html'", "{n}"),
        ("agency = '甲'\ndelay = 0\n[[column]]\nlist = 'http://x.cn/'\ncolumn = '乙'", "delay"),
        ("agency = '甲'\ncolour = 1\n[[column]]\nlist = 'http://x.cn/'\ncolumn = '乙'", "不认识的项：colour"),
    ],
)
def test_mappings_that_cannot_be_used(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        read_mapping(tmp_path / "m.toml")
    assert words in refused.value.message


def test_pictures_in_the_page_itself_come_along(site: OldSite, tmp_path: Path) -> None:
    import base64

    picture = base64.b64encode(png()).decode()
    site.page("/l/index.html", a_list([("a.html", "图在网页里的信息", "2020-01-01")]))
    site.page(
        "/l/a.html", article(1, f"<p>图在网页里面的正文<img src='data:image/png;base64,{picture}'></p>")
    )
    crawl(a_mapping(site, tmp_path, "/l/index.html"), tmp_path / "out")
    [row] = rows_of(tmp_path / "out")
    path = row["正文"].partition('src="')[2].partition('"')[0]
    assert (tmp_path / "out/files" / path).read_bytes() == png()
