"""Send an e-mail or a short message. What is sent, and to whom, is in no log, no task and no error: only whether it went."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from smtplib import SMTPException
from urllib.error import URLError
from urllib.parse import quote_plus, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

__all__ = ["SendError", "mail_ready", "send_mail", "send_sms", "sms_ready"]

_SECONDS = 20
_MOBILE = re.compile(r"(?:\+?86)?(1\d{10})")
_log = logging.getLogger(__name__)


class SendError(Exception):
    """It did not go; `message` is Chinese and names nobody."""

    def __init__(self, message: str) -> None:
        """Keep the message."""
        super().__init__(message)
        self.message = message


def mail_ready() -> bool:
    """Whether an SMTP server is named (GONGKAI_SMTP)."""
    return bool(settings.EMAIL_HOST)


def sms_ready() -> bool:
    """Whether a gateway for short messages is named (GONGKAI_SMS_URL)."""
    return bool(settings.SMS_URL)


def send_mail(to: str, subject: str, text: str) -> None:
    """Send a plain e-mail. Raises `SendError`."""
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    message.connection = get_connection(timeout=_SECONDS)
    try:
        sent = message.send()
    except (OSError, SMTPException, ValueError) as error:
        raise _not_sent("邮件", error) from None
    if not sent:
        raise _not_sent("邮件", None)


def send_sms(phone: str, text: str) -> bool:
    """Hand a short message to the gateway; False for a number that is no mobile telephone. Raises `SendError`.

    The body is the installation's template (GONGKAI_SMS_BODY) with {phone} and {text}, each escaped as the template's kind asks.
    """
    found = _MOBILE.fullmatch(re.sub(r"[\s\-]", "", phone))
    if found is None:
        return False
    template = settings.SMS_BODY
    is_json = template.lstrip().startswith("{")
    escape: Callable[[str], str] = _in_json if is_json else quote_plus
    parts = re.split(r"(\{phone\}|\{text\})", template)
    given = {"{phone}": escape(found[1]), "{text}": escape(text)}
    body = "".join(given.get(part, part) for part in parts).encode()
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    headers = {"Content-Type": f"{kind}; charset=utf-8"}
    if settings.SMS_AUTHORIZATION:
        headers["Authorization"] = settings.SMS_AUTHORIZATION
    if urlsplit(settings.SMS_URL).scheme not in ("http", "https"):
        raise SendError("短信网关的地址（GONGKAI_SMS_URL）应以 http:// 或者 https:// 开头")
    request = Request(settings.SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310 - looked at above
    try:
        with build_opener(_Straight).open(request, timeout=_SECONDS) as answer:
            answer.read(1)
    except (URLError, OSError, ValueError) as error:
        raise _not_sent("短信", error) from None
    return True


class _Straight(HTTPRedirectHandler):
    """Goes nowhere else: a telephone number is for the gateway named, and for nobody it points to."""

    def redirect_request(self, *_: object) -> None:
        """Refuse."""


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _not_sent(what: str, error: Exception | None) -> SendError:
    kind = type(error).__name__ if error else "refused"
    _log.warning("a notice was not sent: %s", kind)
    return SendError(f"{what}没有发出（{kind}）")
