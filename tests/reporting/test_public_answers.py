from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.form import FORM_2019, FORM_2021
from gongkai.report.model import Report
from gongkai.report.sample import sample, sample_previous
from gongkai.reporting.public.answers import Answer, answers
from gongkai.reporting.public.comparison import comparison


def by_key(report: Report, previous: Report | None = None) -> dict[str, Answer]:
    return {one.key: one for one in answers(report, previous)}


def test_the_readers_questions_are_answered_from_the_tables() -> None:
    found = by_key(sample(), sample_previous())
    assert [(one.figure, one.before) for one in found.values()] == [
        ("41件", "2022年34件"),
        ("21件", "2022年19件"),
        ("19件", "2022年14件"),
        ("8件", "2022年6件"),
        ("4件", "2022年3件"),
    ]
    assert found["received"].words == "加上上一年转来的3件，本年共要办理44件。"
    assert found["given"].words == "予以公开16件，部分公开5件，合计占办结40件的52.5%。"
    assert (
        found["remedies"].words
        == "行政复议5件，未经复议直接起诉1件，复议后起诉2件；其中结果纠正1件，尚未审结2件。"
    )


def test_why_nothing_was_given_most_frequent_first() -> None:
    reasons = by_key(sample())["not_given"].reasons
    assert (reasons[0].label, reasons[0].count) == ("无法提供：本机关不掌握相关政府信息", "4件")
    counts = [int(one.count.removesuffix("件")) for one in reasons]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == 19


def test_a_year_without_applications_says_so() -> None:
    found = by_key(replace(sample(), figures=dict.fromkeys(FORM_2021.places, 0)))
    assert {one.figure for one in found.values()} == {"0件"}
    assert found["remedies"].words == "本年没有行政复议、行政诉讼案件。"
    assert "%" not in found["given"].words


def test_what_is_not_given_is_never_nought() -> None:
    for report in (Report(), replace(sample(), figures=dict.fromkeys(FORM_2021.places))):
        found = by_key(report, report)
        assert {one.figure for one in found.values()} == {"未提供"}
        assert {one.before for one in found.values()} == {""}
        assert {one.words for one in found.values()} == {""}


@given(
    st.sampled_from([FORM_2019, FORM_2021]).flatmap(
        lambda form: st.builds(
            Report,
            agency=st.none() | st.text(max_size=5),
            year=st.none() | st.integers(2008, 2030),
            form=st.just(form.version),
            figures=st.dictionaries(st.sampled_from(form.places), st.none() | st.integers(-5, 10**9)),
        )
    ),
    st.booleans(),
)
def test_any_report_can_be_answered_and_compared(report: Report, turned: bool) -> None:
    previous = sample_previous()
    pair = (previous, report) if turned else (report, previous)
    assert len(answers(*pair)) == 5
    assert len(comparison(*pair)) == 3


def test_two_years_side_by_side() -> None:
    proactive, applications, remedies = comparison(sample(), sample_previous())
    lines = {
        line.label: (line.now, line.before, line.change)
        for part in (proactive, applications, remedies)
        for line in part.lines
    }
    assert lines["本年新收政府信息公开申请数量"] == ("41", "34", "增7")
    assert lines["无法提供：本机关不掌握相关政府信息"] == ("4", "5", "减1")
    assert lines["不予公开：属于国家秘密"] == ("0", "0", "持平")
    assert lines["行政事业性收费：本年收费金额（单位：万元）"] == ("418.6", "402.35", "增16.25")
    assert lines["行政复议"] == ("5", "4", "增1")
    assert lines["本年度办理结果总计"] == ("40", "33", "增7")


def test_what_another_form_counts_otherwise_is_not_compared() -> None:
    trial = Report(form="2019", year=2020, figures=dict.fromkeys(FORM_2019.places, 1))
    parts = comparison(replace(sample(), year=2021), trial)
    words = {line.label: line.before for part in parts for line in part.lines}
    assert words["行政规范性文件：本年废止件数"] == "格式不同，不作比较"
    assert (
        words["其他处理：申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"]
        == "格式不同，不作比较"
    )
    assert words["予以公开"] == "1"
