"""The words of a page out of its bytes: UTF-8, the Chinese encodings, or what the page says of itself."""

from __future__ import annotations

import codecs
import re

__all__ = ["decoded"]

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_UNTRUE = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})
"""What servers say of pages they know nothing of; any bytes can be read so."""
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312"})


def decoded(body: bytes, content_type: str = "") -> str:
    """Decode a page. Old sites say one encoding and write another, so UTF-8 is tried first: other bytes hardly ever look like it."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    said = [match[1] for match in [_HEADER.search(content_type)] if match]
    if match := _META.search(body[:4096]):
        said.append(match[1].decode("ascii"))
    names = ["gb18030" if name.lower() in _CHINESE else name for name in said if name.lower() not in _UNTRUE]
    for name in ("utf-8", *names, "gb18030"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    first = next((name for name in names if _known(name)), "utf-8")
    return body.decode(first, "replace")


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
