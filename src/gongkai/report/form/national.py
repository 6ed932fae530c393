"""The national form of the annual report (政府信息公开工作年度报告格式), both versions.

- 2021: 国办公开办函〔2021〕30号, in force, used for the reports on 2021 and later;
- 2019: 国办公开办函〔2019〕60号 (trial), used for the reports on 2019 and 2020.

Labels are verbatim. What each row counts follows the Regulation on Government Information Disclosure (政府信息公开条例,
国务院令第711号, below 条例); where the form itself defines nothing, the usual reading is given and marked 未核实.
"""

from __future__ import annotations

from .kinds import Block, Column, Form, Row, Section
from .tables import LaidOut, applications_table, proactive_table, remedies_table

SOURCE_2021 = "国办公开办函〔2021〕30号"
SOURCE_2019 = "国办公开办函〔2019〕60号"

APPLICANT_COLUMNS = (
    Column("person", "自然人", also=("公民",)),
    Column("business", "商业企业"),
    Column("research", "科研机构"),
    Column("nonprofit", "社会公益组织", also=("公益组织",)),
    Column("legal_service", "法律服务机构", also=("法律服务组织",)),
    Column("other", "其他"),
    Column("total", "总计", also=("合计",)),
)

_RECEIVED = Row(
    "received",
    "一、本年新收政府信息公开申请数量",
    also=("本年新收申请数量", "本年收到政府信息公开申请数量", "本年新收"),
    counted="法定收到日在统计年度内的申请；拆分登记的按拆分后的件数计",
    source="条例第三十一条",
)
_CARRIED_IN = Row(
    "carried_in",
    "二、上年结转政府信息公开申请数量",
    also=("上年结转申请数量", "上年度结转政府信息公开申请数量", "上年结转"),
    counted="上年末未办结、结转到本年的申请，应等于上年年报的“结转下年度继续办理”",
    source="条例第四十九条、第五十条",
)
_CARRIED_OUT = Row(
    "carried_out",
    "四、结转下年度继续办理",
    also=("结转下年度", "结转下年度办理", "结转下一年度继续办理"),
    counted="12月31日尚未作出处理决定的申请",
    source="条例第五十条",
)
_DECIDED = Row(
    "decided",
    "（七）总计",
    also=("（七）合计", "总计", "合计"),
    counted="本年度办理结果各项之和",
    source="条例第五十条",
)
_DENIED, _UNAVAILABLE, _REFUSED, _OTHER = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"

