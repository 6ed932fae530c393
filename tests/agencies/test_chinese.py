"""No page of the back office that an official meets shows an English word."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.agencies.office import Office

# Names of formats and signs of the trade, and what the made-up agencies are called.
_KNOWN = re.compile(
    r"(?<![A-Za-z])(?:PDF|OFD|WPS|PPT|Word|Excel|DOCX?|XLSX?|CSV|JSON|HTML|HTTPS?|URL|ICP|GIF|PNG|JPE?G|WEBP|AVIF|SVG|TXT|MB|KB|Ctrl|Shift|Alt|Esc|"
    r"YYYY|MM|DD|HH|QHBA|GB|ISO|IEC|EXIF|GPS|Luhn|credit_code|year|month|number|"
    r"setup_token|sfj|zhangsan|admin|root|slug|jia|yi|district|officer-\w+|admin-\w+|article|column|gif|txt|localhost|"
    r"jpg|jpeg|png|webp|avif|svg|csv|docx|key|odt|pdf|pptx|rtf|xlsx|zip|testserver|img)(?![A-Za-z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_READ_ALOUD = ("title", "aria-label", "placeholder", "alt", "data-w-dropdown-label")


def english(html: str) -> set[str]:
    """Give the pieces of text of a page, shown or read aloud, that hold an English word."""
    tree = lxml.html.fromstring(html)
    for gone in tree.xpath(
        "//script | //style | //template//script | //*[local-name()='svg'] | //*[@hidden]"
    ):
        gone.drop_tree()
    pieces = [text for text in tree.xpath("//text()[normalize-space()]") if text.getparent().tag != "title"]
    pieces += tree.xpath("//title/text()")
    pieces += [value for name in _READ_ALOUD for value in tree.xpath(f"//@{name}")]
    pieces += tree.xpath("//input[@type='submit' or @type='button']/@value")
    found = set()
    for piece in pieces:
        # Pieces of markup kept in templates for scripts have their own text nodes; addresses are no words.
        bare = _KNOWN.sub("", re.sub(r"<[^>]*>|\S*[/@.]\S*", "", str(piece)))
        if _WORD.search(bare):
            found.add(" ".join(str(piece).split())[:120])
    return found


def crawl(client: Client, limit: int = 150) -> dict[str, set[str]]:
    """Follow the links of the back office from its first screen; the pages with English, and what it is."""
    todo, seen, faults = deque(["/office/"]), set(), {}
    while todo and len(seen) < limit:
        address = todo.popleft()
        shape = re.sub(r"[?].*", "", re.sub(r"\d+", "N", address))
        if shape in seen:
            continue
        seen.add(shape)
        response = client.get(address, follow=True)
        # Bulk actions without anything chosen are not pages.
        assert response.status_code == 200 or "/bulk/" in address, (address, response.status_code)
        if "text/html" not in response["Content-Type"]:
            continue
        page = response.content.decode()
        if words := english(page):
            faults[address] = words
        for link in lxml.html.fromstring(page).xpath("//a/@href"):
            path = urlsplit(urljoin(address, link))
            if path.path.startswith("/office/") and "logout" not in path.path and not path.netloc:
                todo.append(f"{path.path}?{path.query}" if path.query else path.path)
    assert len(seen) > 10
    return faults


@pytest.mark.parametrize("who", ["officer", "administrator", "superuser"])
def test_the_back_office_speaks_chinese(who: str, offices: tuple[Office, Office], superuser: Any) -> None:
    from tests.agencies.office import logged_in

    office = offices[0]
    person = superuser if who == "superuser" else getattr(office, who)
    client = logged_in(person)
    faults = crawl(client)
    extra = [
        f"/office/pages/{office.article.pk}/{what}/" for what in ("edit", "history", "copy", "move", "delete")
    ]
    extra += ["/office/images/add/", "/office/documents/add/"] if who != "administrator" else []
    for address in extra if who != "administrator" else []:
        response = client.get(address, follow=True)
        if words := english(response.content.decode()):
            faults[address] = words
    assert not faults, "\n".join(f"{address}: {sorted(words)}" for address, words in faults.items())


def test_login_and_first_setup_speak_chinese(client: Client, db: None) -> None:
    assert not english(client.get("/office/", follow=True).content.decode())


def test_login_speaks_chinese(client: Client, superuser: Any) -> None:
    page = client.get("/office/", follow=True).content.decode()
    assert "登录" in page
    assert not english(page)
    wrong = client.post("/office/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "密码" in wrong
    assert not english(wrong)


def test_english_is_found() -> None:
    assert english("<p>保存 Save changes</p>") == {"保存 Save changes"}
    assert english("<input placeholder='Search'>") == {"Search"}
    assert not english("<p>上传 PDF 或 DOCX 文件</p>")
