"""A made-up old site on a real local server: what crawlers meet on such sites, the wearisome included."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.files.made import png

__all__ = ["OldSite", "old_site"]

ROBOTS = "User-agent: *\nDisallow: /secret/\nDisallow: /*?print=\n"


class OldSite:
    """Pages by path; `asked` counts what was asked for, `agents` who asked; `together` is the most requests at once."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.cookies = 0
        self.together = 0
        self._now = 0
        self._lock = threading.Lock()
        self.url = ""
        self.fail_once: set[str] = set()
        self.version = '"1"'

    def page(self, path: str, html: str, encoding: str = "gbk") -> None:
        """Put up a page, in GBK with a header that does not say so, as old sites do."""
        self.pages[path] = (200, {"Content-Type": "text/html"}, html.encode(encoding))

    def file(self, path: str, content: bytes, **headers: str) -> None:
        """Put up a file."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": "application/octet-stream", **named}, content)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        parts = urlsplit(handler.path)
        path = unquote(parts.path)
        with self._lock:
            self.asked[path] += 1
            self.agents.add(handler.headers.get("User-Agent", ""))
            self.cookies += "Cookie" in handler.headers
            self._now += 1
            self.together = max(self.together, self._now)
        time.sleep(0.002)  # another request of an impolite visitor would come now
        with self._lock:
            self._now -= 1  # before the answer: whoever has it may ask again at once
        self._write(handler, path, parse_qs(parts.query))

    def _write(self, handler: BaseHTTPRequestHandler, path: str, query: dict[str, list[str]]) -> None:
        page = self.pages.get(path)
        if callable(page):
            page = page(query)
        if page is None:
            page = (404, {"Content-Type": "text/html"}, "<h1>找不到</h1>".encode("gbk"))
        if path in self.fail_once:
            self.fail_once.discard(path)
            page = (503, {"Retry-After": "0"}, b"")
        status, headers, body = page
        if status == 200 and handler.headers.get("If-None-Match") == self.version:
            status, body = 304, b""
        handler.send_response(status)
        for name, value in {**headers, "ETag": self.version, "Set-Cookie": "s=1"}.items():
            handler.send_header(name, value)
        if isinstance(body, bytes):
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        else:
            handler.end_headers()
            try:
                for piece in body:
                    handler.wfile.write(piece)
            except OSError:
                pass  # whoever asked has had enough


@contextmanager
def old_site() -> Iterator[OldSite]:
    """Run the site."""
    site = OldSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    site.file("/robots.txt", ROBOTS.encode())
    yield site
    server.shutdown()
    server.server_close()


def article(number: int, body: str, *, title: str = "", meta: bool = True) -> str:
    """A page of an item as TRS writes it, with the tags of 47号 or without."""
    title = title or f"关于第{number}号事项的通知"
    tags = (
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2019-05-{number % 28 + 1:02} 09:30:00">'
        '<meta name="Keywords" content="通知">'
        if meta
        else ""
    )
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'>{tags}<title>{title}_某局</title></head>"
        "<body><div class='nav'><a href='/'>首页</a><a href='/gk/'>政务公开</a></div>"
        f"<h1>{title}</h1><table class='meta'><tr><td>索引号：</td><td>QH/2019-{number:05}</td><td>文号：</td><td>清司发〔2019〕{number}号</td></tr>"
        f"<tr><td>成文日期：</td><td>2019年5月{number % 28 + 1}日</td><td>有效性：</td><td>有效</td></tr></table>"
        f"<div class='info'>发布时间：2019-05-{number % 28 + 1:02} 09:30 来源：某局</div>"
        f"<div class='TRS_Editor'><style>p{{}}</style><script>alert(1)</script>{body}</div>"
        "<div class='footer'><a href='/about.doc'>版权说明</a></div></body></html>"
    )


def a_list(links: list[tuple[str, str, str]], more: str = "", script: str = "") -> str:
    """A list page: address, title and day of each item."""
    rows = "".join(
        f"<li><a href='{address}'>{title}</a><span>{day}</span></li>" for address, title, day in links
    )
    return (
        "<html><head><meta charset='gb2312'><title>通知公告</title></head><body>"
        "<div class='side'><ul><li><a href='/hot/1.html'>热点信息第一条</a></li></ul></div>"
        f"<div class='list'><ul>{rows}</ul></div><div class='page'>{more}</div>{script}</body></html>"
    )


def slow(seconds: float, pieces: int) -> Any:
    """A body that drips."""

    def drip() -> Iterator[bytes]:
        for _ in range(pieces):
            yield b"x" * 10
            time.sleep(seconds)

    return drip()


def furnish(site: OldSite, pages: int = 3, per_page: int = 4) -> None:
    """Two columns: one in pages by TRS's script, with all that goes wrong; one with 下一页."""
    number = 0
    for page in range(pages):
        links = []
        for _ in range(per_page):
            number += 1
            path = f"/gk/tzgg/201905/t20190501_{number}.html"
            links.append(
                (
                    f"./201905/t20190501_{number}.html",
                    f"关于第{number}号事项的通知",
                    f"2019-05-{number % 28 + 1:02}",
                )
            )
            follows = number % (pages * per_page) + 1
            site.page(
                path,
                article(
                    number,
                    f"<p>第{number}号的正文，内容在此说明。<a href='t20190501_{follows}.html'>下一号</a></p>"
                    f"<p><img src='images/p{number}.png' alt='现场'></p>"
                    f"<p>附件：<a href='P0190501{number}.txt'>附件1：第{number}号名单</a></p>",
                    meta=number % 2 == 0,
                ),
            )
            site.file(f"/gk/tzgg/201905/P0190501{number}.txt", f"第{number}号的名单".encode())
            site.file(f"/gk/tzgg/201905/images/p{number}.png", png(f"#{number:02x}4060"))
        name = "index.html" if page == 0 else f"index_{page}.html"
        script = f"<script>createPageHTML({pages}, {page}, 'index', 'html');</script>"
        site.page(f"/gk/tzgg/{name}", a_list(links, script=script))
