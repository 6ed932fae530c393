"""A maker of .xls files ([MS-CFB], [MS-XLS]), as small as they can be: nothing installed here writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _sheet(cells: Sequence[Sequence[object]]) -> bytes:
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    for row, members in enumerate(cells):
        for column, value in enumerate(members):
            if isinstance(value, float | int):
                out += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
            else:
                out += _label(row, column, str(value))
    return out + _record(0x000A, b"")


def xls(sheets: dict[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook of the sheets by name."""
    streams = {name: _sheet(cells) for name, cells in sheets.items()}
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    heads = {
        name: struct.pack("<BBBB", int(name in hidden), 0, len(name), 1) + name.encode("utf-16-le")
        for name in sheets
    }
    at = len(head) + sum(len(part) + 8 for part in heads.values()) + 4
    for name, part in heads.items():
        head += _record(0x0085, struct.pack("<I", at) + part)
        at += len(streams[name])
    book = head + _record(0x000A, b"") + b"".join(streams.values())
    return _compound("Workbook", book + b"\0" * max(4096 - len(book), 0))


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream: a header, the allocation table, the directory, the stream."""
    stream += b"\0" * (-len(stream) % 512)
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack(
            "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
        )
    )
    header += b"\xff" * (512 - len(header))
    folder = (
        _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
        + _entry(name, 2, 0xFFFFFFFF, 2, len(stream))
        + _entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    )
    return header + table + b"\xff" * (512 - len(table)) + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        spelled.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(spelled), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
