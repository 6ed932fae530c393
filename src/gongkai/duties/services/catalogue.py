"""Acts on the catalogue (主动公开基本目录): enter, change, end, and say who answers for a duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.duties.models import DisclosureDuty, DutySettings
from gongkai.duties.people import serves
from gongkai.portal.models import ColumnPage, PlatformPage

from .common import ASSIGNERS, KEEPERS, locked_duty, short

__all__ = ["FIELDS", "assign", "change", "end", "enter", "enter_many", "set_interval"]

FIELDS = (
    "title",
    "content",
    "column",
    "basis",
    "basis_words",
    "kind",
    "period",
    "limit",
    "own_days",
    "own_working",
    "own_source",
    "stays",
    "stay_days",
    "review_months",
    "section",
    "responsible",
    "deputy",
    "begins_on",
)
"""What a person fills in of a duty."""
_WORDS = ("title", "content", "basis_words", "own_source", "section")
_EARLIEST = date(2008, 5, 1)  # 条例 (2007) is in force


@act("duty.enter", *KEEPERS)
def enter(doing: Doing, given: Mapping[str, Any]) -> DisclosureDuty:
    """Enter a duty; `given` has values of `FIELDS`. Raises `Refused` with what is wrong."""
    made = _made(doing.agency, given)
    made.save(force_insert=True)
    doing.on("disclosure_duty", made.public_id)
    doing.note(kind=made.kind, limit=made.limit)
    return made


@act("duty.enter_many", *KEEPERS)
def enter_many(doing: Doing, rows: Sequence[Mapping[str, Any]]) -> list[DisclosureDuty]:
    """Enter a whole list, all or nothing. Duties that are in the catalogue already, by title and column, are left as they are."""
    standing = set(
        DisclosureDuty.objects.for_agency(doing.agency.pk)
        .filter(ended_on=None)
        .values_list("title", "column_id")
    )
    made = []
    for number, given in enumerate(rows, 1):
        try:
            one = _made(doing.agency, given)
        except Refused as refused:
            raise Refused(f"第{number}项“{given.get('title', '')}”：{refused.message}") from None
        if (one.title, one.column_id) in standing:
            continue
        standing.add((one.title, one.column_id))
        one.save(force_insert=True)
        made.append(one)
    doing.on("agency", doing.agency.public_id)
    doing.note(duties=len(made))
    return made


@act("duty.change", *KEEPERS)
def change(doing: Doing, duty: DisclosureDuty, given: Mapping[str, Any]) -> DisclosureDuty:
    """Change a duty. What is due already keeps its day; the new limit holds for what falls due from now on."""
    standing = locked_duty(doing, duty)
    if standing.ended_on is not None:
        raise Refused("这项公开任务已经终止，不再变动。")
    wanted = _made(doing.agency, {name: getattr(standing, name) for name in FIELDS} | dict(given))
    changed = [name for name in FIELDS if getattr(standing, name) != getattr(wanted, name)]
    for name in changed:
        setattr(standing, name, getattr(wanted, name))
    standing.save()
    doing.note(fields=changed)
    return standing


@act("duty.end", *KEEPERS)
def end(doing: Doing, duty: DisclosureDuty, on: date, reason: str) -> DisclosureDuty:
    """End a duty (职责划出、依据废止): nothing falls due after this day; what is late already is still to be done."""
    standing = locked_duty(doing, duty)
    if standing.ended_on is not None:
        raise Refused("这项公开任务已经终止。")
    if on < standing.begins_on:
        raise Refused("终止日期不能早于开始日期。")
    if not short(reason):
        raise Refused("请写明终止的理由。")
    standing.ended_on = on
    standing.save(update_fields=["ended_on"])
    doing.note(on=on.isoformat(), reason=short(reason, 200))
    return standing


@act("duty.assign", *ASSIGNERS)
def assign(
    doing: Doing, duties: Sequence[DisclosureDuty], responsible: User, deputy: User | None = None
) -> int:
    """Say who answers for duties from now on; gives how many were changed."""
    _require_people(doing.agency, responsible, deputy)
    for one in duties:
        standing = locked_duty(doing, one)
        standing.responsible, standing.deputy = responsible, deputy
        standing.save(update_fields=["responsible", "deputy"])
    doing.note(duties=[one.public_id for one in duties], responsible=responsible.public_id)
    return len(duties)


@act("duty.interval", *ASSIGNERS)
def set_interval(doing: Doing, months: int) -> None:
    """Set after how many months information that is not disclosed is looked at again (条例第十八条 leaves it to the agency)."""
    if not 1 <= months <= 60:
        raise Refused("评估间隔应在1到60个月之间。")
    DutySettings.everything.update_or_create(agency=doing.agency, defaults={"review_months": months})
    doing.on("agency", doing.agency.public_id)
    doing.note(months=months)


def _made(agency: Agency, given: Mapping[str, Any]) -> DisclosureDuty:
    if unknown := given.keys() - set(FIELDS):
        raise ValueError(f"not to be given here: {sorted(unknown)}")
    values = {name: value for name, value in given.items() if value is not None}
    for name in _WORDS:
        if name in values:
            field: Any = DisclosureDuty._meta.get_field(name)
            values[name] = short(str(values[name]), field.max_length)
    values.setdefault("begins_on", timezone.localdate())
    one = DisclosureDuty(agency=agency, **values)
    _check(agency, one)
    return one


def _check(agency: Agency, one: DisclosureDuty) -> None:
    if not one.title:
        raise Refused("请填写公开事项。")
    for name, words in (("kind", "种类"), ("limit", "时限"), ("basis", "公开依据"), ("stays", "公开期限")):
        field: Any = DisclosureDuty._meta.get_field(name)
        value = getattr(one, name)
        if value not in dict(field.choices) and not (field.blank and not value):
            raise Refused(f"没有“{value}”这样的{words}。")
    if not one.basis and not one.basis_words:
        raise Refused("请选择公开依据，或者写明其他依据（文件和条款）。")
    _check_days(one)
    if one.column is not None and not _has_column(agency, one.column):
        raise Refused("没有这个栏目。")
    if one.responsible is None:
        raise Refused("请选择责任人：每项公开任务都要有人负责。")
    _require_people(agency, one.responsible, one.deputy)


def _check_days(one: DisclosureDuty) -> None:
    if one.kind == DisclosureDuty.Kind.REGULAR:
        if one.period not in DisclosureDuty.Period.values:
            raise Refused("常规（定期公开）的任务要选择周期。")
    else:
        one.period = ""
    if one.limit == "own":
        if one.own_days is None or one.own_days > 366:
            raise Refused("自定时限要填写天数（0到366天）。")
        if not one.own_source:
            raise Refused("自定时限要写明依据（哪个文件、哪一条）。")
    else:
        one.own_days, one.own_source = None, ""
    _check_stay(one)
    if one.review_months > 120:
        raise Refused("核对间隔应在0到120个月之间（0为不核对）。")
    if not _EARLIEST <= one.begins_on <= date(2099, 12, 31):
        raise Refused("开始日期应在2008年5月1日以后。")


def _check_stay(one: DisclosureDuty) -> None:
    if one.stays == "own":
        if not one.stay_days or one.stay_days > 366:
            raise Refused("自定公开期限要填写天数（1到366天）。")
        if not one.basis_words:
            raise Refused("自定公开期限要在“其他依据”里写明依据（哪个文件、哪一条）。")
    else:
        one.stay_days = None


def _require_people(agency: Agency, responsible: User | None, deputy: User | None) -> None:
    for person, words in ((responsible, "责任人"), (deputy, "替补责任人")):
        if person is not None and not serves(person, agency):
            raise Refused(f"{words}{person}在{agency.short_name}没有职责，不能负责公开任务。")
    if deputy is not None and deputy == responsible:
        raise Refused("责任人和替补责任人应是两个人。")


def _has_column(agency: Agency, column: ColumnPage) -> bool:
    platform = PlatformPage.objects.filter(agency=agency).first()
    return platform is not None and column.path.startswith(platform.path)
