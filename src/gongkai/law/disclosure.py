"""What must be disclosed of one's own accord (主动公开) and what an item of it says of itself.

政府信息公开条例（2019） Art. 13 (disclose unless Art. 14–16 forbid), Art. 19–21 (what), Art. 23–26 (where, until when); the kinds of
official document are those of 党政机关公文处理工作条例（中办发〔2012〕14号） Art. 8.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BASES", "DAYS_TO_DISCLOSE", "GENRES", "Basis", "basis_of"]

DAYS_TO_DISCLOSE = 20
"""Working days from the making or change of information until it is disclosed (条例第二十六条)."""


@dataclass(frozen=True)
class Basis:
    """An item of the law that information is disclosed under (公开依据): a stable code, its name, what it covers in short."""

    code: str
    label: str
    covers: str


BASES = (
    Basis("20.1", "第二十条第（一）项", "行政法规、规章和规范性文件"),
    Basis("20.2", "第二十条第（二）项", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    Basis("20.3", "第二十条第（三）项", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    Basis("20.4", "第二十条第（四）项", "国民经济和社会发展统计信息"),
    Basis("20.5", "第二十条第（五）项", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    Basis(
        "20.6",
        "第二十条第（六）项",
        "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    ),
    Basis("20.7", "第二十条第（七）项", "财政预算、决算信息"),
    Basis("20.8", "第二十条第（八）项", "行政事业性收费项目及其依据、标准"),
    Basis("20.9", "第二十条第（九）项", "政府集中采购项目的目录、标准及实施情况"),
    Basis("20.10", "第二十条第（十）项", "重大建设项目的批准和实施情况"),
    Basis(
        "20.11",
        "第二十条第（十一）项",
        "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    ),
    Basis("20.12", "第二十条第（十二）项", "突发公共事件的应急预案、预警信息及应对情况"),
    Basis(
        "20.13",
        "第二十条第（十三）项",
        "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    ),
    Basis("20.14", "第二十条第（十四）项", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    Basis(
        "20.15",
        "第二十条第（十五）项",
        "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
    ),
    Basis(
        "21",
        "第二十一条",
        "市县、乡镇按照本地方具体情况公开的市政建设、公共服务、公益事业、土地征收、社会救助等方面的信息",
    ),
    Basis("19", "第十九条", "涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的其他政府信息"),
    Basis("12", "第十二条", "政府信息公开指南和政府信息公开目录"),
    Basis("50", "第四十九条、第五十条", "政府信息公开工作年度报告"),
)
"""The items of 条例 Art. 12, 19–21, 49–50; codes never change."""

GENRES = (
    "决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
)  # fmt: skip
"""The fifteen kinds of official document (文种), in the order of Art. 8; what is none of them is 其他."""

_BY_CODE = {one.code: one for one in BASES}


def basis_of(code: str) -> Basis | None:
    """Give the item with this code, None if there is none."""
    return _BY_CODE.get(code)
