"""The report as JSON, the shape other programs rely on (see `gongkai.report.jsonform`)."""

from __future__ import annotations

from gongkai.report.jsonform import dumps, to_json
from gongkai.report.model import Report


def render(report: Report) -> bytes:
    """Return the report as one JSON object on one line, in UTF-8."""
    return f"{dumps(to_json(report))}\n".encode()
