"""A citizen who fills in the form over plain HTTP, as a browser without JavaScript does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from gongkai.applications.citizen import drafting
from gongkai.applications.models import Draft

ID = "11010119900307803X"
FORM = "/apply/form/"
WHO = {
    "name": "欧阳测试",
    "identity_type": "居民身份证",
    "identity_number": ID,
    "phone": "13800000000",
    "email": "ouyang@example.cn",
    "address": "",
    "postcode": "",
}
WISH = {"title": "2023年法律援助经费支出明细", "document_number": "", "features": "", "purpose": ""}
DELIVERY = {"form": "电子文件", "way": "电子邮件", "other": "on", "help": ""}


def fill(client: Client, **other: dict[str, Any]) -> None:
    """Fill in every screen up to the last."""
    said = {
        "kind": {"kind": "person"},
        "who": WHO,
        "together": {"rows": "0"},
        "content": WISH,
        "delivery": DELIVERY,
    } | other
    for name, data in said.items():
        answer = client.post(f"{FORM}{name}/", data)
        assert answer.status_code == 303, (name, answer.content.decode())


def answer_of(client: Client) -> str:
    """Read the question on the last screen and answer it, as a person would; the picture is not looked at."""
    words = unescape(client.get(f"{FORM}review/").content.decode())
    return solved(re.search(r"请回答：([^<]+)", words)[1])  # type: ignore[index]


def solved(question: str) -> str:
    digits = "零一二三四五六七八九"

    def value(text: str) -> int:
        if "十" in text:
            return 10 + (digits.index(text[1]) if len(text) > 1 else 0)
        return digits.index(text)

    if found := re.search(r"“(.+)”这四个词里，第(.)个", question):
        return found[1].split("、")["一二三四".index(found[2])]
    first, sign, second = re.match(r"(.+)([加减])(.+)等于几", question).groups()  # type: ignore[union-attr]
    return str(value(first) + value(second) if sign == "加" else value(first) - value(second))


def send(client: Client, **more: Any) -> Any:
    return client.post(f"{FORM}review/", {"consent": "on", "answer": answer_of(client), "website": ""} | more)


def receipt(client: Client) -> tuple[str, str]:
    """Read number and query code from the receipt."""
    words = client.get(f"{FORM}receipt/").content.decode()
    found = re.findall(r'<dd class="big[^"]*">([^<]+)</dd>', words)
    return found[0], found[1]


def draft_of(client: Client) -> Draft:
    return Draft.everything.get(key_hash=drafting._hash(client.cookies["gongkai_draft"].value))
