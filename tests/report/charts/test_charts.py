"""The charts: what they say equals the report, what is not given is said, and the pictures are sound SVG."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.strategies import any_reports, consistent_reports

from gongkai.report.charts import Chart, charts, svg
from gongkai.report.form import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import FormVersion, Report, Value
from gongkai.report.sample import sample, sample_previous

KEYS = ("applicants", "outcomes", "flow", "remedies", "documents", "decisions")
SVG = "{http://www.w3.org/2000/svg}"


def filled(form: Form, value: Value, version: FormVersion, year: int = 2023) -> Report:
    return Report(agency="示例市教育局", year=year, form=version, figures=dict.fromkeys(form.places, value))


def by_key(report: Report, previous: Report | None = None) -> dict[str, Chart]:
    return {chart.key: chart for chart in charts(report, previous)}


def words(chart: Chart) -> list[str]:
    """What is written in the picture, without what is only read aloud."""
    return [node.text or "" for node in ET.fromstring(chart.svg).iter(f"{SVG}text")]


def bars(chart: Chart) -> list[ET.Element]:
    """The shapes that stand for figures: those without the ground and the key to the years."""
    return [
        node
        for node in ET.fromstring(chart.svg).findall(f"{SVG}rect")
        if node.get("fill") not in ("#ffffff", "#f3f5f8") and node.get("width") not in ("15", "16")
    ]


# --- what they say ----------------------------------------------------------------------------------------------------


def test_the_six_charts_stand_in_one_order() -> None:
    assert tuple(chart.key for chart in charts(sample())) == KEYS
    assert tuple(chart.key for chart in charts(Report())) == KEYS


def test_applicants_show_every_column_of_the_form() -> None:
    chart = by_key(sample(), sample_previous())["applicants"]
    columns = FORM_2021.table("applications").blocks[0].columns
    figures, before = sample().figures, sample_previous().figures
    assert chart.table == tuple(
        (column.label, figures[place], before[place])
        for column in columns
        for place in [f"applications.received.{column.key}"]
    )
    assert chart.head == ("项目", "2023年", "2022年")
    assert chart.summary == (
        "2023年新收政府信息公开申请41件（2022年34件），其中自然人28件、商业企业6件、科研机构1件、"
        "社会公益组织1件、法律服务机构4件、其他1件。"
    )
    assert {"28件", "24件", "自然人"} <= set(words(chart))


def test_outcomes_are_added_up_in_their_six_groups() -> None:
    chart = by_key(sample())["outcomes"]
    assert chart.table == (
        ("予以公开", 16),
        ("部分公开", 5),
        ("不予公开", 8),
        ("无法提供", 6),
        ("不予处理", 3),
        ("其他处理", 2),
        ("总计", 40),
    )
    assert chart.summary.endswith("予以公开和部分公开合计占52.5%。")


def test_the_trial_form_has_the_same_six_groups() -> None:
    old = filled(FORM_2019, 1, "2019", 2020)
    assert by_key(old)["outcomes"].table[:6] == (
        ("予以公开", 1), ("部分公开", 1), ("不予公开", 8), ("无法提供", 3), ("不予处理", 5), ("其他处理", 1),
    )  # fmt: skip
    new = by_key(filled(FORM_2021, 1, "2021", 2021), old)["outcomes"]
    assert new.table[5] == ("其他处理", 3, 1)


def test_the_flow_names_what_does_not_balance() -> None:
    figures = {**sample().figures, "applications.carried_out.total": 9}
    flow = by_key(replace(sample(), figures=figures))["flow"]
    assert flow.table == (("上年结转", 3), ("本年新收", 41), ("本年办结", 40), ("结转下年度", 9))
    assert "（两边相差5件）" in flow.summary
    assert "相差" not in by_key(sample())["flow"].summary


def test_remedies_tell_what_is_nought_in_one_line() -> None:
    chart = by_key(sample(), sample_previous())["remedies"]
    assert "结果纠正、尚未审结：两年均为0件" in words(chart)
    assert "共5件，2022年4件" in words(chart)
    assert "行政诉讼·未经复议直接起诉1件（2022年1件），其中其他结果1件" in chart.summary


def test_fees_have_a_unit_and_a_scale_of_their_own() -> None:
    chart = by_key(sample(), sample_previous())["decisions"]
    assert chart.table[-1] == (
        "本年收费金额（单位：万元）·行政事业性收费",
        Decimal("418.6"),
        Decimal("402.35"),
    )
    assert {"418.6万元", "402.35万元", "312件"} <= set(words(chart))


def test_figures_of_another_form_are_compared_only_where_they_mean_the_same() -> None:
    new = by_key(filled(FORM_2021, 5, "2021", 2021), filled(FORM_2019, 3, "2019", 2020))
    assert new["decisions"].table[0] == ("本年处理决定数量·行政许可", 5, 3)
    assert new["documents"].table[0] == ("规章·本年制发", 5, "格式不同，不作比较")
    assert "2020年：格式不同，不作比较" in words(new["documents"])
    old = by_key(filled(FORM_2019, 3, "2019", 2020))
    assert (new["decisions"].title, old["decisions"].title) == (
        "2021年行政处理决定和收费",
        "2020年行政处理决定",
    )
    assert [row[0] for row in old["decisions"].table] == [
        "处理决定数量·行政许可",
        "处理决定数量·其他对外管理服务事项",
        "处理决定数量·行政处罚",
        "处理决定数量·行政强制",
    ]


# --- what is not there ------------------------------------------------------------------------------------------------


def test_a_report_without_figures_is_said_to_have_none() -> None:
    for chart in charts(Report(year=2023), sample_previous()):
        assert chart.summary.startswith("年度报告未提供2023年")
        assert not bars(chart)
        assert "".join(words(chart)[1:]) == chart.summary
        assert all(row[1] == "未提供" for row in chart.table)


def test_a_report_of_noughts_says_that_there_was_nothing() -> None:
    for chart in charts(filled(FORM_2021, 0, "2021")):
        assert chart.summary.startswith("2023年没有")
        assert not bars(chart)
        assert "".join(words(chart)[1:]) == chart.summary


def test_last_year_is_drawn_beside_noughts() -> None:
    chart = by_key(filled(FORM_2021, 0, "2021"), sample_previous())["applicants"]
    assert chart.summary == "2023年没有收到政府信息公开申请（2022年34件）。"
    assert len(bars(chart)) == 5
    assert "科研机构：两年均为0件" in words(chart)


def test_a_blank_cell_is_not_nought() -> None:
    figures = {**sample().figures, "applications.received.person": None}
    del figures["applications.received.other"]
    chart = by_key(replace(sample(), figures=figures))["applicants"]
    assert chart.table[0] == ("自然人", "未提供")
    assert chart.table[5] == ("其他", "未提供")
    assert words(chart).count("未提供") == 2
    assert len(bars(chart)) == 4
    assert "自然人、其他均未提供" in chart.summary


def test_a_sum_says_how_much_is_lacking() -> None:
    figures = {**sample().figures, "applications.denied_third_party.total": None}
    chart = by_key(replace(sample(), figures=figures))["outcomes"]
    assert chart.table[2] == ("不予公开（2023年另有1项未提供）", 6)
    assert "6件（另有1项未提供）" in words(chart)


def test_rows_of_the_form_that_was_not_used_do_not_lack() -> None:
    figures = {place: 1 for place in FORM_2021.places if not place.startswith("applications.other_")}
    figures |= {
        f"applications.other.{column.key}": 1 for column in FORM_2021.table("applications").blocks[0].columns
    }
    chart = by_key(Report(year=2021, form="2021", figures=figures))["outcomes"]
    assert chart.table[5] == ("其他处理", 1)


# --- odd figures and words --------------------------------------------------------------------------------------------


def test_a_negative_figure_is_named_and_not_drawn() -> None:
    chart = by_key(replace(sample(), figures={**sample().figures, "proactive.penalties": -4}))["decisions"]
    assert "-4件（负数）" in words(chart)
    assert len(bars(chart)) == 3


def test_one_application_beside_a_million_is_seen() -> None:
    figures = {**sample().figures, "applications.received.person": 1_136_129}
    chart = by_key(replace(sample(), figures=figures))["applicants"]
    lengths = [float(bar.get("width", "0")) for bar in bars(chart)]
    assert lengths[0] == max(lengths) > 150
    assert min(lengths) == 3


@pytest.mark.parametrize(
    "value", [10**39, Decimal("0.000001"), Decimal("NaN"), Decimal("Infinity"), -(10**20)]
)
def test_absurd_figures_stay_within_the_picture(value: Value) -> None:
    for key in ("applications.received.person", "applications.carried_in.total", "remedies.review.total"):
        for chart in charts(replace(sample(), figures={**sample().figures, key: value}), sample_previous()):
            within(chart)


def test_names_are_escaped_and_cleaned() -> None:
    agency = 'A<b>&"\x00\x0b\ud800\u202e局\n'
    for chart in charts(replace(sample(), agency=agency)):
        title = ET.fromstring(chart.svg).findtext(f"{SVG}title")
        assert title == f'A<b>&" 局 {chart.title}'
        assert "<b>" not in chart.svg
        chart.svg.encode()


def test_years_never_share_a_name() -> None:
    assert by_key(sample(), sample())["flow"].head == ("项目", "本报告", "对比报告")
    assert by_key(replace(sample(), year=None), replace(sample(), year=None))["flow"].head == (
        "项目",
        "本年",
        "上年",
    )
    assert by_key(replace(sample(), year=None))["flow"].head == ("项目", "本年")


def test_lines_break_between_words_and_before_no_sign() -> None:
    told = "2023年没有收到政府信息公开申请（2022年1234567件）），也没有办结和结转的。"
    for room in range(160, 400, 7):
        lines = svg.wrapped(told, 16, room)
        assert "".join(lines) == told
        assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)
        assert any("1234567" in line for line in lines)
        assert all(svg.measure(line, 16) <= room for line in lines)


# --- sound pictures ---------------------------------------------------------------------------------------------------


def sound(chart: Chart) -> set[str]:
    """Assert that a picture stands alone and is accessible; return its ids."""
    root = ET.fromstring(chart.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    found = [node.get("id", "") for node in root.iter() if node.get("id")]
    ids = set(found)
    assert len(ids) == len(found)
    labelled = (root.get("aria-labelledby") or "").split()
    assert [node.get("id") for node in (root[0], root[1])] == labelled
    assert root[0].tag == f"{SVG}title"
    assert root.findtext(f"{SVG}desc")
    assert set(re.findall(r"url\(#([^)]+)\)", chart.svg)) <= ids
    assert not re.search(
        r"<(?:script|style|image|use|foreignObject)|href|\son\w+=|@import|\sstyle=", chart.svg
    )
    within(chart)
    return ids


def within(chart: Chart) -> None:
    """Assert that nothing is drawn outside the picture."""
    root = ET.fromstring(chart.svg)
    width, height = map(float, (root.get("viewBox") or "").split()[2:])
    for node in root.findall(f"{SVG}rect"):
        x, y, wide, high = (float(node.get(name, "")) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert wide > 0
        assert high > 0
        assert x + wide <= width + 0.01
        assert y + high <= height + 0.01
    for node in root.findall(f"{SVG}text"):
        size = float(node.get("font-size", ""))
        natural = sum(1.0 if char > "\u2e7f" else 0.5 for char in node.text or "") * size
        wide = float(node.get("textLength", natural))
        assert float(node.get("x", "")) + wide <= width + 1, node.text
        assert float(node.get("y", "")) <= height


def luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str) -> float:
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_have_contrast() -> None:
    for chart in (*charts(sample(), sample_previous()), *charts(Report())):
        root = ET.fromstring(chart.svg)
        grounds = {node.get("fill", "") for node in root.findall(f"{SVG}rect")} & {"#ffffff", "#f3f5f8"}
        for node in root.iter():
            for name in ("fill", "stroke"):
                colour = node.get(name, "none")
                if colour.startswith("#") and colour not in grounds:
                    least = 4.5 if node.tag == f"{SVG}text" else 3.0
                    assert all(contrast(colour, ground) >= least for ground in grounds), colour


def test_the_page_of_two_years_has_unique_ids_and_the_same_bytes_again() -> None:
    page = charts(sample(), sample_previous()) + charts(sample()) + charts(sample_previous())
    ids = [identity for chart in page for identity in sound(chart)]
    assert len(ids) == len(set(ids))
    assert page[:6] == charts(sample(), sample_previous())


@settings(max_examples=60)
@given(report=any_reports(), previous=st.none() | any_reports())
def test_any_report_gives_sound_charts(report: Report, previous: Report | None) -> None:
    page = charts(report, previous)
    assert tuple(chart.key for chart in page) == KEYS
    ids = [identity for chart in page for identity in sound(chart)]
    assert len(ids) == len(set(ids))
    for chart in page:
        assert chart.summary.endswith("。")
        assert all(len(row) == len(chart.head) for row in chart.table)


@settings(max_examples=30)
@given(report=consistent_reports())
def test_pictures_hold_the_figures_of_the_report(report: Report) -> None:
    form = FORMS.get(report.form, FORM_2021)
    chart = by_key(report)["applicants"]
    written, broken = " ".join(words(chart)[1:]), "".join(words(chart))
    for column in form.table("applications").blocks[0].columns[:-1]:
        value = report.figures[f"applications.received.{column.key}"]
        if report.figures["applications.received.total"]:
            assert (f"{column.label} {value}件" in written) if value else (column.label in broken)
    flow = by_key(report)["flow"].table
    assert flow[0][1] + flow[1][1] == flow[2][1] + flow[3][1]  # type: ignore[operator]
