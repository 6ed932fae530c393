"""A real SMTP server and a real gateway on this machine: what arrives there, and that nothing of it stands anywhere else."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone
from tests.applications.desk import Desk, desk, entry

from gongkai.applications import services as acts
from gongkai.applications.telling import tell_applicant
from gongkai.notices.services import SendError, send_mail, send_sms
from gongkai.portal.services import make_platform


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs; what is handed over is kept."""

    def handle(self) -> None:
        def say(words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and b"nobody" in line:
                say("550 no such person")
            elif word == b"DATA":
                say("354 go on")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part
                self.server.got.append(data)  # type: ignore[attr-defined]
                say("250 ok")
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def smtp(settings: Any) -> Iterator[list[bytes]]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    server.daemon_threads = True
    server.got = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server.got  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway(settings: Any) -> Iterator[list[tuple[str, bytes]]]:
    got: list[tuple[str, bytes]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers["Authorization"], self.rfile.read(int(self.headers["Content-Length"]))))
            status = 302 if self.path == "/away" else 500 if self.path == "/broken" else 200
            self.send_response(status)
            self.send_header("Location", "/else")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/send"
    settings.SMS_BODY, settings.SMS_AUTHORIZATION = '{"to": "{phone}", "words": "{text}"}', "Bearer x"
    yield got
    server.shutdown()
    server.server_close()


@pytest.fixture
def at(db: None) -> Desk:
    made = desk()
    make_platform(made.agency)
    return made


def _event(at: Desk) -> Any:
    who = acts.Who(
        "欧阳测试", identity_number="11010119900307803X", phone="13800000000", email="ouyang@example.cn"
    )
    case = acts.register(None, at.agency, entry(timezone.localdate(), channel="online", persons=(who,))).case
    return acts.confirm(at.case_officer, at.agency, case, timezone.localdate())


def test_the_mail_names_the_number_and_nothing_else(at: Desk, smtp: list[bytes]) -> None:
    event = _event(at)
    tell_applicant.func(event.pk)
    message = message_from_bytes(smtp[0], policy=policy.default)
    number = event.application.number
    assert message["Subject"] == f"申请{number}有新的进展"
    assert message["To"] == "ouyang@example.cn"
    text = message.get_body().get_content()  # type: ignore[union-attr]
    assert number in text
    assert "/apply/track/" in text
    for secret in ("欧阳", "法律援助", "11010119900307803X", "13800000000"):
        assert secret not in text


def test_the_order_is_given_with_the_event_and_holds_its_id_alone(at: Desk, smtp: list[bytes]) -> None:
    from django_tasks_db.models import DBTaskResult

    before = DBTaskResult.objects.count()
    event = _event(at)
    orders = DBTaskResult.objects.order_by("-enqueued_at")[: DBTaskResult.objects.count() - before]
    assert [one.args_kwargs["args"] for one in orders] == [[event.pk]]


def test_what_is_refused_names_nobody(smtp: list[bytes], caplog: Any) -> None:
    with pytest.raises(SendError) as caught:
        send_mail("nobody@example.cn", "x", "y")
    assert caught.value.__cause__ is None
    assert "nobody" not in caught.value.message + caplog.text


def test_short_messages_go_to_the_gateway_named_and_no_further(
    gateway: list[tuple[str, bytes]], settings: Any
) -> None:
    assert send_sms("138 0000-0000", '有"新"的进展\n{phone}')
    assert gateway == [("Bearer x", '{"to": "13800000000", "words": "有\\"新\\"的进展\\n{phone}"}'.encode())]
    settings.SMS_BODY = "to={phone}&words={text}"
    assert send_sms("+8613800000000", "甲&乙")
    assert gateway[-1][1] == b"to=13800000000&words=%E7%94%B2%26%E4%B9%99"
    assert not send_sms("0531-88886666", "固定电话收不到短信")
    assert len(gateway) == 2
    for wrong in ("/away", "/broken"):
        settings.SMS_URL = settings.SMS_URL.rsplit("/", 1)[0] + wrong
        with pytest.raises(SendError):
            send_sms("13800000000", "x")
    assert len(gateway) == 4
    settings.SMS_URL = "file:///etc/passwd"
    with pytest.raises(SendError, match="GONGKAI_SMS_URL"):
        send_sms("13800000000", "x")
