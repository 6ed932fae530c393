"""The public register of documents as open data: …/documents/csv/ and …/documents/xlsx/ below an agency's platform.

Only documents whose page is public are in it, with all that happened to them; how they were checked and recorded within the office is not.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from gongkai.portal.models import PlatformPage
from gongkai.registers.documents import public_table
from gongkai.registers.models import Document
from gongkai.registers.tables import csv_of, workbook

__all__ = ["ENDINGS", "hand_out_data"]

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MINUTES = 10 * 60


def hand_out_data(page: PlatformPage, ending: str) -> HttpResponse:
    """Answer with the agency's documents as a table; KeyError for another ending."""
    rows = (
        Document.objects.for_agency(page.agency_id)
        .filter(item__live=True)
        .exclude(state=Document.State.NOT_YET)
        .select_related("agency", "item")
        .prefetch_related("events", "makers")
        .order_by("made_on", "pk")
    )
    columns, table = public_table(rows)
    title = "规章和行政规范性文件"
    content = csv_of(columns, table) if ending == "csv" else workbook(title, columns, table)
    answer = HttpResponse(content, content_type=ENDINGS[ending])
    answer["Content-Disposition"] = content_disposition_header(
        True, f"{page.agency.full_name}{title}.{ending}"
    )
    answer["Cache-Control"] = f"public, max-age={_MINUTES}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
