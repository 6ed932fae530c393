"""The body of a report's page, made once: an edition never changes, so what it looks like need not be worked out again."""

from __future__ import annotations

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

import gongkai
from gongkai.report.charts import charts
from gongkai.report.model import Report
from gongkai.report.writing.html import fragment
from gongkai.reporting.contents import report_of
from gongkai.reporting.models import Edition

from .answers import answers
from .comparison import comparison

_DAY = 24 * 3600
TEMPLATE = "reporting/public/body.html"


def body_of(edition: Edition, previous: Edition | None, *, plainly: bool = False) -> SafeString:
    """Give the body of an edition's page, from the cache where it has been made before.

    `plainly` leaves out what is a second look at the same figures (长者模式).
    """
    beside = previous.public_id if previous else "-"
    key = f"report-body:{gongkai.__version__}:{edition.public_id}:{beside}:{'plain' if plainly else 'full'}"
    made = cache.get(key)
    if made is None:
        before = report_of(previous.content) if previous else None
        made = str(body(report_of(edition.content), before, plainly=plainly))
        cache.set(key, made, _DAY)
    return mark_safe(made)  # noqa: S308 made by the template below, which escapes


def body(report: Report, previous: Report | None, *, plainly: bool = False) -> SafeString:
    """Make the body of a report's page; the preview of a draft shows the same."""
    printed = fragment(report)
    return render_to_string(
        TEMPLATE,
        {
            "report": report,
            "previous": previous,
            "answers": answers(report, previous),
            "charts": () if plainly else charts(report, previous),
            # the writer of the core escapes all words of the report
            "printed": mark_safe(printed.body),  # noqa: S308
            "contents": printed.contents,
            "parts": comparison(report, previous) if previous and not plainly else (),
        },
    )