_OUTCOMES = (
    Row(
        "granted",
        "（一）予以公开",
        also=("予以公开", "（一）同意公开"),
        counted="全部予以公开，含已主动公开而告知获取方式、途径的",
        source="条例第三十六条第（一）、（二）项",
    ),
    Row(
        "partly_granted",
        "（二）部分公开",
        remark="（区分处理的，只计这一情形，不计其他情形）",
        also=("部分公开", "（二）部分予以公开"),
        counted="区分处理后公开一部分的；一件只计此行",
        source="条例第三十七条",
    ),
    Row(
        "denied_state_secret",
        "1.属于国家秘密",
        _DENIED,
        also=("涉及国家秘密",),
        counted="依法确定为国家秘密的",
        source="条例第十四条",
    ),
    Row(
        "denied_by_law",
        "2.其他法律行政法规禁止公开",
        _DENIED,
        also=("其他法律法规禁止公开",),
        counted="国家秘密以外，法律、行政法规禁止公开的",
        source="条例第十四条",
    ),
    Row(
        "denied_security_stability",
        "3.危及“三安全一稳定”",
        _DENIED,
        also=("危及三安全一稳定", "危及国家安全、公共安全、经济安全、社会稳定", "危及国家安全公共安全经济安全和社会稳定"),
        counted="公开后可能危及国家安全、公共安全、经济安全、社会稳定的",
        source="条例第十四条",
    ),
    Row(
        "denied_third_party",
        "4.保护第三方合法权益",
        _DENIED,
        also=("保护第三方合法利益", "第三方合法权益"),
        counted="涉及商业秘密、个人隐私等，公开会损害第三方合法权益的",
        source="条例第十五条、第三十二条",
    ),
    Row(
        "denied_internal_affairs",
        "5.属于三类内部事务信息",
        _DENIED,
        also=("三类内部事务信息", "属于三类内部事物信息"),
        counted="人事管理、后勤管理、内部工作流程信息",
        source="条例第十六条第一款",
    ),
    Row(
        "denied_deliberative",
        "6.属于四类过程性信息",
        _DENIED,
        also=("四类过程性信息",),
        counted="讨论记录、过程稿、磋商信函、请示报告等过程性信息",
        source="条例第十六条第二款",
    ),
    Row(
        "denied_enforcement_file",
        "7.属于行政执法案卷",
        _DENIED,
        also=("行政执法案卷信息", "属于行政执法案卷信息"),
        counted="行政执法案卷信息",
        source="条例第十六条第二款",
    ),
    Row(
        "denied_inquiry",
        "8.属于行政查询事项",
        _DENIED,
        also=("行政查询事项",),
        counted="工商、不动产登记资料等另有查询规定的",
        source="条例第三十六条第（七）项",
    ),
    Row(
        "unavailable_not_held",
        "1.本机关不掌握相关政府信息",
        _UNAVAILABLE,
        also=("本机关不掌握相关信息", "本机关不掌握"),
        counted="信息不存在，或者不属于本机关负责公开",
        source="条例第三十六条第（四）、（五）项",
    ),
    Row(
        "unavailable_to_be_made",
        "2.没有现成信息需要另行制作",
        _UNAVAILABLE,
        also=("没有现成信息", "没有现成的信息需要另行制作"),
        counted="需要对现有信息加工、分析、重新制作的",
        source="条例第三十八条",
    ),
    Row(
        "unavailable_unclear",
        "3.补正后申请内容仍不明确",
        _UNAVAILABLE,
        also=("补正后仍不明确", "补正后内容仍不明确"),
        counted="补正后申请内容仍不明确的",
        source="条例第三十条",
    ),
    Row(
        "refused_petition",
        "1.信访举报投诉类申请",
        _REFUSED,
        also=("信访、举报、投诉类申请", "信访投诉举报类申请"),
        counted="以申请名义进行信访、投诉、举报的",
        source="条例第三十九条第一款",
    ),
    Row(
        "refused_repeated",
        "2.重复申请",
        _REFUSED,
        counted="已作答复又以相同内容重复申请的",
        source="条例第三十六条第（六）项",
    ),
    Row(
        "refused_publication",
        "3.要求提供公开出版物",
        _REFUSED,
        also=("要求提供公开的出版物",),
        counted="要求提供政府公报、报刊、书籍等公开出版物的",
        source="条例第三十九条第二款",
    ),
    Row(
        "refused_excessive",
        "4.无正当理由大量反复申请",
        _REFUSED,
        also=("大量反复申请", "无正当理由大量重复申请"),
        counted="数量、频次明显超过合理范围且理由不合理的",
        source="条例第三十五条",
    ),
    Row(
        "refused_confirmation",
        "5.要求行政机关确认或重新出具已获取信息",
        _REFUSED,
        also=("要求确认或重新出具已获取信息", "要求行政机关确认或者重新出具已获取信息"),
        counted="要求确认或者重新出具已经获取的信息的",
        source=SOURCE_2021,
    ),
)
_OTHER_OUTCOMES = (
    Row(
        "other_not_corrected",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _OTHER,
        also=("申请人无正当理由逾期不补正", "申请人逾期不补正"),
        counted="无正当理由逾期不补正，视为放弃申请的",
        source="条例第三十条",
    ),
    Row(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _OTHER,
        also=("申请人逾期未按收费通知要求缴纳费用", "申请人逾期未缴纳费用", "逾期未按收费通知要求缴纳费用"),
        counted="逾期未缴纳信息处理费，视为放弃申请的",
        source="国办函〔2020〕109号第六条",
    ),
    Row(
        "other_other",
        "3.其他",
        _OTHER,
        counted="申请人撤回等其他情形（具体范围未核实）",
        source=SOURCE_2021,
    ),
)
_OTHER_2019 = Row(
    "other",
    _OTHER,
    counted="以上各项以外的其他处理",
    source=SOURCE_2019,
)

