"""The rows and columns of table 三: applications received and how they were handled (收到和处理政府信息公开申请情况).

What each row counts follows the Regulation on Government Information Disclosure (政府信息公开条例, 国务院令第711号, below
条例); where the form itself defines nothing, the usual reading is given and marked 未核实.
"""

from __future__ import annotations

from gongkai.law.applicants import Applicant
from gongkai.law.outcomes import OutcomeGroup

from .kinds import Column, Row
from .sources import SOURCE_2019, SOURCE_2021

_ALSO = {
    Applicant.PERSON: ("公民",),
    Applicant.NONPROFIT: ("公益组织",),
    Applicant.LEGAL_SERVICE: ("法律服务组织",),
}
APPLICANT_COLUMNS = (
    *(Column(one.key, one.term, also=_ALSO.get(one, ())) for one in Applicant),
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
_DENIED = f"（三）{OutcomeGroup.DENIED.term}"
_UNAVAILABLE = f"（四）{OutcomeGroup.UNAVAILABLE.term}"
_REFUSED = f"（五）{OutcomeGroup.REFUSED.term}"
_OTHER = f"（六）{OutcomeGroup.OTHER.term}"

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
        also=(
            "危及三安全一稳定",
            "危及国家安全、公共安全、经济安全、社会稳定",
            "危及国家安全公共安全经济安全和社会稳定",
        ),
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

ROWS_2021 = (_RECEIVED, _CARRIED_IN, *_OUTCOMES, *_OTHER_OUTCOMES, _DECIDED, _CARRIED_OUT)
ROWS_2019 = (_RECEIVED, _CARRIED_IN, *_OUTCOMES, _OTHER_2019, _DECIDED, _CARRIED_OUT)
