"""Ask for one page at a time: slowly, honestly named, only hosts that are named, never an inner net by accident, nothing endless."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError

from gongkai import __version__

from .mapping import host_of
from .robots import Robots, read_robots

__all__ = ["AGENT", "Answer", "Failed", "Fetcher"]

AGENT = "gongkai-import"
PAGE_BYTES = 8 * 1024 * 1024
PAGE_SECONDS = 60.0
FILE_SECONDS = 600.0
_CONNECT, _SILENT = 10.0, 20.0
"""Seconds until a connection stands, and how long a host may say nothing."""
_TRIES = 3
_HOPS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 120.0
_PIECE = 1 << 16


class Failed(Exception):
    """A page that could not be had; `message` says why in Chinese. `status` is the answer's, 0 if there was none."""

    def __init__(self, message: str, status: int = 0, *, again: bool = False, wait: float = 0.0) -> None:
        super().__init__(message)
        self.message, self.status, self.again, self.wait = message, status, again, wait


@dataclass(frozen=True)
class Answer:
    """What came: `address` after redirects, `status` 200 or 304, headers by name in small letters."""

    address: str
    status: int
    body: bytes
    headers: dict[str, str]


@dataclass
class Fetcher:
    """Fetches from the hosts named (see `mapping.host_of`), with a pause between requests; those `private` may lie in an inner net.

    No cookies are kept, no scripts run, no proxy is asked.
    """

    hosts: frozenset[str]
    private: frozenset[str] = frozenset()
    contact: str = ""
    delay: float = 1.0
    retry_wait: float = 2.0
    sleep: Callable[[float], object] = time.sleep
    requests: int = 0
    _last: float = 0.0
    _robots: dict[str, Robots] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._manager = _guarded(frozenset(one.rpartition(":")[0] or one for one in self.private))
        words = f"; {self.contact}" if self.contact else ""
        self.agent = f"{AGENT}/{__version__} (moving an agency's own old site{words})".encode(
            "ascii", "ignore"
        ).decode()

    def get(
        self,
        address: str,
        *,
        most: int = PAGE_BYTES,
        seconds: float = PAGE_SECONDS,
        etag: str = "",
        modified: str = "",
    ) -> Answer:
        """Fetch an address, at most so many bytes in so many seconds. Raises `Failed`, after some tries where trying may help."""
        conditions = {}
        if etag:
            conditions["If-None-Match"] = etag
        if modified:
            conditions["If-Modified-Since"] = modified
        for tried in range(_TRIES):
            try:
                return self._follow(address, most, seconds, conditions)
            except Failed as failed:
                if not failed.again or tried + 1 == _TRIES:
                    raise
                self.sleep(min(max(self.retry_wait * 2**tried, failed.wait), _LONGEST_WAIT))
        raise AssertionError("unreachable")

    def _follow(self, address: str, most: int, seconds: float, conditions: dict[str, str]) -> Answer:
        seen = {address}
        for _ in range(_HOPS + 1):
            self._require_allowed(address)
            answer = self._ask(address, most, seconds, conditions)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            address = urljoin(address, answer.headers.get("location", "")).partition("#")[0]
            if address in seen:
                raise Failed("网页来回跳转，打不开", answer.status)
            seen.add(address)
        raise Failed(f"跳转超过{_HOPS}次", 302)

    def _require_allowed(self, address: str) -> None:
        host = host_of(address)
        if host not in self.hosts:
            raise Failed(f"地址在别的网站上（{host or '不是网址'}），没有取")
        if not self._robots_of(address, host).allows(address):
            raise Failed("旧网站的robots.txt不允许取这个地址")

    def _robots_of(self, address: str, host: str) -> Robots:
        if host not in self._robots:
            try:
                answer = self._ask(urljoin(address, "/robots.txt"), 500_000, 30.0, {})
                text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            except Failed as failed:
                if failed.status == 0 or failed.status >= 500:
                    raise Failed(
                        f"取不到robots.txt（{failed.message}）", failed.status, again=True
                    ) from failed
                text = ""
            self._robots[host] = read_robots(text, AGENT)
        return self._robots[host]

    def _pause(self, host: str) -> None:
        delay = max(self.delay, self._robots[host].delay if host in self._robots else 0.0)
        left = self._last + delay - time.monotonic()
        if left > 0:
            self.sleep(left)

    def _ask(self, address: str, most: int, seconds: float, conditions: dict[str, str]) -> Answer:
        self._pause(host_of(address))
        self.requests += 1
        end = time.monotonic() + seconds
        try:
            response = self._manager.request(
                "GET",
                address,
                headers={"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", **conditions},
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=_CONNECT, read=_SILENT),
                preload_content=False,
            )
            try:
                return self._read(response, address, most, end)
            finally:
                response.close()
                self._last = time.monotonic()
        except (HTTPError, OSError, ValueError) as error:
            self._last = time.monotonic()
            if isinstance(error, _InnerNet):
                raise Failed(error.message) from error
            if isinstance(error, LocationParseError | UnicodeError | ValueError):
                raise Failed("地址不对") from error
            raise Failed("连不上，或者连接中断", again=True) from error

    def _read(self, response: Any, address: str, most: int, end: float) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = response.status
        if status in (301, 302, 303, 307, 308) or status == 304:
            return Answer(address, status, b"", headers)
        if status != 200:
            wait = headers.get("retry-after", "")
            seconds = float(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 6 else 0.0
            raise Failed(f"旧网站回答{status}", status, again=status in _AGAIN, wait=seconds)
        length = headers.get("content-length", "")
        if length.isascii() and length.isdecimal() and int(length) > most:
            raise Failed(f"超过{most / 1048576:.0f}MB，没有取", status)
        parts, size = [], 0
        while True:
            piece = response.read1(_PIECE)  # gives what has come: a host that drips keeps nobody waiting
            if not piece:
                break
            size += len(piece)
            if size > most:
                raise Failed(f"超过{most / 1048576:.0f}MB，没有取完", status)
            if time.monotonic() > end:
                raise Failed("太慢，没有取完", status, again=True)
            parts.append(piece)
        if (
            length.isascii()
            and length.isdecimal()
            and "content-encoding" not in headers
            and size < int(length)
        ):
            raise Failed("没有传完就断了", status, again=True)
        return Answer(address, status, b"".join(parts), headers)


class _InnerNet(HTTPError):
    def __init__(self, host: str) -> None:
        self.message = f"“{host}”是内网地址，没有取；确是旧网站的，请写进private_hosts"
        super().__init__(self.message)


def _guarded(private: frozenset[str]) -> urllib3.PoolManager:
    """Make a manager of connections that looks at where each one really leads, not at what a name said before."""

    def require_outer(host: str, addresses: list[str]) -> None:
        if host.strip("[]").lower() in private:
            return
        for one in addresses:
            if not ipaddress.ip_address(one.partition("%")[0]).is_global:
                raise _InnerNet(host)

    class Guard:
        def _new_conn(self: Any) -> socket.socket:
            host = self._dns_host
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
            require_outer(host, [str(one[4][0]) for one in found])
            made: socket.socket = super()._new_conn()  # type: ignore[misc]
            try:
                require_outer(host, [str(made.getpeername()[0])])
            except BaseException:  # whatever it was: the connection must not stay open
                made.close()
                raise
            return made

    class Plain(Guard, HTTPConnection):
        pass

    class Safe(Guard, HTTPSConnection):
        pass

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Safe

    manager = urllib3.PoolManager(num_pools=4, maxsize=1)
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SafePool}
    return manager
