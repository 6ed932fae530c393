"""Applications of the demonstration: none in the report's year, as it says; some of the last weeks, at every stage, made up (演示数据)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.applications.models import Application, NilYear
from gongkai.applications.sample import Span, cases_of
from gongkai.applications.services import declare_nil
from gongkai.applications.services.bulk import bring_in
from gongkai.calendar.queries import calendar
from gongkai.project import lixia

__all__ = ["enter"]

_MANY, _WEEKS = 24, 10
_SEED = "lixia"


def enter(agency: Agency, officer: User) -> None:
    """Enter what is missing. The newest application is of today, so that something is always due."""
    if not NilYear.objects.for_agency(agency.pk).filter(year=lixia.YEAR).exists():
        declare_nil(officer, agency, lixia.YEAR)
    if Application.objects.for_agency(agency.pk).exists():
        return
    today = timezone.localdate()
    span = Span(today - timedelta(weeks=_WEEKS), today, today)
    bring_in(officer, agency, list(cases_of(_SEED, span, _MANY, calendar())), source="simulate")
