"""The officers' pages asked as a browser asks them."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client
from tests.agencies.office import logged_in

from gongkai.agencies.models import User
from gongkai.applications.models import Application

ROOT = "/office/applications/"


def at_work(person: User) -> Client:
    return logged_in(person)


def words(answer: Any) -> str:
    """The text of a page, without its tags, and the values of its fields."""
    page = answer.content.decode()
    return html.unescape(page)


def plain(answer: Any) -> str:
    """What a reader reads of the page's own part."""
    page = words(answer).partition('<div class="gk-body">')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def page_of(case: Application) -> str:
    return f"{ROOT}{case.public_id}/"


def do(client: Client, case: Application, key: str, query: str = "", **typed: Any) -> Any:
    """Send the form of an act, having seen the case as it stands."""
    case = Application.everything.get(pk=case.pk)
    return client.post(f"{page_of(case)}do/{key}/{query}", {"seen": case.last_event, **typed})
