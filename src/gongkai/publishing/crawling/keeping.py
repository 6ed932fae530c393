"""Keep a fetched file in the folder: under a name people can read and the ending of what it is, whole or not at all."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongkai.files.names import clean_name
from gongkai.files.reading import KINDS, Refused, kind_of

from .fetching import Failed

__all__ = ["inline_picture", "keep", "name_of"]

_NAME = re.compile(r"[;；/\\:*?\"<>|\r\n\t]")
_PAGE = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_INLINE = re.compile(r"data:image/(png|jpeg|jpg|gif|webp)(?:;[\w=-]+)*;base64,", re.IGNORECASE)


def name_of(address: str, words: str, headers: dict[str, str]) -> str:
    """Give the name a file should bear: that of its answer, else the words of its link if they are a name, else its address's."""
    said = _from_header(headers.get("content-disposition", ""))
    path = unquote(urlsplit(address).path).rpartition("/")[2]
    ending = path.rpartition(".")[2].lower() if "." in path else ""
    words = " ".join(words.split()).strip(" .:：")
    words = re.sub(r"^附件\s*[\d一二三四五六七八九十]*\s*[:：.、]\s*(?=\S)", "", words)
    if said:
        name = said
    elif words and ending and ending not in ("jsp", "aspx", "asp", "php", "do", "htm", "html"):
        name = words if words.lower().endswith(f".{ending}") else f"{words}.{ending}"
    else:
        name = words or path
    return clean_name(_NAME.sub("_", name))


def _from_header(value: str) -> str:
    """Give the file name of a Content-Disposition, also one that an old server wrote in GBK or UTF-8 bytes."""
    if not value:
        return ""
    message = Message()
    message["Content-Disposition"] = value.encode("latin-1", "ignore").decode("latin-1")
    name = message.get_filename() or ""
    for encoding in ("utf-8", "gb18030"):
        try:
            return unquote(name.encode("latin-1").decode(encoding))
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return unquote(name)


def keep(folder: Path, address: str, name: str, data: bytes) -> str:
    """Write a file; gives its path below the folder. Raises `Failed` for a page instead of a file and for what is not taken in."""
    if _PAGE.match(data[:4096]):
        raise Failed("打开的是网页，不是文件")
    name = _with_ending(name, data)
    digest = hashlib.sha256(address.encode()).hexdigest()
    path = Path(digest[:2]) / digest[2:12] / name
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    for other in target.parent.iterdir():  # an earlier answer under another name, or one cut short
        if other.name != name:
            other.unlink()
    part = target.with_name(f".{digest[:12]}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return path.as_posix()


def _with_ending(name: str, data: bytes) -> str:
    try:
        kind_of(name, data)
    except Refused as refused:
        if refused.code != "ending" and "." in name[-6:]:
            raise Failed(refused.message) from refused
    else:
        return name
    for kind in KINDS.values():
        if kind.id in ("txt", "csv"):
            continue
        try:
            found = kind_of(f"x.{kind.endings[0]}", data).kind
        except Refused:
            continue
        stem = name.rpartition(".")[0] if re.search(r"\.[A-Za-z0-9]{1,5}$", name) else name
        return clean_name(f"{stem}.{found.endings[0]}")
    raise Failed("不能导入这种文件")


def inline_picture(source: str, most: int) -> tuple[str, bytes]:
    """Give name and content of a picture that stands in the page itself. Raises `Failed`."""
    match = _INLINE.match(source)
    if match is None:
        raise Failed("写在网页里的图片认不出来")
    try:
        data = base64.b64decode("".join(source[match.end() :].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Failed("写在网页里的图片已损坏") from error
    if len(data) > most:
        raise Failed("写在网页里的图片太大")
    return f"图片.{match[1].lower().replace('jpeg', 'jpg')}", data
