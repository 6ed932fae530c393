"""Redirects from the old site: of an item to its page, of a document to the document, of a picture to the page that shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from gongkai.portal.models import ItemPage

from .attaching import Attached
from .preparing import DOCUMENTS, old_address, uses_of

__all__ = ["lead_on", "of_files", "taken"]

_UNSAFE = re.compile(r"[%?#\s]")
_LONGEST = 255


def of_files() -> Q:
    """Tell redirects that lead from the address of a file: an item whose own address that was has a better right to it."""
    return Q(automatically_created=True) & ~Q(redirect_link="")


def taken() -> QuerySet[Redirect]:
    """Give the redirects whose addresses belong to something that is here."""
    found: QuerySet[Redirect] = Redirect.objects.exclude(of_files())
    return found


def lead_on(items: Sequence[tuple[ItemPage, dict[str, Any]]], attached: Attached) -> None:
    """Lead from the old addresses of new items and of their files. An address that leads elsewhere already goes on doing so."""
    site = Site.objects.filter(is_default_site=True).first()
    pages = {fields["old_url"]: item for item, fields in items if fields.get("old_url")}
    Redirect.objects.filter(of_files(), old_path__in=pages).delete()
    made = [
        Redirect(old_path=path, site=site, redirect_page_id=item.pk, automatically_created=True)
        for path, item in pages.items()
    ]
    files: dict[str, str] = {}
    for item, fields in items:
        for use, path in uses_of(fields):
            address = old_address(fields, path)
            if not address or address in pages or len(address) > _LONGEST:
                continue
            link = _document(attached, path) if use == "document" else item.get_url() or ""
            if link and len(link) <= _LONGEST:
                files.setdefault(address, link)
    led = set(Redirect.objects.filter(old_path__in=files).values_list("old_path", flat=True))
    made += [
        Redirect(old_path=path, site=site, redirect_link=link, automatically_created=True)
        for path, link in files.items()
        if path not in led
    ]
    Redirect.objects.bulk_create(made)


def _document(attached: Attached, path: str) -> str:
    """Give the address of a document as a redirect keeps it: Chinese names unquoted, for a quoted one may not fit."""
    document = attached.documents[attached.rows["document", path]]
    return f"{DOCUMENTS}{document.pk}/{_UNSAFE.sub(lambda sign: quote(sign[0]), document.filename)}"
