"""Data calls (征集表): figures that other sections know, asked for, filled in, confirmed by the section's head.

Only decisions and fees can be asked for as figures: rules and documents are registered one by one. A figure counts once it is
confirmed, by somebody else than who filled it in; what was returned or cancelled counts no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.registers.models import CallFigure, DataCall, Register

from .decisions import KEEPERS

__all__ = [
    "ACT_NAMES",
    "ASKABLE",
    "EVERYBODY",
    "Filled",
    "ask",
    "cancel",
    "confirm",
    "fill",
    "give_back",
    "hand_on",
    "remind",
]

ASKABLE = (Register.PERMITS, Register.PENALTIES, Register.COMPULSIONS, Register.FEES)
"""What can be asked for as a figure."""
EVERYBODY = tuple(duty for duty in Duty if duty != Duty.SUPERVISOR)
"""Whoever works for the agency may be asked; the act looks whether it is this person."""
FIRST_YEAR = 2008
ACT_NAMES = {
    "call.ask": "征集数据",
    "call.fill": "填报数据",
    "call.confirm": "确认填报数据",
    "call.return": "退回填报数据",
    "call.remind": "催报",
    "call.cancel": "取消征集",
    "call.hand_on": "更换填报人或科室负责人",
}
_State = DataCall.State
_MOST = Decimal("99999999.999999")

Filled = Mapping[str, tuple[Decimal | None, str]]
"""Figures by register: the value (件; of fees 万元) and where the section took it from."""


@act("call.ask", *KEEPERS)
def ask(
    doing: Doing,
    *,
    year: int,
    section: str,
    registers: Sequence[str],
    due_on: date,
    filler: User,
    head: User,
    note: str = "",
) -> DataCall:
    """Ask a section for its figures of a year. Raises `Refused`."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Refused(f"年度应在{FIRST_YEAR}到{today.year}之间。")
    words = _short(section, 60)
    if not words:
        raise Refused("请填写科室。")
    wanted = [register for register in ASKABLE if register in registers]
    if not wanted or len(wanted) != len(set(registers)):
        raise Refused(
            "请选择要征集的数据：行政许可、行政处罚、行政强制或者收费；规章和规范性文件逐件登记，不征集。"
        )
    if due_on < today:
        raise Refused("填报截止日期不能早于今天。")
    _require_two(doing.agency, filler, head)
    standing = CallFigure.objects.filter(
        call__agency=doing.agency, call__year=year, call__section=words, register__in=wanted
    ).exclude(call__state=_State.CANCELLED)
    if double := standing.first():
        raise Refused(
            f"{year}年{words}的{double.get_register_display()}已经征集过，再征集会重复计数；请先取消原来的。"
        )
    made: DataCall = DataCall.everything.create(
        agency=doing.agency,
        year=year,
        section=words,
        note=_short(note, 300),
        due_on=due_on,
        filler=filler,
        head=head,
        asked_by=doing.person,
    )
    CallFigure.objects.bulk_create(CallFigure(call=made, register=register) for register in wanted)
    doing.on("data_call", made.public_id)
    doing.note(year=year, registers=[str(one) for one in wanted])
    return made


@act("call.fill", *EVERYBODY)
def fill(doing: Doing, call: DataCall, filled: Filled) -> DataCall:
    """Fill in every figure asked for, as the person asked; it then waits for the section's head. Nought is a figure."""
    found = _locked(doing, call)
    if doing.person is None or found.filler_id != doing.person.pk:
        raise Refused(f"这份征集表由{found.filler or '填报人'}填报。")
    if found.state != _State.ASKED:
        raise Refused("已经填报；要修改的，请科室负责人先退回。")
    for figure in found.figures.all():
        name = figure.get_register_display()
        value, source = filled.get(figure.register, (None, ""))
        if value is None:
            raise Refused(f"请填写{name}；没有的填0。")
        if not value.is_finite() or not 0 <= value <= _MOST:
            raise Refused(f"{name}应是不小于0的数字。")
        if figure.register == Register.FEES:
            if value != round(value, 6):
                raise Refused("收费金额以万元为单位，最多六位小数。")
        elif value != value.to_integral_value():
            raise Refused(f"{name}应是整数（件）。")
        words = _short(source, 200)
        if not words:
            raise Refused(f"请写明{name}的数据来源，如“许可台账”“执法平台导出”。")
        figure.value, figure.source = value, words
        figure.save(update_fields=["value", "source"])
    found.state, found.filled_at, found.confirmed_at = _State.FILLED, timezone.now(), None
    found.returned_because = ""
    found.save()
    doing.note(
        figures={
            one.register: f"{one.value.normalize():f}" for one in found.figures.all() if one.value is not None
        }
    )
    return found


