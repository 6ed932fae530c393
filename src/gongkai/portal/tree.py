"""The columns a new platform begins with.

They are the fixed ones of 国办公开办函〔2019〕61号, and below 法定主动公开内容 one for each item of 条例第二十条 (and 第二十一条).
What is said in a column is the law's words in short; an agency without such a duty says so in the column itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.law.disclosure import basis_of

from .models import ColumnPage

__all__ = ["FIXED", "Planned", "below_statutory"]

_KINDS = Agency.Kind
_NO_RULES = "本机关没有规章制定权，无此类信息。"


@dataclass(frozen=True)
class Planned:
    """A column to be made. `basis` is the code of the item of law it serves (`gongkai.law.disclosure`), `discloses` what stands there.

    `kinds` limits it to some kinds of agency (empty: all); `none_for` are the kinds that by law never have such
    information, with `none_here` as the words for it.
    """

    title: str
    slug: str
    key: str = ColumnPage.Key.OTHER
    discloses: str = ""
    basis: str = ""
    below: tuple[Planned, ...] = ()
    kinds: tuple[str, ...] = ()
    none_for: tuple[str, ...] = ()
    none_here: str = ""

    @property
    def introduction(self) -> str:
        """What the column says of itself, as simple HTML; "" where it needs no words."""
        if not self.discloses:
            return ""
        basis = basis_of(self.basis)
        return f"<p>这里公开{self.discloses}{f'（条例{basis.label}）' if basis else ''}。</p>"

    def words_if_none(self, agency: Agency) -> str:
        """The words for an agency of a kind that cannot have such information, else ""."""
        return self.none_here if agency.kind in self.none_for else ""


FIXED = (
    Planned(ColumnPage.Key.GUIDE.label, "guide", ColumnPage.Key.GUIDE),
    Planned(
        ColumnPage.Key.RULES.label,
        "rules",
        ColumnPage.Key.RULES,
        "政府信息公开工作依据的法律、法规和上级文件，以及本机关的公开制度",
    ),
    Planned(ColumnPage.Key.STATUTORY.label, "disclosure", ColumnPage.Key.STATUTORY),
    Planned(
        ColumnPage.Key.REPORTS.label,
        "reports",
        ColumnPage.Key.REPORTS,
        "本机关历年的政府信息公开工作年度报告",
        "50",
    ),
    Planned(ColumnPage.Key.APPLY.label, "apply", ColumnPage.Key.APPLY),
)

_STATUTORY = (
    Planned(
        "履职依据",
        "basis",
        discloses="行政法规、规章和规范性文件",
        basis="20.1",
        below=(
            Planned(
                "规章",
                "regulations",
                discloses="本机关制定的现行有效规章",
                none_for=(_KINDS.STREET,),
                none_here=_NO_RULES,
            ),
            Planned("行政规范性文件", "normative-documents", discloses="本机关制定的行政规范性文件及其效力"),
            Planned("其他文件", "other-documents", discloses="本机关制定的其他应当主动公开的文件"),
        ),
    ),
    Planned(
        "机构职能",
        "functions",
        discloses="机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
        basis="20.2",
    ),
    Planned(
        "规划信息",
        "plans",
        discloses="国民经济和社会发展规划、专项规划、区域规划及相关政策",
        basis="20.3",
    ),
    Planned("统计信息", "statistics", discloses="国民经济和社会发展统计信息", basis="20.4"),
    Planned(
        "行政许可和对外管理服务",
        "permits",
        discloses="办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
        basis="20.5",
    ),
    Planned(
        "行政处罚和行政强制",
        "penalties",
        discloses="实施行政处罚、行政强制的依据、条件、程序，以及本机关认为具有一定社会影响的行政处罚决定",
        basis="20.6",
    ),
    Planned("财政预算决算", "budgets", discloses="财政预算、决算信息", basis="20.7"),
    Planned("行政事业性收费", "fees", discloses="行政事业性收费项目及其依据、标准", basis="20.8"),
    Planned(
        "政府集中采购",
        "procurement",
        discloses="政府集中采购项目的目录、标准及实施情况",
        basis="20.9",
    ),
    Planned("重大建设项目", "projects", discloses="重大建设项目的批准和实施情况", basis="20.10"),
    Planned(
        "重大民生",
        "welfare",
        discloses="扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
        basis="20.11",
    ),
    Planned(
        "突发公共事件",
        "emergencies",
        discloses="突发公共事件的应急预案、预警信息及应对情况",
        basis="20.12",
    ),
    Planned(
        "监督检查",
        "inspections",
        discloses="环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
        basis="20.13",
    ),
    Planned(
        "公务员招考录用",
        "recruitment",
        discloses="公务员招考的职位、名额、报考条件等事项以及录用结果",
        basis="20.14",
    ),
    Planned(
        "其他法定公开信息",
        "others",
        discloses="法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息，如建议提案办理结果",
        basis="20.15",
    ),
    Planned(
        "市县政府公开事项",
        "local",
        discloses="市政建设、公共服务、公益事业、土地征收、房屋征收、治安管理、社会救助等方面的政府信息",
        basis="21",
        kinds=(_KINDS.GOVERNMENT, _KINDS.DEPARTMENT),
    ),
    Planned(
        "乡镇街道公开事项",
        "local",
        discloses="贯彻落实农业农村政策、农田水利工程建设运营、农村土地承包经营权流转、宅基地使用情况审核、土地征收、房屋征收、筹资筹劳、社会救助等方面的政府信息",
        basis="21",
        kinds=(_KINDS.STREET,),
    ),
)


def below_statutory(agency: Agency) -> Iterator[Planned]:
    """Walk the columns an agency of this kind needs below 法定主动公开内容, in the order of the law."""
    for planned in _STATUTORY:
        if not planned.kinds or agency.kind in planned.kinds:
            yield planned
