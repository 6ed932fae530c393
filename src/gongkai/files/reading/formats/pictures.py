"""What is said about a picture: EXIF, XMP, comments. The picture itself needs a person's eye."""

from __future__ import annotations

import re

from gongkai.files.reading.content import Content
from gongkai.files.reading.errors import Refused
from gongkai.files.reading.picture_parts import Parts, parts_of

LEAST = 100
"""Pictures with a side shorter than this many points are signs and ornaments, not scans."""

_TAGS = {
    270: "说明",
    315: "作者",
    33432: "版权",
    37510: "注释",
    40091: "标题",
    40092: "备注",
    40093: "作者",
    40094: "关键词",
    40095: "主题",
    42032: "相机主人",
}
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_STARTS = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))


def read_picture(data: bytes, kind: str) -> Content:
    """Read what is said about a picture. Raises `Refused` for a damaged one."""
    content = Content()
    _said(parts_of(kind, data), content, "照片信息（EXIF）")
    content.gap("", "picture", "图片中的文字需要人工查看")
    return content


def read_embedded_picture(data: bytes, content: Content) -> bool:
    """Read what is said about a picture within a document; tell whether it is large enough to hold words."""
    kind = next((kind for start, kind in _STARTS if data.startswith(start)), None)
    if kind is None and data[:4] == b"RIFF":
        kind = "webp"
    if kind is None:
        return len(data) > 20_000  # EMF, BMP, TIFF: no telling
    try:
        parts = parts_of(kind, data)
    except Refused:
        return True
    _said(parts, content, "文件中照片的信息（EXIF）")
    return min(parts.width, parts.height) >= LEAST


def _said(parts: Parts, content: Content, place: str) -> None:
    if parts.exif:
        _exif(parts.exif, content, place)
    for note in parts.notes:
        if note.startswith(b"Exif\0") or note == parts.exif:
            continue
        text = _MARKUP.sub(" ", note[:400_000].decode("utf-8", errors="replace")).replace("\0", " ")
        if text.count("�") * 5 < len(text):
            content.add(text[:200_000], place)
        if b"GPSLatitude" in note:
            content.remarks.add("gps")


def _exif(block: bytes, content: Content, place: str) -> None:
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(b"Exif\0\0" + block)
        values = dict(exif) | dict(exif.get_ifd(0x8769))
        if exif.get_ifd(0x8825):
            content.remarks.add("gps")
    except Exception:  # noqa: BLE001 - a broken block makes the library raise whatever its code meets
        values = {}
    for tag, label in _TAGS.items():
        if tag in values:
            content.add(_words(values[tag], tag), f"{place}：{label}")
    for run in re.findall(rb"[\x20-\x7e]{11,200}|(?:[\x20-\x7e]\0){11,200}", block):
        content.add(run.replace(b"\0", b"").decode("ascii"), place)


def _words(value: object, tag: int) -> str:
    if isinstance(value, bytes):
        if tag >= 40091 and tag <= 40095:
            return value.decode("utf-16-le", errors="replace").rstrip("\0")
        value = value[8:] if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0") else value
        return value.decode("utf-8", errors="replace").replace("\0", "")
    if isinstance(value, tuple):
        return _words(bytes(part for part in value if isinstance(part, int) and 0 <= part < 256), tag)
    return str(value)
