"""The configuration of nginx for this installation: published files first, all else to the program, the same headers as the program's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from gongkai.files.reading.kinds import KINDS
from gongkai.portal.headers import POLICY, SECONDS
from gongkai.portal.parameters import known_parameters

__all__ = ["Unwritable", "Wishes", "configuration"]

_TYPES = {
    "application/atom+xml": "atom",
    "application/rss+xml": "rss",
    "application/xml": "xml",
    "font/woff2": "woff2",
    "image/svg+xml": "svg",
    "text/css": "css",
    "text/html": "html",
    "text/javascript": "js",
}
_HSTS = "Strict-Transport-Security"


class Unwritable(ValueError):
    """A wish that cannot stand in a configuration; `message` says in Chinese which."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Wishes:
    """What an installation wants of nginx. `office_listen` or GONGKAI_OFFICE_HOST give the back office a server of its own.

    Addresses are host:port; `listen` and `office_listen` what stands after nginx's word `listen`.
    """

    out: Path
    app: str = "127.0.0.1:8000"
    listen: str = "80"
    office_listen: str = ""
    office_app: str = ""
    certificate: str = ""
    key: str = ""


def configuration(wishes: Wishes) -> str:
    """Write the configuration, to stand inside ``http { }``."""
    for one in (
        str(wishes.out),
        wishes.app,
        wishes.listen,
        wishes.office_listen,
        wishes.office_app,
        wishes.certificate,
    ):
        if any(sign in one for sign in '"\\;{}$\n'):
            raise Unwritable(f"“{one}”里有不能写进 nginx 配置的符号")
    apart = bool(wishes.office_listen or settings.OFFICE_HOST)
    names = [one for one in settings.ALLOWED_HOSTS if one != settings.OFFICE_HOST]
    hsts = (
        f'\n        add_header {_HSTS} "max-age={settings.SECURE_HSTS_SECONDS}" always;'
        if settings.SECURE_HSTS_SECONDS
        else ""
    )
    fill = {
        "app": wishes.app,
        "office_upstream": f"upstream gongkai_office {{ server {wishes.office_app}; keepalive 4; }}" if wishes.office_app else "",
        "parameters": "|".join(known_parameters()),
        "seconds": str(SECONDS),
        "listen": _listen(wishes, wishes.listen),
        "names": " ".join("_" if one == "*" else one for one in names) or "_",
        "out": str(wishes.out),
        "types": "\n".join(f"        {kind} {endings};" for kind, endings in sorted(_types().items())),
        "body": f"{max(settings.UPLOAD_BYTES // 2**20, 1) * 20}m",
        "page_headers": _headers(
            {"Cache-Control": "$gongkai_age", "Content-Security-Policy": POLICY, "Vary": "Cookie"}, hsts
        ),
        "file_headers": _headers({"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'"}, hsts),
        "hsts": hsts,
        "proxy": _proxy("gongkai"),
        "office_here": "    location ^~ /office { return 404; }" if apart else "",
        "office": _office(wishes) if apart else "",
    }  # fmt: skip
    text = (files("gongkai.serving") / "templates/serving/nginx.conf").read_text(encoding="utf-8")
    for name, value in fill.items():
        text = text.replace(f"@@{name}@@", value)
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip() != "") + "\n"


def _listen(wishes: Wishes, listen: str) -> str:
    if not wishes.certificate:
        return f"listen {listen};"
    return f'listen {listen} ssl;\n    ssl_certificate "{wishes.certificate}";\n    ssl_certificate_key "{wishes.key}";'


def _types() -> dict[str, str]:
    """Give media types with the endings of names that stand for them, the program's own."""
    endings: dict[str, str] = {ending: kind for kind, ending in _TYPES.items()}
    for one in KINDS.values():
        for ending in one.endings:
            endings.setdefault(ending, one.media_type)
    found: dict[str, list[str]] = {}
    for ending, kind in endings.items():
        found.setdefault(kind, []).append(ending)
    return {kind: " ".join(sorted(ends)) for kind, ends in found.items()}


def _headers(own: dict[str, str], hsts: str) -> str:
    """Write the headers of published files: those the program's own answers carry."""
    all_of_them = own | {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    return (
        "\n".join(f'        add_header {name} "{value}" always;' for name, value in all_of_them.items())
        + hsts
    )


def _proxy(upstream: str) -> str:
    return "\n".join(
        f"        {line};"
        for line in (
            f"proxy_pass http://{upstream}",
            "proxy_http_version 1.1",
            'proxy_set_header Connection ""',
            "proxy_set_header Host $http_host",
            "proxy_set_header X-Forwarded-Proto $scheme",
            "proxy_set_header X-Forwarded-For $remote_addr",
            "proxy_read_timeout 120s",
        )
    )


def _office(wishes: Wishes) -> str:
    """Write the back office's own server: nothing of it is published, everything is the program's."""
    upstream = "gongkai_office" if wishes.office_app else "gongkai"
    name = settings.OFFICE_HOST or "_"
    return f"""
server {{
    {_listen(wishes, wishes.office_listen or wishes.listen)}
    server_name {name};
    server_tokens off;
    client_max_body_size 0;
    location / {{
{_proxy(upstream)}
    }}
}}
"""
