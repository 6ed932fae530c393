"""Office files that are the same bytes for the same report: a package written anew without the time of writing."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can bear
_PROPERTIES = "docProps/core.xml"
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def repack(data: bytes) -> bytes:
    """Return the Office package `data` with every entry dated 1980-01-01 and no times in its properties."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            entry = ZipInfo(info.filename, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            part = source.read(info)
            target.writestr(entry, _TIMES.sub(b"", part) if info.filename == _PROPERTIES else part)
    return out.getvalue()
