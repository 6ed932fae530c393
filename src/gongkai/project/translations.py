"""Chinese for what Wagtail and Django leave in English: the catalogues of `locale/`, compiled when the platform starts.

Django reads compiled catalogues only (.mo); the tool that makes them, gettext, is not on every machine, and the package may
lie where nothing can be written. So they are compiled here into the installation's data folder.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import trans_real

SOURCE = Path(__file__).parent / "locale"

_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr|msgstr\[\d+\]) (".*")')


def install(target: Path) -> None:
    """Compile the catalogues, and let Django read them even if it has been asked for a word already."""
    if compile_all(target):
        trans_real._translations.clear()
        trans_real._default = None


def compile_all(target: Path) -> int:
    """Compile every catalogue into `target`, where it differs from what is there; how many did."""
    written = 0
    for catalogue in SOURCE.rglob("*.po"):
        compiled = compile_catalogue(catalogue.read_text(encoding="utf-8"))
        path = (target / catalogue.relative_to(SOURCE)).with_suffix(".mo")
        if path.exists() and path.read_bytes() == compiled:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        # Several processes may start at once: each puts its whole file in place in one step.
        part = path.with_name(f"{path.name}.{id(compiled):x}")
        part.write_bytes(compiled)
        part.replace(path)
        written += 1
    return written


def compile_catalogue(text: str) -> bytes:
    """Turn a catalogue's text (.po) into what gettext reads (.mo). Raises ValueError for a line it does not understand."""
    pairs: dict[bytes, bytes] = {}
    for entry in entries(text):
        key = entry["msgid"]
        if "msgctxt" in entry:
            key = f"{entry['msgctxt']}\x04{key}"
        if "msgid_plural" in entry:
            key = f"{key}\x00{entry['msgid_plural']}"
            value = "\x00".join(entry[name] for name in sorted(entry) if name.startswith("msgstr["))
        else:
            value = entry["msgstr"]
        if value:
            pairs[key.encode()] = value.encode()
    return _binary(sorted(pairs.items()))


def entries(text: str) -> Iterator[dict[str, str]]:
    """Give the entries of a catalogue's text, each as its fields; the first, with an empty msgid, is the header."""
    entry: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if not line.strip():
            if entry:
                yield entry
            entry = {}
        elif line.startswith("#"):
            continue
        elif found := _FIELD.fullmatch(line):
            field = found[1]
            entry[field] = ast.literal_eval(found[2])
        elif line.startswith('"') and entry:
            entry[field] += ast.literal_eval(line)
        else:
            raise ValueError(f"line {number} is not part of a catalogue")


def _binary(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """Lay the pairs out as the GNU MO format has it: header, table of keys, table of values, the strings."""
    head, table = 28, 8 * len(pairs)
    place = head + 2 * table
    tables: list[bytes] = []
    strings = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), place + len(strings)))
            strings += pair[column] + b"\x00"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + table, 0, head + 2 * table)
    return header + b"".join(tables) + strings
