"""Which sentences the checks of the words take offence at, and which they leave alone.

The sentences are our own, in the patterns that agencies use. The tables of the example say: received 10, carried in 2,
decided 9, carried out 3; granted 5, partly granted 1, denied 1, unavailable 2; review 3, litigation 1 and 1; normative
documents 2 made, 1 repealed, 12 in force; 6 penalties.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.checks.example import adding, example, with_figures, without

from gongkai.report.checks import check
from gongkai.report.model import Finding, Report


def _told(report: Report, *lines: str) -> list[Finding]:
    return [finding for finding in check(adding(report, *lines)) if finding.rule.startswith("PROSE-")]


AGREEING = [
    # either reading of 收到, with and without those carried in
    "全年收到政府信息公开申请10件。",
    "2023年共收到政府信息公开申请12件（含上年结转2件）。",
    "本年新收政府信息公开申请10件，上年结转2件；办结9件，结转下年度继续办理3件。",
    "共受理依申请公开10件，已办结政府信息公开申请7件。",
    "收到10件政府信息公开申请，其中自然人申请8件，法人或其他组织2件。",
    "全年收到政府信息公开申请10件，予以公开5件、部分公开1件、不予公开1件、无法提供2件。",
    "全年收到政府信息公开申请10件，其中5件予以公开，1件部分公开。",
    # only this year's applications are told of: of 5 granted up to 2 may have been carried in
    "收到政府信息公开申请10件，予以公开4件。",
    "收到政府信息公开申请10件，予以公开或部分公开6件。",
    "其中3件结转下年度继续办理。",
    "因政府信息公开引起的行政复议3件、行政诉讼2件。",
    "因政府信息公开被提起行政诉讼1件。",
    "因政府信息公开新发生行政复议2件。",
    "本年制发行政规范性文件2件，废止行政规范性文件1件，现行有效行政规范性文件12件。",
    "主动公开规范性文件12件。",
    "全年作出行政处罚决定6件。",
]
OUT_OF_SCOPE = [
    # parts by channel, by other agencies, in other years, in comparison
    "通过网站收到政府信息公开申请4件，信函收到政府信息公开申请6件。",
    "其中，收到当面提交的政府信息公开申请3件。",
    "局办公室收到政府信息公开申请3件。",
    "2022年收到政府信息公开申请4件。",
    "较上年多收到政府信息公开申请6件。",
    "第一季度收到政府信息公开申请6件。",
    "收到政府信息公开申请近20件。",
    "未收到要求收取费用的政府信息公开申请。",
    "未收到政府信息公开申请收费方面的投诉。",
    "微信平台未收到政府信息公开申请。",
    "顺延至下一年答复政府信息公开申请6件。",
    "承办人大代表建议4件、政协提案5件，均已答复。",
    "申请人可以通过信箱提出申请，来信答复40件。",
    "结转下年资金30万元，涉及项目6个。",
    # the agency as authority of review, not as the one complained of
    "全年受理行政复议案件200件，审结行政复议案件180件。",
    "办理政府信息公开行政复议案件20件。",
    "全区行政复议20件、行政诉讼8件。",
    "因政府信息公开引起的行政复议被纠正0件。",
    "没有因政府信息公开行政复议被确认违法的情况。",
    "对政府信息公开答复未经行政复议直接起诉的，依法应诉。",
    # documents of others, or not made but handled
    "审查规范性文件40件，备案规范性文件30件。",
    "代区政府起草并印发规范性文件5件。",
    "参与制定规范性文件8件。",
    "公开行政处罚信息120条。",
    "按照《关于做好2019年收到政府信息公开申请30件的通知》办理申请。",
]
SUMS_RIGHT = [
    "主动公开62条：工作动态28条、部门文件20条、机构信息2条、预决算3条、涉农补贴5条、乡村振兴4条。",
    "公开信息92条，其中快讯79条，机构职能1条，领导信息1条，其他11条。",
    # 其中 may name only some
    "公开信息423条，其中工作总结1条、组织机构信息3条、重点领域信息85条。",
    "公开信息111条，其中不动产登记公告86条。",
    # another unit, another matter, another division of the same whole
    "公开政府信息47条，其中部门文件22件，通知公告16条。",
    "发布信息100条，其中动态80条，微信公众号另发布信息90条。",
    "收到政府信息公开申请10件，其中自然人8件、法人2件，网上申请7件、信函3件。",
    "公开信息100余条，其中动态80条、公告60条。",
    "公开信息100条，其中动态80条，比上年增加30条。",
    "公开信息30条，占60条任务的一半，包括动态等内容。",
    "召开会议2次：3月5次、4月研究部署。",
    "门户网站公开20条：动态12、公告5、其他3。",
    "制定制度3项：《保密审查制度》《发布制度》《考核制度》。",
]
SUMS_WRONG = [
    ("公开信息62条：工作动态28条、部门文件20条、机构信息2条。", "＝50，差12"),
    ("受理咨询372人次，其中现场331人次、电话61人次。", "现场331＋电话61＝392，差20"),
    ("公开信息1,392条，其中网站类1,331条、新媒体类162条。", "＝1493"),
    ("编发信息199篇：国家级44篇、省级43篇、市级75篇。", "＝162"),
    ("公开信息92条，其中快讯79条、机构职能1条、其他11条。", "＝91"),
    ("公开信息50条。其中，动态40条、公告20条。", "动态40＋公告20＝60"),
    ("门户网站公开20条：动态12、公告5、其他4。", "动态12＋公告5＋其他4＝21"),
]
WRONG = [
    ("全年收到政府信息公开申请15件。", "PROSE-APPLICATIONS", "加上年结转为12"),
    ("全年未收到政府信息公开申请。", "PROSE-APPLICATIONS", "未收到政府信息公开申请"),
    ("本年度没有收到公民、法人和其他组织提出的政府信息公开申请。", "PROSE-APPLICATIONS", "为10"),
    ("依申请公开0件。", "PROSE-APPLICATIONS", "差10"),
    ("收到政府信息公开申请10件，答复政府信息公开申请4件。", "PROSE-APPLICATIONS", "（七）总计"),
    ("上年结转政府信息公开申请5件。", "PROSE-APPLICATIONS", "上年结转"),
    ("结转2024年度继续办理1件。", "PROSE-APPLICATIONS", "结转下年度"),
    ("收到政府信息公开申请10件，其中自然人5件。", "PROSE-APPLICATIONS", "“自然人”为8"),
    ("收到政府信息公开申请10件，不予公开6件。", "PROSE-APPLICATIONS", "（三）不予公开"),
    ("收到政府信息公开申请10件，其中7件予以公开。", "PROSE-APPLICATIONS", "（一）予以公开"),
    ("因政府信息公开引起行政复议3件、行政诉讼5件。", "PROSE-REMEDIES", "两组总计之和为2"),
    ("未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。", "PROSE-REMEDIES", "总计之和为5"),
    ("未收到因政府信息公开申请引起的行政复议，工作平稳。", "PROSE-REMEDIES", "总计为3"),
    ("因政府信息公开新发生行政复议7件。", "PROSE-REMEDIES", "总计为3"),
    ("废止规范性文件4件。", "PROSE-PROACTIVE", "本年废止件数"),
    ("现行有效规范性文件40件。", "PROSE-PROACTIVE", "现行有效件数"),
    ("全年作出行政处罚决定60件。", "PROSE-PROACTIVE", "行政处罚"),
    ("公開行政規範性文件：本年制發行政規範性文件７件。", "PROSE-PROACTIVE", "7"),
]


@pytest.mark.parametrize("words", AGREEING + OUT_OF_SCOPE + SUMS_RIGHT)
def test_what_agrees_or_is_not_understood_is_left_alone(words: str) -> None:
    assert _told(example(), words) == []


@pytest.mark.parametrize(("words", "message"), SUMS_WRONG)
def test_parts_that_do_not_make_their_whole(words: str, message: str) -> None:
    told = _told(example(), words)
    assert [finding.rule for finding in told] == ["PROSE-SUM"]
    assert message in told[0].message


@pytest.mark.parametrize(("words", "rule", "message"), WRONG)
def test_words_against_tables(words: str, rule: str, message: str) -> None:
    told = _told(example(), words)
    assert [finding.rule for finding in told] == [rule]
    assert message in told[0].message
    assert told[0].severity == "warning"
    assert told[0].place == "sections.overview"


def test_a_finding_shows_the_sentence() -> None:
    (finding,) = _told(example(), "今年以工作实效取信于民，全年收到政府信息公开申请15件。")
    assert "原句：“今年以工作实效取信于民，全年收到政府信息公开申请15件”" in finding.message
    assert (finding.expected, finding.found) == (12, 15)


@pytest.mark.parametrize("words", [words for words, rule, _ in WRONG if rule != "PROSE-PROACTIVE"])
def test_nothing_is_compared_with_a_table_that_is_not_there(words: str) -> None:
    assert _told(without(example(), "applications.", "remedies."), words) == []


def test_a_blank_cell_is_no_nought() -> None:
    report = with_figures(example(), applications__received__total=None)
    assert _told(report, "全年收到政府信息公开申请15件。") == []


def test_a_balance_in_the_words_alone() -> None:
    report = without(example(), "applications.")
    whole = "新收政府信息公开申请317件，上年结转3件；予以公开184件、部分公开18件、不予公开8件、无法提供57件、不予处理18件、其他处理22件，结转下年度{}件。"
    assert _told(report, whole.format(13)) == []
    (finding,) = _told(report, whole.format(15))
    assert finding.rule == "PROSE-BALANCE"
    assert "317＋上年结转3＝320" in finding.message
    assert "＝322" in finding.message
    # what was carried in is told in words that are not understood
    assert (
        _told(
            report,
            "共受理政府信息公开申请16件，上年所余一并办理，办结政府信息公开申请16件，结转至2024年办理1件。",
        )
        == []
    )


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("全年在区政府网站审计栏目公开信息20条。", "审计专栏全年公开政府信息16条。"), True),
        (("全年在区政府网站审计栏目公开信息20条。", "区政府网站审计栏目公开信息20条。"), False),
        (("通过门户网站公开信息20条。", "通过微信公众号公开信息16条。"), False),
        (("2022年通过门户网站公开信息20条。", "2023年通过门户网站公开信息16条。"), False),
        (("通过门户网站公开信息20条。", "第一季度通过门户网站公开信息6条。"), False),
        (("公开信息20条。", "公开信息16条。"), False),
    ],
)
def test_one_thing_with_two_figures(lines: tuple[str, ...], found: bool) -> None:
    assert [finding.rule for finding in _told(example(), *lines)] == ["PROSE-TWICE"] * found


LIST = "全年主动公开各类信息{}条。\n（1）机构类。公开《简介》《领导》等2条信息。\n（2）公告类。公开5条信息。\n（3）动态类。公开《“十四五”36条措施》等31条。"


def test_a_numbered_list_that_makes_its_whole() -> None:
    assert _told(example(), LIST.format(38)) == []


def test_a_numbered_list_that_does_not() -> None:
    (finding,) = _told(example(), LIST.format(84))
    assert finding.rule == "PROSE-SUM"
    assert "（1）至（3）各项2＋5＋31＝38，差46" in finding.message
    assert (finding.expected, finding.found) == (84, 38)


@pytest.mark.parametrize("whole", [38, 48])
def test_an_item_of_details_may_be_counted_or_not(whole: int) -> None:
    assert _told(example(), LIST.format(whole), "（4）专题类。公开专题信息。其中，图片4条、问答6条。") == []


@pytest.mark.parametrize(
    "words",
    [
        # an item whose count is not clear
        LIST.format(84) + "\n（4）其他类。公开若干信息。",
        LIST.format(84) + "\n（4）其他类。公开约40条信息。",
        LIST.format(84) + "\n（4）其他类。上半年公开4条，下半年公开6条。",
        LIST.format(84).replace("84条", "80余条"),
        # no list of parts, but the sections of the overview
        "全年主动公开信息500条。\n1.主动公开。公开信息200条。\n2.依申请公开。规范办理。\n3.平台建设。栏目更新40条。",
    ],
)
def test_a_list_that_is_not_understood(words: str) -> None:
    assert _told(example(), words) == []


def test_the_words_of_section_five_are_not_compared() -> None:
    report = replace(
        example(),
        sections={**example().sections, "problems": "上年收到政府信息公开申请15件，处理不及时。" * 3},
    )
    assert [finding for finding in check(report) if finding.rule.startswith("PROSE-")] == []
