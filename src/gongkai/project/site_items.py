"""The demonstration's columns and items: 238 published in 2022, brought in as history by one person and approved by another.

So the demonstration walks the way an office walks with its old site (历史导入). A few drafts and one item under review are there for
the first look at 我的一天. What is there already is left alone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from tqdm import tqdm

from gongkai.agencies.models import Agency, User
from gongkai.calendar.queries import calendar
from gongkai.portal import columns
from gongkai.portal.models import ColumnPage, PlatformPage
from gongkai.portal.services import make_platform
from gongkai.portal.tree import Planned, below_statutory
from gongkai.project import lixia
from gongkai.project.lixia_columns import CLASSES, WINDOW
from gongkai.project.lixia_files import attachments
from gongkai.project.lixia_items import MARK, Made, by_law
from gongkai.project.lixia_news import news, placeholder
from gongkai.publishing import services as publishing
from gongkai.publishing.importing.bringing import check_rows
from gongkai.publishing.importing.checking import Agencies
from gongkai.publishing.importing.sources import Memory
from gongkai.publishing.importing.table import Row
from gongkai.publishing.models import ImportBatch, ImportRow
from gongkai.publishing.services import importing
from gongkai.reporting import services as reporting
from gongkai.reporting.models import HandFigure

HISTORY = "历下区司法局2022年信息（演示数据）"
DRAFTS = "演示草稿"
_OPENED = date(2022, 1, 1)
_PICTURES = 20


def make_columns(agency: Agency) -> None:
    """Make the platform by the agency's own classes, and 部门之窗; on an older demonstration, open and close what differs."""
    make_platform(agency, plan=CLASSES)
    platform = PlatformPage.objects.get(agency=agency)
    statutory = ColumnPage.objects.child_of(platform).get(key=ColumnPage.Key.STATUTORY)
    for planned in CLASSES:
        _open(agency, statutory, planned)
    window = ColumnPage.objects.child_of(platform).filter(key=ColumnPage.Key.WINDOW).first()
    if window is None:
        window = columns.open_column(
            None, agency, platform, "部门之窗", slug="window", on=_OPENED, window=True
        )
    for title, slug in WINDOW:
        _open(agency, window, Planned(title, slug))
    _close_unused(agency, statutory)


def _open(agency: Agency, above: ColumnPage, planned: Planned) -> None:
    beside = ColumnPage.objects.child_of(above)
    if beside.filter(title=planned.title).exists():
        return
    columns.open_column(
        None,
        agency,
        ColumnPage.objects.get(pk=above.pk),
        planned.title,
        slug="" if beside.filter(slug=planned.slug).exists() else planned.slug,
        basis=planned.basis,
        introduction=planned.introduction,
        on=_OPENED,
    )


def _close_unused(agency: Agency, statutory: ColumnPage) -> None:
    """Close the columns an older demonstration has from the list of the law, where nothing stands in them; the lowest first."""
    kept = {planned.title for planned in CLASSES}
    planned = _titles_of_the_law(agency)
    below = ColumnPage.objects.descendant_of(statutory).filter(closed_on=None, live=True)
    for column in below.order_by("-depth", "-path"):
        if column.title in kept or column.title not in planned:
            continue
        empty = not column.get_descendants().not_type(ColumnPage).exists()
        if empty and not ColumnPage.objects.child_of(column).filter(closed_on=None, live=True).exists():
            columns.close_column(None, agency, column, reason="演示网站改按历下区司法局的分类设置栏目")


def _titles_of_the_law(agency: Agency) -> set[str]:
    return {one.title for planned in below_statutory(agency) for one in (planned, *planned.below)}


def bring_in_history(agency: Agency, importer: User, approver: User) -> None:
    """Bring in the 238 items, or what a stopped run has left of them."""
    batch = ImportBatch.objects.for_agency(agency.pk).filter(name=HISTORY).order_by("-pk").first()
    if batch is not None and batch.state == ImportBatch.State.DONE:
        return
    pictures = {f"{number + 1:02}.png": placeholder(number) for number in range(_PICTURES)}
    source = Memory(pictures | attachments())
    if batch is None or batch.state in (ImportBatch.State.READING, ImportBatch.State.REFUSED):
        if batch is not None and batch.state == ImportBatch.State.READING:
            importing.refuse_reading(None, agency, batch, "准备演示数据时中断")
        rows, more = _rows(agency, [*by_law(), *news()])
        checked = list(check_rows(rows, source, Agencies(agency), more=more))
        batch = importing.begin_import(importer, agency, HISTORY, total=len(rows))
        importing.stage(batch, checked)
        batch = importing.finish_reading(None, agency, batch)
    if batch.state == ImportBatch.State.READ:
        batch = importing.approve_import(approver, agency, batch, comment="已核对清单和条数（演示数据）")
    with tqdm(total=batch.total, desc="演示信息", unit="条", dynamic_ncols=True) as bar:
        bar.update(batch.rows.filter(state=ImportRow.State.PUBLISHED).count())
        importing.enter(batch, source, progress=bar.update)


