"""The demonstration's 60 items of disclosure by law, 2022. Titles the published report names are given as it gives them; all else is made up.

What is made up says so in the item itself (演示数据).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .lixia_files import LIST_OF_BODIES
from .lixia_progress import PROGRESS

__all__ = ["MARK", "Made", "by_law"]

MARK = "<p>（演示数据：本页内容为演示网站编写，不是该机关发布的信息。）</p>"
_LAW = "法定主动公开内容"


@dataclass(frozen=True)
class Made:
    """An item of the demonstration: path of its column, title, HTML of its body, and what its kind asks for besides."""

    column: str
    title: str
    body: str
    kind: str = ""
    values: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def by_law() -> list[Made]:
    """Give the items below 法定主动公开内容, class by class."""
    return [
        *_institution(),
        *_notices(),
        *_progress(),
        *_policies(),
        *_finance(),
        *_plans(),
        *_key_areas(),
    ]


def _made(place: str, title: str, *sentences: str, **more: Any) -> Made:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences) + MARK
    return Made(f"{_LAW}/{place}", title, body, **more)


def _table(*rows: tuple[str, ...]) -> list[dict[str, Any]]:
    value = {
        "data": [list(row) for row in rows],
        "mergeCells": [],
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "",
    }
    return [{"type": "table", "value": value}]


def _institution() -> list[Made]:
    units = [
        ("办公室", "文电、会务、机要、政务公开等日常工作", "示例路1号201室", "0531-00000010"),
        ("法治督察科", "法治政府建设的协调和督察", "示例路1号305室", "0531-00000011"),
        ("普法与依法治理科", "法治宣传教育规划的拟订和实施", "示例路1号306室", "0531-00000012"),
        ("公共法律服务管理科", "律师、公证、法律援助工作的管理", "示例路1号402室", "0531-00000013"),
        ("社区矫正管理科", "社区矫正工作的组织实施", "示例路1号403室", "0531-00000014"),
        ("行政复议应诉科", "行政复议和行政应诉事项的办理", "示例路1号405室", "0531-00000015"),
    ]
    return [
        _made(
            "机构职能",
            "历下区司法局机关简介与机构设置",
            "办公地址：济南市历下区示例路1号；办公时间：工作日9:00—12:00、13:30—17:00。",
            kind="institutionpage",
            extra={
                "functions": "<p>负责全区法治宣传、公共法律服务、人民调解、社区矫正、行政复议和法治督察等工作。</p>",
                "basis": "20.2",
            },
            children={
                "units": [
                    {"name": name, "duties": duties, "address": address, "phone": phone}
                    for name, duties, address, phone in units
                ]
            },
        ),
        _made(
            "机构职能",
            "历下区司法局领导信息",
            "领导姓名和分工均为演示数据。",
            kind="institutionpage",
            extra={"basis": "20.2"},
            children={
                "leaders": [
                    {"name": "演示甲", "post": "党组书记、局长", "minds": "主持全面工作。"},
                    {"name": "演示乙", "post": "党组成员、副局长", "minds": "分管法治督察、行政复议工作。"},
                    {
                        "name": "演示丙",
                        "post": "党组成员、副局长",
                        "minds": "分管公共法律服务、社区矫正工作。",
                    },
                ]
            },
        ),
        _made(
            "政务公开机制建设",
            "历下区2022年法律援助培训计划",
            "为提高法律援助服务质量，2022年分四期开展业务培训，对象为法律援助机构工作人员和值班律师。",
            "培训内容包括法律援助的受理审查、案件质量评估、档案管理和政务公开要求。",
            values={"formed_on": "2022-03-09"},
            extra={"basis": "20.15"},
        ),
        _made(
            "部门及街道信息公开指南",
            "济南市历下区司法局政府信息公开指南",
            kind="guidepage",
            values={"formed_on": "2022-01-10"},
            extra={
                "classes": "<p>本机关公开的信息分为机构职能、公告公示、工作进展、政策法规、财政信息、规划计划、权责清单、会议公开、重点领域等类。</p>",
                "arrangement": "<p>目录按类别和发布时间编排，每条信息有索引号、名称、内容概述和成文日期。</p>",
                "obtaining": "<p>可以在本平台查阅，也可以到区档案馆、区图书馆的政府信息查阅场所查阅。</p>",
                "channels": "<p>接收申请的渠道：当面提交、邮寄。邮寄请在信封上注明“政府信息公开申请”。</p>",
                "looked_through_on": "2022-01-10",
                "basis": "12",
            },
        ),
        _made(
            "会议公开",
            "历下区司法局召开“转作风、抓落实、争一流、促发展”活动动员部署会",
            "会议部署作风建设活动的安排，对任务分工、时间节点和督促检查提出要求。",
            kind="meetingpage",
            values={"formed_on": "2022-02-21"},
            extra={
                "held_on": "2022-02-21",
                "place": "区司法局会议室",
                "topics": "学习作风建设文件\n部署活动方案\n明确责任分工",
                "basis": "20.15",
            },
        ),
        _made(
            "权责清单",
            "历下区司法局行政处罚办理流程",
            "行政处罚按立案、调查取证、审核、告知、决定、送达、执行的顺序办理。",
            kind="dutylistpage",
            values={"formed_on": "2022-03-01"},
            extra={
                "as_of": "2022-03-01",
                "basis": "20.6",
                "entries": _table(
                    ("环节", "承办科室", "时限", "说明"),
                    ("立案", "公共法律服务管理科", "7个工作日", "发现线索后核查，符合条件的立案"),
                    ("调查取证", "公共法律服务管理科", "30个工作日", "两名以上执法人员，出示执法证件"),
                    ("法制审核", "法治督察科", "5个工作日", "对事实、证据、程序、裁量进行审核"),
                    (
                        "告知和听证",
                        "公共法律服务管理科",
                        "5个工作日",
                        "告知拟作出的决定和陈述、申辩、听证权利",
                    ),
                    ("决定和送达", "公共法律服务管理科", "7个工作日", "作出决定，送达当事人"),
                ),
            },
        ),
    ]


def _notices() -> list[Made]:
    found = []
    for half, day in (("上半年", "2022-06-30"), ("下半年", "2022-12-15")):
        found.append(
            _made(
                "公告公示",
                f"《济南市历下区行政执法主体名单》（2022年{half}）",
                "根据行政执法主体公告制度，现将本区行政执法主体名单予以公告。",
                kind="datatablepage",
                values={"formed_on": day} | ({"attachments": LIST_OF_BODIES} if half == "下半年" else {}),
                extra={
                    "period": f"2022年{half}",
                    "unit": "个",
                    "basis": "20.15",
                    "table": _table(
                        ("类别", "数量", "说明"),
                        ("法定行政机关", "28", "演示数据"),
                        ("法律法规授权的组织", "6", "演示数据"),
                        ("街道办事处", "14", "演示数据"),
                        ("合计", "48", ""),
                    ),
                },
            )
        )
    return found


def _progress() -> list[Made]:
    return [
        _made("工作进展", title, sentence, extra={"basis": "20.15", "source": ""})
        for title, sentence in PROGRESS
    ]


def _policies() -> list[Made]:
    found = [
        _made(
            "政策法规",
            "历下区司法局关于印发《历下区行政规范性文件合法性审核工作规程》的通知",
            "为规范行政规范性文件合法性审核工作，制定本规程。",
            "起草单位报送审核，应当提交送审稿、起草说明、制定依据和征求意见的材料。",
            "审核单位自收到完备材料之日起五个工作日内提出书面审核意见。",
            kind="policypage",
            values={"document_number": "历司发〔2022〕6号", "validity": "有效", "formed_on": "2022-04-12"},
            extra={"level": "normative", "genre": "通知", "basis": "20.1", "valid_until": "2027-04-11"},
        ),
        _made(
            "政策法规",
            "《历下区行政规范性文件合法性审核工作规程》政策解读",
            "规程明确了谁来送审、送审要交什么、审核看什么、多久答复四个问题。",
            extra={"basis": "20.1"},
        ),
        _made(
            "政策法规",
            "关于《历下区公共法律服务体系建设实施方案（征求意见稿）》公开征求意见的公告",
            "现就实施方案（征求意见稿）向社会公开征求意见。",
            kind="consultationpage",
            values={"formed_on": "2022-05-09"},
            extra={
                "opens_on": "2022-05-09",
                "closes_on": "2022-06-09",
                "how": "信函：济南市历下区示例路1号区司法局办公室；电子邮件：demo@example.com。",
                "result": "<p>征求意见期间共收到意见3条，采纳2条；未采纳的1条，已说明理由。</p>",
                "result_on": "2022-06-20",
                "basis": "20.1",
            },
        ),
    ]
    for quarter, day in (("第一季度", "2022-04-08"), ("第二季度", "2022-07-08"), ("第三季度", "2022-10-12")):
        found += [
            _made(
                "政策法规",
                f"（有效）2022年度{quarter}济南市历下区行政规范性文件备案目录",
                f"2022年{quarter}报送备案的行政规范性文件目录。",
                values={"formed_on": day},
                extra={"basis": "20.1"},
            ),
            _made(
                "政策法规",
                f"历下区2022年度{quarter}规范性文件清理结果",
                f"2022年{quarter}对现行规范性文件进行清理，结果予以公布。",
                values={"formed_on": day},
                extra={"basis": "20.1"},
            ),
        ]
    return found


def _finance() -> list[Made]:
    papers = (
        ("2022年济南市历下区司法局单位预算", 2022, "budget", "unit", "2022-01-28"),
        ("2022年济南市历下区司法局部门预算", 2022, "budget", "department", "2022-01-28"),
        ("2021年历下区司法局单位决算公开", 2021, "accounts", "unit", "2022-08-30"),
        ("2021年历下区司法局部门决算公开", 2021, "accounts", "department", "2022-08-30"),
    )
    return [
        _made(
            "财政信息",
            title,
            "公开的内容包括单位概况、收支总表、财政拨款收支表、“三公”经费表和情况说明。",
            kind="budgetpage",
            values={"formed_on": approved},
            extra={
                "year": year,
                "stage": stage,
                "extent": extent,
                "approved_on": approved,
                "basis": "20.7",
            },
        )
        for title, year, stage, extent, approved in papers
    ]


def _plans() -> list[Made]:
    return [
        _made(
            "规划计划",
            "2022年全区司法行政工作要点",
            "要点从法治督察、普法依法治理、公共法律服务、社区矫正、行政复议等方面安排全年工作。",
            values={"formed_on": "2022-02-18"},
            extra={"basis": "20.3"},
        ),
        _made(
            "规划计划",
            "历下发〔2021〕22号《区委宣传部、区委依法治区办、区司法局关于在全区开展法治宣传教育的第八个五年规划"
            "（2021－2025年）》",
            "规划提出五年的目标、重点内容、重点对象和组织保障。",
            kind="policypage",
            values={"document_number": "历下发〔2021〕22号", "validity": "有效", "formed_on": "2021-12-20"},
            extra={"level": "other", "maker": "中共济南市历下区委宣传部", "basis": "20.3"},
            children={
                "co_makers": [
                    {"name": "中共济南市历下区委全面依法治区委员会办公室", "party": True},
                    {"name": "济南市历下区司法局", "party": False},
                ]
            },
        ),
    ]


def _key_areas() -> list[Made]:
    return [
        _made(
            "重点领域",
            "【执法主体】【执法职责】【执法依据】【执法程序】【监督途径】区司法局行政执法基本信息",
            "执法主体：济南市历下区司法局。执法职责和依据见权责清单。",
            "执法程序：按行政处罚办理流程办理。监督途径：向区司法局法治督察科反映。",
            extra={"basis": "20.15"},
        ),
        _made(
            "重点领域",
            "区司法局2021年度行政执法总体情况",
            "2021年度没有办理行政许可、行政强制事项。",
            kind="enforcementpage",
            values={"formed_on": "2022-01-28"},
            extra={
                "year": 2021,
                "permits": 0,
                "penalties": 0,
                "compulsions": 0,
                "inspections": 12,
                "fines": "0",
                "basis": "20.6",
            },
        ),
        _made(
            "重点领域",
            "历下区2022年上半年法律援助案件办理情况统计表",
            "统计范围为区法律援助中心受理的案件。",
            kind="datatablepage",
            values={"formed_on": "2022-07-08"},
            extra={
                "period": "2022年1月至6月",
                "unit": "件",
                "basis": "20.11",
                "table": _table(
                    ("案件种类", "受理", "办结"),
                    ("刑事", "120", "98"),
                    ("民事", "86", "61"),
                    ("行政", "2", "1"),
                    ("合计", "208", "160"),
                ),
            },
        ),
        _made(
            "重点领域",
            "历下区公共法律服务中心办事指南",
            "窗口设法律咨询、法律援助、人民调解、公证四类服务。",
            "法律咨询免费；申请法律援助请带身份证件和案情材料，经济困难状况可以书面承诺。",
            extra={"basis": "20.5"},
        ),
        _made(
            "重点领域",
            "历下区2022年上半年法治政府建设工作推进情况",
            "上半年完成年度任务的过半内容，重大行政决策均经合法性审核。",
            values={"formed_on": "2022-07-15"},
            extra={"basis": "20.15"},
        ),
        _made(
            "重点领域",
            "历下区2022年行政执法监督工作情况",
            "全年评查案卷两轮，发现的问题均已督促整改。",
            values={"formed_on": "2022-12-28"},
            extra={"basis": "20.6"},
        ),
    ]
