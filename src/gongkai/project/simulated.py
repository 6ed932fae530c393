"""A made-up district (演示数据) with all kinds of records that exist so far, the same for the same seed: for demos, tests and load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from gongkai.agencies import services as agencies
from gongkai.agencies.models import Agency
from gongkai.applications.sample import Span, cases_of
from gongkai.applications.services.bulk import Past, bring_in
from gongkai.calendar.queries import calendar
from gongkai.portal.models import ColumnPage, PlatformPage
from gongkai.portal.services import make_platform
from gongkai.project.database import Unusable
from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies
from gongkai.publishing.importing.sources import Memory
from gongkai.publishing.importing.table import Row
from gongkai.publishing.services import importing
from gongkai.registers.models import Register
from gongkai.registers.services import nil

__all__ = ["Plan", "simulate"]

_BATCH = 200
_NAMES = (
    "司法局",
    "教育和体育局",
    "民政局",
    "财政局",
    "自然资源局",
    "住房和城乡建设局",
    "交通运输局",
    "农业农村局",
)
_NAMES += (
    "卫生健康局",
    "应急管理局",
    "市场监督管理局",
    "统计局",
    "医疗保障局",
    "审计局",
    "商务局",
    "文化和旅游局",
)

Progress = Callable[[int], object]


class Plan:
    """How large: agencies, years, applications and items for each agency over the whole span, and the seed."""

    def __init__(
        self, *, agencies: int, first: int, last: int, applications: int, items: int, seed: int
    ) -> None:
        """Keep the numbers; ValueError (Chinese) for those that cannot be."""
        if not 1 <= agencies <= 1000:
            raise ValueError("机关数应在1至1000之间")
        if not 2009 <= first <= last <= timezone.localdate().year:
            raise ValueError(f"年份应在2009至{timezone.localdate().year}之间，起始年份不晚于结束年份")
        if not (0 <= applications <= 1_000_000 and 0 <= items <= 1_000_000):
            raise ValueError("件数、条数应在0至1000000之间")
        self.agencies, self.first, self.last = agencies, first, last
        self.applications, self.items, self.seed = applications, items, seed

    @property
    def total(self) -> int:
        """How many records it makes."""
        return self.agencies * (self.applications + self.items)


def simulate(plan: Plan, progress: Progress) -> list[Agency]:
    """Make the district; gives its agencies below the government. Raises `Unusable` where formal agencies or the same district are."""
    if Agency.objects.filter(demonstration=False).exists():
        raise Unusable("这个数据库里已有正式的机关，不能再装演示数据；请换一个数据文件夹或者数据库")
    slug = f"sim{plan.seed}"
    if Agency.objects.filter(slug=f"{slug}-gov").exists():
        raise Unusable(f"种子为{plan.seed}的演示数据已经有了；请换一个种子，或者换一个数据文件夹")
    above = agencies.create_agency(
        None,
        Agency(
            full_name=f"演示{plan.seed}区人民政府（演示数据）",
            short_name=f"演示{plan.seed}区政府",
            slug=f"{slug}-gov",
            kind=Agency.Kind.GOVERNMENT,
            demonstration=True,
        ),
    )
    made = []
    for number in range(plan.agencies):
        name = _NAMES[number % len(_NAMES)] + (
            f"第{number // len(_NAMES) + 1}分局" if number >= len(_NAMES) else ""
        )
        agency = agencies.create_agency(
            None,
            Agency(
                full_name=f"演示{plan.seed}区{name}（演示数据）",
                short_name=f"演示{name}",
                slug=f"{slug}-{number + 1}",
                parent=above,
                demonstration=True,
            ),
        )
        _applications(agency, plan, number, progress)
        _nil(agency, plan)
        if plan.items:
            _items(agency, plan, number, progress)
        made.append(agency)
    return made


def _applications(agency: Agency, plan: Plan, number: int, progress: Progress) -> None:
    span = Span(date(plan.first, 1, 1), date(plan.last, 12, 31), timezone.localdate())
    cases = cases_of(f"{plan.seed}/{number}", span, plan.applications, calendar())
    for batch in _batches(cases):
        bring_in(None, agency, batch, source="simulate")
        progress(len(batch))


def _batches(cases: Iterator[Past]) -> Iterator[list[Past]]:
    """Cut into batches, a piece never apart from what it was split from."""
    batch: list[Past] = []
    for case in cases:
        if len(batch) >= _BATCH and not case.piece_of:
            yield batch
            batch = []
        batch.append(case)
    if batch:
        yield batch


def _nil(agency: Agency, plan: Plan) -> None:
    for year in range(plan.first, plan.last + 1):
        for register in Register.values:
            nil.declare(None, agency, year, register, "演示数据")


def _items(agency: Agency, plan: Plan, number: int, progress: Progress) -> None:
    make_platform(agency)
    random = Random(f"{plan.seed}/{number}/items")
    paths = _paths(agency)
    first, last = (
        date(plan.first, 1, 1),
        min(date(plan.last, 12, 31), timezone.localdate() - timedelta(days=1)),
    )
    length = (last - first).days
    rows = []
    for one in range(plan.items):
        day = first + timedelta(days=one * length // max(plan.items - 1, 1))
        column = random.choice(paths)
        at = datetime(day.year, day.month, day.day, 9 + one % 8, one % 60)  # noqa: DTZ001 - as a file says it: Beijing time
        values = {
            "agency": agency.full_name,
            "column": column,
            "title": f"{agency.short_name}{day.year}年{column.rsplit('/', 1)[-1]}信息之{one + 1}",
            "body_html": f"<p>演示数据：第{one + 1}条，没有实际内容。</p>",
            "formed_on": day.isoformat(),
            "published_at": f"{at:%Y-%m-%d %H:%M}",
            "theme": "演示",
            "keywords": "演示",
        }
        rows.append(Row(one + 2, values))
    batch = importing.begin_import(None, agency, f"演示信息（种子{plan.seed}）", total=len(rows))
    importing.stage(batch, list(check_rows(rows, Memory(), Agencies(agency))))
    batch = importing.finish_reading(None, agency, batch)
    batch = importing.approve_import(None, agency, batch, comment="演示数据")
    importing.enter(batch, Memory(), progress=progress)


def _paths(agency: Agency) -> list[str]:
    """Give the columns that take items, by the path of their titles from the platform."""
    platform = PlatformPage.objects.get(agency=agency)
    statutory = ColumnPage.objects.child_of(platform).get(key=ColumnPage.Key.STATUTORY)
    below = ColumnPage.objects.child_of(statutory).filter(closed_on=None, live=True).order_by("path")
    found = [
        f"{statutory.title}/{column.title}"
        for column in below
        if not ColumnPage.objects.child_of(column).filter(closed_on=None, live=True).exists()
    ]
    return found or [statutory.title]
