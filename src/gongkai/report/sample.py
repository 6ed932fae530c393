"""A sample report of our own, for demonstrations, tests and first steps: an agency that does not exist, two years.

`sample()` is the report on 2023, `sample_previous()` the one on 2022, both on the form of 2021. All words and figures
are invented and say so (演示数据); the figures agree with each other, with the year before and with the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .form import FORM_2021
from .model import Report, Value

AGENCY = "示例市清河区自然资源局"

# One figure a kind of applicant in the order of the form; the total, rows of nought and （七）总计 are worked out.
_Applications = Mapping[str, tuple[int, int, int, int, int, int]]
_APPLICATIONS_2023: _Applications = {
    "received": (28, 6, 1, 1, 4, 1),
    "carried_in": (2, 1, 0, 0, 0, 0),
    "granted": (9, 3, 1, 1, 1, 1),
    "partly_granted": (4, 1, 0, 0, 0, 0),
    "denied_third_party": (1, 1, 0, 0, 0, 0),
    "denied_internal_affairs": (1, 0, 0, 0, 0, 0),
    "denied_deliberative": (1, 0, 0, 0, 0, 0),
    "denied_enforcement_file": (1, 0, 0, 0, 1, 0),
    "denied_inquiry": (1, 1, 0, 0, 0, 0),
    "unavailable_not_held": (2, 1, 0, 0, 1, 0),
    "unavailable_to_be_made": (1, 0, 0, 0, 0, 0),
    "unavailable_unclear": (1, 0, 0, 0, 0, 0),
    "refused_petition": (1, 0, 0, 0, 0, 0),
    "refused_repeated": (1, 0, 0, 0, 0, 0),
    "refused_confirmation": (1, 0, 0, 0, 0, 0),
    "other_not_corrected": (1, 0, 0, 0, 0, 0),
    "other_other": (1, 0, 0, 0, 0, 0),
    "carried_out": (3, 0, 0, 0, 1, 0),
}
_APPLICATIONS_2022: _Applications = {
    "received": (24, 5, 0, 1, 3, 1),
    "carried_in": (2, 0, 0, 0, 0, 0),
    "granted": (10, 2, 0, 1, 1, 1),
    "partly_granted": (3, 1, 0, 0, 0, 0),
    "denied_third_party": (1, 0, 0, 0, 0, 0),
    "denied_deliberative": (1, 0, 0, 0, 0, 0),
    "denied_enforcement_file": (1, 0, 0, 0, 1, 0),
    "denied_inquiry": (2, 0, 0, 0, 0, 0),
    "unavailable_not_held": (3, 1, 0, 0, 1, 0),
    "unavailable_to_be_made": (1, 0, 0, 0, 0, 0),
    "refused_petition": (1, 0, 0, 0, 0, 0),
    "other_not_corrected": (1, 0, 0, 0, 0, 0),
    "carried_out": (2, 1, 0, 0, 0, 0),
}

# 结果维持、结果纠正、其他结果、尚未审结
_Remedies = Mapping[str, tuple[int, int, int, int]]
_REMEDIES_2023: _Remedies = {
    "review": (2, 1, 1, 1),
    "litigation_direct": (0, 0, 1, 0),
    "litigation_after_review": (1, 0, 0, 1),
}
_REMEDIES_2022: _Remedies = {
    "review": (2, 0, 1, 1),
    "litigation_direct": (1, 0, 0, 0),
    "litigation_after_review": (0, 0, 0, 1),
}

_PROACTIVE_2023: Mapping[str, Value] = {
    "normative_documents.made": 1,
    "normative_documents.repealed": 2,
    "normative_documents.in_force": 4,
    "permits": 312,
    "penalties": 23,
    "enforcement": 3,
    "fees": Decimal("418.6"),
}
_PROACTIVE_2022: Mapping[str, Value] = {
    "normative_documents.made": 1,
    "normative_documents.repealed": 0,
    "normative_documents.in_force": 5,
    "permits": 286,
    "penalties": 19,
    "enforcement": 2,
    "fees": Decimal("402.35"),
}

_SECTIONS_2023 = {
    "preface": (
        "本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》的要求编制，"
        "为演示数据，所述机关、事项和数字均系虚构。\n"
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项等六个部分组成。"
        "所列数据的统计期限为2023年1月1日至2023年12月31日。"
        "如对本报告有疑问，请与示例市清河区自然资源局办公室联系（地址：示例市清河区示例路1号；电子邮箱：gongkai@example.com）。"
    ),
    "overview": (
        "2023年，示例市清河区自然资源局坚持以公开为常态、不公开为例外，围绕规划编制、土地征收、不动产登记等群众关心的事项推进政府信息公开，"
        "各项工作平稳有序。\n"
        "（一）主动公开。全年主动公开政府信息386条，其中门户网站发布246条、政务新媒体发布128条、公共查阅点提供12条。"
        "征收土地的公告、补偿安置方案和费用支付情况做到一项目一专页，群众可以按村、按年份查找。\n"
        "（二）依申请公开。全年新收政府信息公开申请41件，上年结转3件；办结40件，结转下年度继续办理4件。"
        "办结的申请中，予以公开16件，部分公开5件。对内容不够明确的申请，先电话沟通再书面补正，方便申请人把需要说清楚。\n"
        "（三）政府信息管理。制发公文时同步确定公开属性，公开前逐件进行保密审查。"
        "全年制发行政规范性文件1件，废止2件，年末现行有效4件，均已在网站集中公开并注明效力。\n"
        "（四）政府信息公开平台建设。改版后的政府信息公开专栏把指南、制度、法定主动公开内容和年报放在同一页面，"
        "增加了征地信息检索和无障碍阅读功能，并在不动产登记大厅设立公共查阅点，由专人指导查询。\n"
        "（五）监督保障。明确一名分管领导负责，办公室配备两名专职人员。全年组织业务培训3次，"
        "把公开工作纳入科室年度考核，没有发生需要追究责任的情形。"
    ),
    "problems": (
        "上一年度指出的征地信息分散、查找不便的问题，已通过建立项目专页得到解决。\n"
        "目前主要存在两方面不足：一是规划成果篇幅长、术语多，群众不易看懂；二是部分答复书说理不够充分，影响申请人理解。\n"
        "下一步将这样改进：一是为规划成果配发图解和要点说明，公布前请居民代表试读；"
        "二是编写答复书说理参考，由法制机构会同承办科室逐件把关，并每季度抽查讲评。"
    ),
    "other": (
        "本年度没有收取政府信息公开信息处理费。\n"
        "承办的人大代表建议和政协提案已全部按期办复，可以公开的答复内容均在网站专栏公布。"
    ),
}
_SECTIONS_2022 = {
    "preface": (
        "本报告为演示数据，机关和数字均属虚构，依照《中华人民共和国政府信息公开条例》第五十条的规定编写。"
        "报告共分六个部分，统计期限为2022年1月1日至2022年12月31日。"
        "意见建议可寄至示例市清河区示例路1号，示例市清河区自然资源局办公室收。"
    ),
    "overview": (
        "2022年，我局以服务发展、便利群众为目标，把政府信息公开与自然资源管理各环节结合起来，完成了全年任务。\n"
        "（一）主动公开。通过网站、微信公众号和公告栏公布信息共352条，重点是国土空间规划、土地供应和地质灾害防治。"
        "供地计划、出让公告和成交结果在作出后及时公开。\n"
        "（二）依申请公开。新收政府信息公开申请34件，另有上年结转2件，本年办结33件，还有3件结转下年度继续办理。"
        "其中予以公开15件，部分公开4件，其余均依法说明理由。申请主要集中在征地批文和规划许可。\n"
        "（三）政府信息管理。对历年公文开展了一次清理，补充标注公开属性；年内制发行政规范性文件1件，没有废止，期末现行有效5件。\n"
        "（四）政府信息公开平台建设。完成网站栏目迁移，旧栏目链接保持可用；微信公众号开通办事查询入口。\n"
        "（五）监督保障。年初印发工作要点并分解到科室，年中通报进度。举办培训班2期，受理意见箱来信后均在五个工作日内答复，"
        "未出现责任追究情况。"
    ),
    "problems": (
        "存在的问题：征地方面的信息散见于多个栏目，查找不便；新进人员对条例还不熟悉，个别申请的登记不够规范。\n"
        "改进措施：以项目为单位整理征地信息，逐步建立专页；实行登记复核，新进人员先培训后上岗。"
    ),
    "other": "我局2022年未收取信息处理费，没有其他需要报告的事项。",
}


def sample() -> Report:
    """Return the sample report on 2023."""
    return Report(
        agency=AGENCY,
        year=2023,
        sections=_SECTIONS_2023,
        figures=_figures(_PROACTIVE_2023, _APPLICATIONS_2023, _REMEDIES_2023),
        title=f"{AGENCY}2023年政府信息公开工作年度报告",
        published_on=date(2024, 1, 18),
    )


def sample_previous() -> Report:
    """Return the sample report on 2022, whose 结转下年度 is what `sample()` has as 上年结转."""
    return Report(
        agency=AGENCY,
        year=2022,
        sections=_SECTIONS_2022,
        figures=_figures(_PROACTIVE_2022, _APPLICATIONS_2022, _REMEDIES_2022),
        title=f"{AGENCY}2022年政府信息公开工作年度报告",
        published_on=date(2023, 1, 16),
    )


def _figures(
    proactive: Mapping[str, Value], applications: _Applications, remedies: _Remedies
) -> dict[str, Value]:
    """Return all places of the form: what is given, nought elsewhere, and the sums."""
    figures: dict[str, Value] = dict.fromkeys(FORM_2021.places, 0)
    figures |= {f"proactive.{place}": value for place, value in proactive.items()}
    own = ("received", "carried_in", "carried_out")
    decided = [
        sum(column)
        for column in zip(*(row for key, row in applications.items() if key not in own), strict=True)
    ]
    for table, rows in (("applications", {**applications, "decided": decided}), ("remedies", remedies)):
        columns = [column.key for column in FORM_2021.table(table).blocks[0].columns]
        for key, row in rows.items():
            for column, value in zip(columns, (*row, sum(row)), strict=True):
                figures[f"{table}.{key}.{column}"] = value
    return figures