@act("call.confirm", *EVERYBODY)
def confirm(doing: Doing, call: DataCall, seen: str = "") -> DataCall:
    """Confirm the figures as the section's head; from now on they count. `seen` is `filled_at` as the head saw it (ISO)."""
    found = _locked(doing, call)
    _require_head(doing, found)
    if found.state != _State.FILLED:
        raise Refused("这份征集表现在不等确认。")
    if seen and found.filled_at is not None and seen != found.filled_at.isoformat():
        raise Refused("您打开之后数据又改过，没有确认。请看最新的数据再确认。")
    found.state, found.confirmed_at = _State.CONFIRMED, timezone.now()
    found.save(update_fields=["state", "confirmed_at"])
    doing.note(year=found.year)
    return found


@act("call.return", *EVERYBODY)
def give_back(doing: Doing, call: DataCall, reason: str) -> DataCall:
    """Return the figures to who filled them in (退回); confirmed ones too, and they count no more. The figures stay to be mended."""
    found = _locked(doing, call)
    _require_head(doing, found)
    if found.state not in (_State.FILLED, _State.CONFIRMED):
        raise Refused("还没有填报，不用退回。")
    words = _short(reason, 300)
    if not words:
        raise Refused("请写明退回的理由。")
    doing.note(before=found.state, reason=words[:200])
    found.state, found.confirmed_at, found.returned_because = _State.ASKED, None, words
    found.save(update_fields=["state", "confirmed_at", "returned_because"])
    return found


@act("call.remind", *KEEPERS)
def remind(doing: Doing, call: DataCall) -> DataCall:
    """Press for it (催报), once a day at most; the history of the call keeps it."""
    found = _locked(doing, call)
    if found.state not in (_State.ASKED, _State.FILLED):
        raise Refused("这份征集表不用催报。")
    from gongkai.audit.queries import of

    today = timezone.localdate()
    entries = of("data_call", found.public_id)
    if any(entry.act == "call.remind" and timezone.localdate(entry.at) == today for entry in entries):
        raise Refused("今天已经催报过。")
    return found


@act("call.cancel", *KEEPERS)
def cancel(doing: Doing, call: DataCall, reason: str) -> DataCall:
    """Cancel a call; what it says counts no more and stays to be seen."""
    found = _locked(doing, call)
    words = _short(reason, 300)
    if not words:
        raise Refused("请写明取消的理由。")
    doing.note(before=found.state, reason=words[:200])
    found.state, found.confirmed_at = _State.CANCELLED, None
    found.save(update_fields=["state", "confirmed_at"])
    return found


@act("call.hand_on", *KEEPERS)
def hand_on(doing: Doing, call: DataCall, filler: User, head: User) -> DataCall:
    """Name other people for a call that is not confirmed yet, as when somebody leaves."""
    found = _locked(doing, call)
    if found.state == _State.CONFIRMED:
        raise Refused("已经确认的，不用更换人员。")
    _require_two(doing.agency, filler, head)
    if found.state == _State.FILLED and found.filler_id == head.pk:
        raise Refused("填报过的人不能改任确认人；请先退回。")
    found.filler, found.head = filler, head
    found.save(update_fields=["filler", "head"])
    doing.note(filler=filler.public_id, head=head.public_id)
    return found


def _require_two(agency: Agency, filler: User, head: User) -> None:
    if filler == head:
        raise Refused("填报人和科室负责人应是两个人：自己填报的不能自己确认。")
    for person, words in ((filler, "填报人"), (head, "科室负责人")):
        if not person.is_active or not Role.everyone.filter(person=person, agency=agency).exists():
            raise Refused(f"{words}{person}不是{agency.short_name}的人员。")


def _require_head(doing: Doing, found: DataCall) -> None:
    if doing.person is None or found.head_id != doing.person.pk:
        raise Refused(f"这份征集表由科室负责人{found.head or ''}确认或者退回。")


def _locked(doing: Doing, call: DataCall) -> DataCall:
    found: DataCall | None = (
        DataCall.objects.for_agency(doing.agency.pk)
        .select_for_update(of=("self",))
        .filter(pk=call.pk)
        .first()
    )
    if found is None:
        raise Refused("没有这份征集表。")
    if found.state == _State.CANCELLED:
        raise Refused("这份征集表已经取消。")
    doing.on("data_call", found.public_id)
    return found


def _short(words: str, most: int) -> str:
    return " ".join(words.split())[:most]
