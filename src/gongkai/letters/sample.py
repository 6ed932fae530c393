"""Made-up values to preview a template with (预览)."""

from __future__ import annotations

from gongkai.law.letters import fields

from .filling import Value

_ROWS: dict[str, list[tuple[str, ...]]] = {
    "办理过程": [
        ("2026年2月27日", "登记"),
        ("2026年3月3日", "征求第三方意见"),
        ("2026年3月18日", "收到第三方意见"),
    ],
    "检索记录": [
        ("公文系统", "2023年1月至2025年12月", "排水管网改造、竣工验收", "没有找到"),
        ("档案室", "2023年至2025年全部案卷", "清河区排水管网", "没有找到"),
    ],
    "文书清单": [("政府信息公开告知书", "清水公复〔2026〕12号")],
}


def values_for() -> dict[str, Value]:
    """Give a value for every field, all made up."""
    made: dict[str, Value] = {}
    for one in fields().values():
        if one.kind == "rows":
            made[one.name] = [dict(zip(one.columns, row, strict=True)) for row in _ROWS[one.name]]
        else:
            made[one.name] = one.sample
    return made
