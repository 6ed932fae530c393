"""Acts on the time limit itself: extension (延期) with its approval, and the information processing fee (信息处理费)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import may
from gongkai.applications.models import Application, Event, EventKind, Paper
from gongkai.applications.rights import RIGHTS
from gongkai.law.fees import PER_PAGE, PER_REQUEST, Fee, charge

from .recording import lock, record, words

__all__ = ["ask_extension", "extend", "notify_fee", "take_payment"]

_MOST_DAYS = 366


@act("application.ask_extension", *RIGHTS["application.ask_extension"])
def ask_extension(
    doing: Doing, case: Application, on: date, working_days: int, reason: str, *, seen: int | None = None
) -> Event:
    """Ask the head of the disclosure unit for an extension; nothing moves until it is approved and told."""
    case = lock(doing, case, seen)
    _require_days(working_days)
    texts = [(Paper.Kind.REASON, words(reason, "延期的理由", needed=not case.secret))]
    return record(doing, case, EventKind.EXTENSION_ASKED, on, {"working_days": working_days}, texts=texts)


@act("application.extend", *RIGHTS["application.extend"])
def extend(
    doing: Doing,
    case: Application,
    on: date,
    working_days: int,
    *,
    reason: str = "",
    on_paper: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Extend by up to 20 working days and tell the applicant (条例第三十三条第二款).

    The head of the unit must agree: who does this act is it (审核人 or 机关负责人), or it agreed on paper, named in `on_paper` (审批单).
    """
    case = lock(doing, case, seen)
    _require_days(working_days)
    approves = doing.person is None or may(doing.person, doing.agency, Duty.REVIEWER, Duty.HEAD)
    paper = words(on_paper, "纸质审批单的编号或者说明", needed=False, longest=100)
    if not approves and not paper:
        raise Refused(
            "延长期限须经政府信息公开工作机构负责人同意（条例第三十三条第二款）：请报请延期，或者写明纸质审批单。"
        )
    data: dict[str, Any] = {"working_days": working_days}
    data["approved_by"] = "paper" if paper else doing.person.public_id if doing.person else ""
    texts = [(Paper.Kind.LETTER, reason.strip()), (Paper.Kind.NOTE, f"审批单：{paper}" if paper else "")]
    return record(
        doing, case, EventKind.EXTENDED, on, data, texts=[] if case.secret else texts, happened=happened
    )


@act("application.notify_fee", *RIGHTS["application.notify_fee"])
def notify_fee(
    doing: Doing,
    case: Application,
    on: date,
    counting: Mapping[str, int],
    *,
    served_on: date | None = None,
    number: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Notify the fee (国办函〔2020〕109号第六条) by one of the two tariffs; the limit stops until it is paid.

    `counting` is `{"pages": n}` or `{"requests_before_in_month": n, "requests": m}`; the amount is computed and kept with its arithmetic.
    """
    case = lock(doing, case, seen)
    fee = _fee(counting)
    if not fee.amount:
        raise Refused("按标准应收0元，不能通知收费。")
    data: dict[str, Any] = {
        "counting": dict(counting),
        "amount": fee.amount,
        "steps": [[step.first, step.last, step.rate] for step in fee.steps],
        "number": words(number, "通知文号", needed=False, longest=60),
    }
    if served_on:
        data["served_on"] = served_on.isoformat()
    return record(doing, case, EventKind.FEE_NOTIFIED, on, data, happened=happened)


@act("application.take_payment", *RIGHTS["application.take_payment"])
def take_payment(
    doing: Doing,
    case: Application,
    on: date,
    *,
    receipt: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record the payment and its receipt (非税票据); 20 working days begin anew on the next day."""
    case = lock(doing, case, seen)
    data = {"receipt": words(receipt, "票据号", needed=False, longest=60)}
    return record(doing, case, EventKind.FEE_PAID, on, data, happened=happened)


def _require_days(working_days: int) -> None:
    if not 1 <= working_days <= _MOST_DAYS:
        raise Refused("延长的工作日数应是1至20。")


def _fee(counting: Mapping[str, int]) -> Fee:
    try:
        if set(counting) == {"pages"}:
            return charge(PER_PAGE, counting["pages"])
        if set(counting) == {"requests_before_in_month", "requests"}:
            return charge(PER_REQUEST, counting["requests"], counting["requests_before_in_month"])
    except ValueError as error:
        raise Refused(f"{error}。") from error
    raise Refused("计费方式只能是按件或者按量之一，不能合并计算（国办函〔2020〕109号第三条）。")
