"""The parts of a picture file: what makes the picture, what is only said about it, and what hangs on behind it.

The files are walked part by part and never decoded: a picture of a billion points costs nothing here, and taking out what is
said about a picture does not change a point of it.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from .errors import Refused

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"))
_LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD8)))


@dataclass(slots=True)
class Parts:
    """A picture taken apart.

    `kept` are the bytes that make the picture, `notes` what is said about it (EXIF, XMP, comments), `exif` the EXIF block in
    TIFF form or b"", `trailing` what follows the picture's end. `width` and `height` are in points.
    """

    width: int = 0
    height: int = 0
    kept: list[bytes] = field(default_factory=list)
    notes: list[bytes] = field(default_factory=list)
    exif: bytes = b""
    trailing: bytes = b""


def parts_of(kind: str, data: bytes) -> Parts:
    """Take a picture of the kind ``jpeg``, ``png``, ``gif`` or ``webp`` apart. Raises `Refused` for a damaged one."""
    walk = {"jpeg": _jpeg, "png": _png, "gif": _gif, "webp": _webp}[kind]
    try:
        parts = walk(data)
    except (IndexError, struct.error, ValueError) as error:
        raise damaged() from error
    if not parts.width or not parts.height:
        raise damaged()
    return parts


def without_notes(kind: str, data: bytes) -> bytes:
    """Return the picture without what is said about it and without what hangs on behind; how it is turned stays.

    Raises `Refused` for a damaged picture.
    """
    parts = parts_of(kind, data)
    turned = orientation(parts.exif)
    kept = parts.kept
    if kind == "jpeg" and turned > 1:
        note = b"Exif\0\0" + _orientation_only(turned)
        kept = [kept[0], b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note, *kept[1:]]
    if kind == "webp":
        return _webp_joined(kept, turned)
    return b"".join(kept)


def orientation(exif: bytes) -> int:
    """Return how the picture is to be turned (EXIF tag 0x0112): 1 to 8, 1 where nothing is said."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for index in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(order + "HHIH", exif, start + 2 + index * 12)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def damaged() -> Refused:
    """The refusal of a picture that cannot be walked to its end."""
    return Refused("damaged", "图片已损坏或者不完整，无法打开；请重新导出后再试")


def _orientation_only(turned: int) -> bytes:
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)


def _jpeg(data: bytes) -> Parts:
    parts = Parts(kept=[data[:2]])
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("marker expected")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            parts.kept.append(b"\xff\xd9")
            parts.trailing = data[at + 2 :]
            return parts
        if marker in _STANDALONE:
            parts.kept.append(data[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise ValueError("segment too long")
        body = data[at + 4 : end]
        if marker == 0xDA:
            end = _scan_end(data, end)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            parts.height, parts.width = struct.unpack_from(">HH", body, 1)
        if _jpeg_keeps(marker, body):
            parts.kept.append(data[at:end])
        else:
            parts.notes.append(body)
            if marker == 0xE1 and body.startswith(b"Exif\0"):
                parts.exif = body[6:]
        at = end


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _scan_end(data: bytes, at: int) -> int:
    """Find the marker that ends the points of a scan."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise ValueError("no end")
        following = data[at + 1]
        if following not in {0, 255} and following not in _STANDALONE:
            return at
        at += 1 if following == 0xFF else 2


def _png(data: bytes) -> Parts:
    parts = Parts(kept=[_PNG])
    at = len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        body = data[at + 8 : end - 4]
        if end > len(data) or (
            zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]
        ):
            raise ValueError("chunk damaged")
        if name == b"IHDR":
            parts.width, parts.height = struct.unpack_from(">II", body)
        if name in _PNG_KEPT:
            parts.kept.append(data[at:end])
        else:
            parts.notes.append(_png_note(name, body))
            if name == b"eXIf":
                parts.exif = body
        at = end
        if name == b"IEND":
            parts.trailing = data[at:]
            return parts


def _png_note(name: bytes, body: bytes) -> bytes:
    """Unpack the text of a chunk where it is packed, up to a million bytes."""
    packed = b""
    if name == b"zTXt":
        packed = body.partition(b"\0")[2][1:]
    elif name == b"iTXt" and body.partition(b"\0")[2][:1] == b"\x01":
        packed = body.partition(b"\0")[2][2:].partition(b"\0")[2].partition(b"\0")[2]
    if not packed:
        return body
    try:
        return body[: -len(packed)] + zlib.decompressobj().decompress(packed, 1_000_000)
    except zlib.error:
        return body


def _gif(data: bytes) -> Parts:
    parts = Parts()
    parts.width, parts.height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    parts.kept.append(data[:at])
    while True:
        start, kind = at, data[at]
        if kind == 0x3B:
            parts.kept.append(b"\x3b")
            parts.trailing = data[at + 1 :]
            return parts
        if kind == 0x2C:
            local = data[at + 9]
            at = _blocks_end(data, at + 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0))
        elif kind == 0x21:
            at = _blocks_end(data, at + 2)
        else:
            raise ValueError("block expected")
        piece = data[start:at]
        shown = kind == 0x2C or piece[1] in (0xF9, 0x01) or piece[3:14] in _LOOPING
        (parts.kept if shown else parts.notes).append(piece)


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Parts:
    (size,) = struct.unpack_from("<I", data, 4)
    end = 8 + size
    if end > len(data) + 1:
        raise ValueError("file cut off")
    parts = Parts(trailing=data[end:])
    at = 12
    while at + 8 <= min(end, len(data)):
        name, length = struct.unpack_from("<4sI", data, at)
        following = at + 8 + length + length % 2
        if at + 8 + length > len(data):
            raise ValueError("chunk cut off")
        body = data[at + 8 : at + 8 + length]
        if name in _WEBP_KEPT:
            parts.kept.append(data[at:following])
            _webp_size(name, body, parts)
        else:
            parts.notes.append(body)
            if name == b"EXIF":
                parts.exif = body.removeprefix(b"Exif\0\0")
        at = following
    return parts


def _webp_size(name: bytes, body: bytes, parts: Parts) -> None:
    if parts.width:
        return
    if name == b"VP8X":
        parts.width = int.from_bytes(body[4:7], "little") + 1
        parts.height = int.from_bytes(body[7:10], "little") + 1
    elif name == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        parts.width, parts.height = width & 0x3FFF, height & 0x3FFF
    elif name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        parts.width, parts.height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _webp_joined(chunks: list[bytes], turned: int) -> bytes:
    kept = []
    for chunk in chunks:
        flagged = chunk
        if chunk[:4] == b"VP8X":
            flags = chunk[8] & ~0x0C | (0x08 if turned > 1 else 0)
            flagged = chunk[:8] + bytes((flags,)) + chunk[9:]
        kept.append(flagged)
    if turned > 1 and any(chunk[:4] == b"VP8X" for chunk in chunks):
        note = _orientation_only(turned)
        kept.append(b"EXIF" + struct.pack("<I", len(note)) + note + b"\0" * (len(note) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
