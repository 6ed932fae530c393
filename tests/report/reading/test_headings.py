"""Section headings as agencies write them."""

from __future__ import annotations

import pytest

from gongkai.report.form import FORM_2021
from gongkai.report.reading import read_bytes

WORDS = {
    "overview": "全年公开信息三条。",
    "proactive": "今年公开了三条信息。",
    "applications": "今年没有收到申请。",
    "remedies": "今年没有复议案件发生。",
    "problems": "公开还不够及时。",
    "other": "今年没有收取费用。",
}
HEADINGS = {
    "overview": """一、总体情况 一、总体情况： 一．总体情况 1、总体情况 第一部分、总体情况 一、基本情况 一、概述 一、总体情况概述
        一、政府信息公开工作总体情况 一、2022年度总体情况 壹、总体情况 Ⅰ、总体情况 （一）总体情况 总体情况""",
    "proactive": """二、行政机关主动公开政府信息情况 二、主动公开情况 二、政府信息主动公开情况 二、主动公开政府信息的情况
        二、本年度主动公开政府信息情况 二、主動公開政府信息情況""",
    "applications": """三、行政机关收到和处理政府信息公开申请情况 三、政府信息依申请公开情况 三、依申请公开办理情况
        三、收到和办理政府信息公开申请情况 三、政府信息公开申请情况 三、收到和處理政府信息公開申請情況""",
    "remedies": """四、因政府信息公开工作被申请行政复议、提起行政诉讼情况 四、复议、诉讼情况 四、政府信息公开行政复议、行政诉讼
        四、政府信息公开行政复议、行政诉讼和举报情况""",
    "problems": """五、政府信息公开工作存在的主要问题及改进情况 五、存在的问题及下一步工作打算 五、存在的不足及改进措施
        五、主要问题和下一步打算 五、存在的问题和困难以及改进的措施""",
    "other": "六、其他需要报告的事项 六、其它需要报告事项 六、其他事项 六、需要报告的其他事项 七、其他需要报告的事项",
}


def report_with(key: str, heading: str) -> str:
    lines = ["青石县教育局2022年政府信息公开工作年度报告"]
    for section in FORM_2021.sections:
        lines += [heading if section.key == key else section.heading, WORDS[section.key]]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("key", "heading"), [(key, one) for key, many in HEADINGS.items() for one in many.split()]
)
def test_headings_in_other_words(key: str, heading: str) -> None:
    report = read_bytes(report_with(key, heading).encode(), "report.txt")
    assert dict(report.sections) == WORDS


def test_words_behind_the_heading_on_its_line() -> None:
    text = "\n".join(f"{section.heading}　{WORDS[section.key]}" for section in FORM_2021.sections)
    assert dict(read_bytes(text.encode(), "report.txt").sections) == WORDS


def test_a_report_that_lost_its_line_breaks() -> None:
    text = "青石县教育局2022年政府信息公开工作年度报告\n" + "".join(
        f"{section.heading}{WORDS[section.key] * 9}" for section in FORM_2021.sections
    )
    assert dict(read_bytes(text.encode(), "report.txt").sections) == {
        key: words * 9 for key, words in WORDS.items()
    }


def test_a_table_of_contents_is_no_report() -> None:
    contents = "目录\n" + "\n".join(f"{section.heading}……{3}" for section in FORM_2021.sections)
    report = read_bytes(f"{contents}\n{report_with('', '')}".encode(), "report.txt")
    assert dict(report.sections) == WORDS


def test_points_inside_a_section_are_no_headings() -> None:
    """（一）主动公开情况 belongs to the overview."""
    points = "全年情况如下。\n（一）主动公开情况\n公开三条。\n（二）依申请公开情况\n没有申请。\n2.行政复议情况\n没有。"
    text = report_with("", "").replace(WORDS["overview"], points)
    assert read_bytes(text.encode(), "report.txt").sections["overview"] == points


def test_missing_sections_are_said() -> None:
    text = report_with("", "").split("五、")[0]
    report = read_bytes(text.encode(), "report.txt")
    assert [note.place for note in report.notes if note.code == "section_missing"] == [
        "sections.problems",
        "sections.other",
    ]
    assert "problems" not in report.sections