_REMEDY_COLUMNS = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other", "其他结果"),
    Column("pending", "尚未审结"),
    Column("total", "总计", also=("合计",)),
)
_REVIEW = Row(
    "review", "行政复议", counted="本年度内受理或者仍在审理的行政复议案件，按年末状态归列（口径未核实）", source="条例第五十一条"
)
_LITIGATION = (
    Row(
        "litigation_direct",
        "未经复议直接起诉",
        also=("未经复议直接诉讼",),
        counted="未经复议直接起诉的行政诉讼案件",
        source="条例第五十一条",
    ),
    Row(
        "litigation_after_review",
        "复议后起诉",
        also=("复议后诉讼",),
        counted="经复议后起诉的行政诉讼案件",
        source="条例第五十一条",
    ),
)

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
_ENFORCEMENT = Row("enforcement", "行政强制", counted="作出的行政强制处理决定数量", source="条例第二十条第（六）项")
_FEE = Row(
    "fees", "行政事业性收费", also=("行政事业性收费项目",), counted="行政事业性收费", source="条例第二十条第（八）项"
)


def _decisions_2021(span: int) -> tuple[Column, ...]:
    return (Column("decisions", "本年处理决定数量", span=span, also=("本年处理决定件数", "处理决定数量")),)


_BLOCKS_2021 = (
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
        (Column("amount", "本年收费金额（单位：万元）", kind="amount", span=3, also=("本年收费金额", "收费金额")),),
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


_BLOCKS_2019 = (
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


def build_form(version: str, source: str, name: str, years: tuple[int, int | None], problems: str, laid: list[LaidOut]) -> Form:
    """Put the three laid-out tables into the six sections of the form."""
    proactive, applications, remedies = (one.table for one in laid)
    sections = (
        Section("overview", "一", "总体情况"),
        Section("proactive", "二", proactive.title, table=proactive.key),
        Section("applications", "三", applications.title, table=applications.key),
        Section("remedies", "四", remedies.title, table=remedies.key),
        Section("problems", "五", problems),
        Section("other", "六", "其他需要报告的事项"),
    )
    return Form(
        version=version,
        name=name,
        source=source,
        years=years,
        sections=sections,
        tables=(proactive, applications, remedies),
        equations=tuple(equation for one in laid for equation in one.equations),
        kinds={place: kind for one in laid for place, kind in one.kinds.items()},
        names={place: words for one in laid for place, words in one.names.items()},
    )


def _place_2021(block: Block, row: Row, column: Column) -> str:
    return f"proactive.{row.key}" if len(block.columns) == 1 else f"proactive.{row.key}.{column.key}"


def _place_2019(block: Block, row: Row, column: Column) -> str:
    return f"proactive_2019.{row.key}.{column.key}"


def _remedies(source: str) -> LaidOut:
    return remedies_table(_REVIEW, _LITIGATION, _REMEDY_COLUMNS, ("行政复议", "行政诉讼"), source)


FORM_2021 = build_form(
    "2021",
    SOURCE_2021,
    "2021年格式",
    (2021, None),
    "存在的主要问题及改进情况",
    [
        proactive_table("proactive", _BLOCKS_2021, 4, _place_2021),
        applications_table(
            (_RECEIVED, _CARRIED_IN, *_OUTCOMES, *_OTHER_OUTCOMES, _DECIDED, _CARRIED_OUT),
            APPLICANT_COLUMNS,
            SOURCE_2021,
        ),
        _remedies(SOURCE_2021),
    ],
)
"""The form in force: 国办公开办函〔2021〕30号."""

FORM_2019 = build_form(
    "2019",
    SOURCE_2019,
    "2019年试行格式",
    (2019, 2020),
    "政府信息公开工作存在的主要问题及改进情况",
    [
        proactive_table("proactive_2019", _BLOCKS_2019, 5, _place_2019),
        applications_table(
            (_RECEIVED, _CARRIED_IN, *_OUTCOMES, _OTHER_2019, _DECIDED, _CARRIED_OUT), APPLICANT_COLUMNS, SOURCE_2019
        ),
        _remedies(SOURCE_2019),
    ],
)
"""The trial form for the reports on 2019 and 2020: 国办公开办函〔2019〕60号."""
