"""The blocks of table 二, one for an item of Art. 20 (第二十条): what was disclosed on the agency's own initiative (主动公开).

The two versions of the form count differently: 2021 counts documents made, repealed and in force, and decisions; 2019
counted documents made and published, items (项目) and their change against the year before.
"""

from __future__ import annotations

from .kinds import Block, Column, Row

_LEGISLATION = "第二十条第（一）项"
_PERMITS = "第二十条第（五）项"
_PENALTIES = "第二十条第（六）项"
_FEES = "第二十条第（八）项"
_PROCUREMENT = "第二十条第（九）项"

_RULES = Row(
    "rules",
    "规章",
    also=("政府规章", "部门规章"),
    counted="有制定权的机关制定的规章；没有制定权的填0",
    source="条例第二十条第（一）项；立法法第九十三条",
)
_PERMIT = Row("permits", "行政许可", counted="作出的行政许可处理决定数量", source="条例第二十条第（五）项")
_PENALTY = Row("penalties", "行政处罚", counted="作出的行政处罚处理决定数量", source="条例第二十条第（六）项")
_ENFORCEMENT = Row(
    "enforcement", "行政强制", counted="作出的行政强制处理决定数量", source="条例第二十条第（六）项"
)
_FEE = Row(
    "fees",
    "行政事业性收费",
    also=("行政事业性收费项目",),
    counted="行政事业性收费",
    source="条例第二十条第（八）项",
)


def _decisions_2021(span: int) -> tuple[Column, ...]:
    return (Column("decisions", "本年处理决定数量", span=span, also=("本年处理决定件数", "处理决定数量")),)


BLOCKS_2021 = (
    Block(
        _LEGISLATION,
        (
            Column("made", "本年制发件数", also=("本年制发数", "制发件数", "本年制发数量")),
            Column("repealed", "本年废止件数", also=("本年废止数", "废止件数", "本年废止数量")),
            Column("in_force", "现行有效件数", also=("现行有效件", "现行有效数", "现行有效数量")),
        ),
        (
            _RULES,
            Row(
                "normative_documents",
                "行政规范性文件",
                also=("规范性文件",),
                counted="本机关制发、废止、现行有效的行政规范性文件；联合发文由牵头机关计",
                source="条例第二十条第（一）项、第十条第三款",
            ),
        ),
    ),
    Block(_PERMITS, _decisions_2021(3), (_PERMIT,)),
    Block(_PENALTIES, _decisions_2021(3), (_PENALTY, _ENFORCEMENT)),
    Block(
        _FEES,
        (
            Column(
                "amount",
                "本年收费金额（单位：万元）",
                kind="amount",
                span=3,
                also=("本年收费金额", "收费金额"),
            ),
        ),
        (_FEE,),
    ),
)


def _items_2019(with_decisions: bool) -> tuple[Column, ...]:
    last = Column("items_last_year", "上一年项目数量", also=("上年项目数量", "上一年度项目数量"))
    change = Column("change", "本年增/减", kind="signed", also=("本年增减", "本年增", "本年度增/减"))
    if with_decisions:
        return (last, change, Column("decisions", "处理决定数量", span=2, also=("本年处理决定数量",)))
    return (
        Column(last.key, last.label, last.kind, last.also, span=2),
        Column(change.key, change.label, change.kind, change.also, span=2),
    )


BLOCKS_2019 = (
    Block(
        _LEGISLATION,
        (
            Column("made", "本年新制作数量", also=("本年新制作数", "新制作数量")),
            Column("published", "本年新公开数量", also=("本年新公开数", "新公开数量")),
            Column("public_total", "对外公开总数量", also=("对外公开总数", "对外公开数量"), span=2),
        ),
        (
            _RULES,
            Row(
                "normative_documents",
                "规范性文件",
                also=("行政规范性文件",),
                counted="本机关制作、公开的规范性文件",
                source="条例第二十条第（一）项",
            ),
        ),
    ),
    Block(
        _PERMITS,
        _items_2019(with_decisions=True),
        (
            _PERMIT,
            Row(
                "other_services",
                "其他对外管理服务事项",
                also=("其他对外管理服务",),
                counted="行政许可以外的对外管理服务事项",
                source="条例第二十条第（五）项",
            ),
        ),
    ),
    Block(_PENALTIES, _items_2019(with_decisions=True), (_PENALTY, _ENFORCEMENT)),
    Block(_FEES, _items_2019(with_decisions=False), (_FEE,)),
    Block(
        _PROCUREMENT,
        (
            Column("projects", "采购项目数量", span=2),
            Column("amount", "采购总金额", kind="amount", span=2, also=("采购金额",)),
        ),
        (
            Row(
                "procurement",
                "政府集中采购",
                counted="政府集中采购项目和金额",
                source="条例第二十条第（九）项",
            ),
        ),
    ),
)


def place_2021(block: Block, row: Row, column: Column) -> str:
    """Name the place of a figure on the form of 2021; a block of one column has no column in its places."""
    return f"proactive.{row.key}" if len(block.columns) == 1 else f"proactive.{row.key}.{column.key}"


def place_2019(block: Block, row: Row, column: Column) -> str:  # noqa: ARG001 both versions name alike
    """Name the place of a figure on the trial form of 2019."""
    return f"proactive_2019.{row.key}.{column.key}"