def _rows(agency: Agency, made: list[Made]) -> tuple[list[Row], dict[int, dict[str, object]]]:
    """Give the items as rows of a file, the earliest first, spread over the working days of the year."""
    found = []
    # the classes one after the other, over and over, so that each has something in every part of the year
    for one, moment in zip(_mixed(made), _moments(len(made)), strict=True):
        formed = one.values.get("formed_on", "")
        # what has a day of its own is published on it: budgets within twenty days of approval, calls before they open
        at = datetime.fromisoformat(f"{formed} 15:00") if formed.startswith(str(lixia.YEAR)) else moment
        values = {
            "agency": agency.full_name,
            "column": one.column,
            "title": one.title,
            "body_html": one.body,
            "formed_on": formed or f"{at:%Y-%m-%d}",
            "published_at": f"{at:%Y-%m-%d %H:%M}",
            "theme": "司法行政",
            "keywords": one.column.rsplit("/", 1)[-1],
        }
        more = {"kind": one.kind, "extra": one.extra, "children": one.children}
        found.append((at, values | one.values, {key: value for key, value in more.items() if value}))
    # index numbers are drawn in the order of rows
    in_order = list(enumerate(sorted(found, key=lambda row: row[0]), 2))
    return (
        [Row(number, values) for number, (_, values, _) in in_order],
        {number: more for number, (_, _, more) in in_order},
    )


def _mixed(made: list[Made]) -> list[Made]:
    groups: dict[str, list[Made]] = {}
    for one in made:
        groups.setdefault(one.column, []).append(one)
    placed = [
        ((number + 0.5) / len(group), order, one)
        for order, group in enumerate(groups.values())
        for number, one in enumerate(group)
    ]
    return [one for *_, one in sorted(placed, key=lambda place: place[:2])]


def _moments(count: int) -> list[datetime]:
    """Spread so many moments over the working hours of the working days of 2022, in order."""
    days_worked = calendar()
    first = date(lixia.YEAR, 1, 1)
    days = [day for day in (first + timedelta(days=n) for n in range(365)) if days_worked.is_workday(day)]
    found = []
    for number in range(count):
        day = days[number * len(days) // count]
        minutes = (number * 37) % 420
        found.append(datetime(day.year, day.month, day.day, 9, 0) + timedelta(minutes=minutes))  # noqa: DTZ001
    return sorted(found)


def make_drafts(agency: Agency, officer: User) -> None:
    """Leave work for the first look at 我的一天: three drafts, and one item under review."""
    if ImportBatch.objects.for_agency(agency.pk).filter(name=DRAFTS).exists():
        return
    today = timezone.localdate()
    titles = (
        ("法定主动公开内容/工作进展", "区司法局开展法治宣传进社区活动"),
        ("法定主动公开内容/公告公示", f"{today.year}年度行政执法主体名单"),
        ("部门之窗/普法干线", "普法讲座预告"),
        ("部门之窗/信息公开", "政府开放日报名通知"),
    )
    rows = [
        Row(
            number,
            {
                "agency": agency.full_name,
                "column": column,
                "title": title,
                "body_html": f"<p>{title}的内容正在起草。</p>{MARK}",
                "formed_on": today.isoformat(),
                "theme": "司法行政",
                "keywords": "演示",
            },
        )
        for number, (column, title) in enumerate(titles, 2)
    ]
    more = {number: {"extra": {"basis": "20.15"}} for number in range(2, len(rows) + 2)}
    checked = list(check_rows(rows, Memory(), Agencies(agency), more=more))
    batch = importing.begin_import(officer, agency, DRAFTS, total=len(rows))
    importing.stage(batch, checked)
    importing.enter(importing.finish_reading(None, agency, batch), Memory())
    sent = batch.rows.get(number=2).item
    if sent is not None and sent.latest_revision_id is not None:
        publishing.send(
            officer,
            agency,
            sent,
            version=sent.latest_revision_id,
            note="请审核（演示数据）",
            looked_at=True,
        )


def enter_hand_figure(agency: Agency, officer: User) -> None:
    """Enter by hand the total the report printed: 84, which does not follow from the 60 items it lists."""
    if HandFigure.objects.for_agency(agency.pk).filter(year=lixia.YEAR, key="disclosed").exists():
        return
    reporting.enter_figure(
        officer,
        agency,
        year=lixia.YEAR,
        key="disclosed",
        value=84,
        source=f"{lixia.YEAR}年政府信息公开工作年度报告第一部分“主动公开”",
        reason="年报正文写明的总数；与正文列出的（1）至（11）类合计60条不一致，原文没有说明",
    )
