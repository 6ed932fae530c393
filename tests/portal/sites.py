"""Made-up agencies with their platforms, and published reports; what a test needs to look at public pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.agencies.models import Agency
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage
from gongkai.portal.queries import column_of
from gongkai.portal.services import make_platform
from gongkai.report.jsonform import to_json
from gongkai.report.model import Report
from gongkai.reporting.models import Edition, ReportPage

BEIJING = ZoneInfo("Asia/Shanghai")


def an_agency(name: str = "示例市清河区自然资源局", slug: str = "ziran", **more: Any) -> Agency:
    return Agency.objects.create(full_name=name, short_name=name[-5:], slug=slug, **more)


def a_platform(name: str = "示例市清河区自然资源局", slug: str = "ziran", **more: Any) -> Agency:
    agency = an_agency(name, slug, **more)
    make_platform(agency)
    return agency


def published(agency: Agency, report: Report, *, number: int = 1, reason: str = "") -> Edition:
    """An edition of the report on its page, as the act of publication leaves it."""
    year = report.year
    assert year is not None
    moment = datetime(year + 1, 1, 18 + number, 9, 30, tzinfo=BEIJING)
    page = ReportPage.objects.filter(agency=agency, year=year).first()
    if page is None:
        page = ReportPage(
            title=f"{agency.full_name}{year}年政府信息公开工作年度报告",
            slug=str(year),
            agency=agency,
            year=year,
            first_published_at=moment,
            last_published_at=moment,
        )
        column = column_of(agency, ColumnPage.Key.REPORTS)
        assert column is not None
        with gate.opened():
            column.add_child(instance=page)
    edition: Edition = Edition.everything.create(
        agency=agency,
        page=page,
        year=year,
        number=number,
        content=to_json(replace(report, agency=agency.full_name)),
        reason=reason,
        published_at=moment,
    )
    return edition


class Page(HTMLParser):
    """What a test asks of a page: its elements with attributes, and its words."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.html = response.content.decode()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [one["href"] for one in self.all("a") if "href" in one]

    @property
    def meta(self) -> dict[str, str]:
        return {one["name"]: one.get("content", "") for one in self.all("meta") if "name" in one}
