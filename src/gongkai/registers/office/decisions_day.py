"""Decisions on 我的一天: publications to withdraw, batches that wait for the person; and the names of the acts."""

from __future__ import annotations

from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.queries import agencies_of, duties_of, scope_of
from gongkai.agencies.registry import Row, Section
from gongkai.calendar.queries import calendar
from gongkai.law.duties import due_on, limit_of
from gongkai.registers.decisions import queries
from gongkai.registers.models import DecisionBatch
from gongkai.registers.services import open_data
from gongkai.registers.services.decisions import KEEPERS

ACT_NAMES = {
    "decision.enter": "登记行政决定",
    "decision.correct": "更正行政决定的登记",
    "decision.void": "作废行政决定的登记",
    "decision.changed": "登记行政决定变更、撤销",
    "decision.withdrawn": "登记公开信息的撤回",
    "decision.import": "导入行政决定",
    "decision.batch_read": "读完导入的行政决定",
    "decision.enter_batch": "把导入的行政决定入库",
    "decision.batch_entered": "导入的行政决定全部入库",
    "decision.batch_not_entered": "导入的行政决定没有入库，全部退回",
    "decision.drop_batch": "放弃导入的行政决定",
    "fee.enter": "登记收费",
    "fee.void": "作废收费的登记",
    **open_data.ACT_NAMES,
}
_MOST = 10


def my_decisions(person: User) -> Section | None:
    """Give the part of the day about decisions; None where there is nothing to do."""
    keeping = {agency for agency, duty in duties_of(person) if duty in KEEPERS}
    agencies = {one.pk for one in agencies_of(person)} if person.is_superuser else keeping
    if not agencies:
        return None
    rows = _to_withdraw(agencies) + _batches(person)
    return Section("行政决定", rows, "") if rows else None


def _to_withdraw(agencies: set[int]) -> list[Row]:
    limit = limit_of("penalty-withdrawn")
    found = list(queries.to_withdraw(agencies)[:_MOST])
    days = calendar() if found else None
    return [
        Row(
            reverse("registers:decision", args=[one.pk]),
            f"撤回“{one.number}”的公开信息",
            f"{one.agency.short_name}；{one.changed_on}变更、撤销，三个工作日内撤回并公开说明理由（行政处罚法第四十八条、第八十五条）",
            due_on(limit, one.changed_on, days),
        )
        for one in found
        if limit is not None and days is not None
    ]


def _batches(person: User) -> list[Row]:
    found = queries.batches_in(scope_of(person), open_only=True).filter(created_by=person)[:_MOST]
    words = {
        DecisionBatch.State.READING: "正在读取",
        DecisionBatch.State.ENTERING: "正在入库",
        DecisionBatch.State.READ: "已读完，请核对后入库",
    }
    return [
        Row(
            reverse("registers:decision_batch", args=[one.public_id]),
            f"导入的“{one.name}”",
            f"{one.agency.short_name}{one.get_kind_display()}；{words[one.state]}"
            + (f"，{one.rows_bad}行有错误" if one.rows_bad else ""),
        )
        for one in found
    ]
