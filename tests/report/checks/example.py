"""A report without fault, and the report of the year before: what the seeded mistakes are planted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gongkai.report.form import FORM_2021, Form
from gongkai.report.model import FormVersion, Report, Value

AGENCY = "青石市云溪区司法局"

# The kinds of applicant in the order of the form, total last.
_ROWS = {
    "received": (8, 2, 0, 0, 0, 0, 10),
    "carried_in": (2, 0, 0, 0, 0, 0, 2),
    "granted": (4, 1, 0, 0, 0, 0, 5),
    "partly_granted": (1, 0, 0, 0, 0, 0, 1),
    "denied_third_party": (1, 0, 0, 0, 0, 0, 1),
    "unavailable_not_held": (2, 0, 0, 0, 0, 0, 2),
    "decided": (8, 1, 0, 0, 0, 0, 9),
    "carried_out": (2, 1, 0, 0, 0, 0, 3),
}
_REMEDIES = {
    "review": (2, 0, 0, 1, 3),
    "litigation_direct": (1, 0, 0, 0, 1),
    "litigation_after_review": (0, 0, 1, 0, 1),
}
_OVERVIEW = """\
{year}年，本机关扎实推进政府信息公开工作。
（一）主动公开。及时发布机构职能、行政执法等信息。
（二）依申请公开。规范办理申请，依法按期答复。
（三）政府信息管理。落实发布前审查，动态调整公开内容。
（四）平台建设。维护政府网站栏目，保持内容准确。
（五）监督保障。纳入年度考核，组织业务培训，没有责任追究情形，开展社会评议。"""
_PROBLEMS = "主要问题是政策解读的形式不够丰富。改进情况：增加图解和问答，上年提出的更新不及时问题已经整改。"


def example(year: int = 2023, form: Form = FORM_2021, **figures: Value) -> Report:
    """Return a faultless report on this form."""
    places: dict[str, Value] = dict.fromkeys(form.places, 0)
    columns = [column.key for column in form.table("applications").blocks[0].columns]
    for row, values in _ROWS.items():
        places |= {f"applications.{row}.{key}": value for key, value in zip(columns, values, strict=True)}
    columns = [column.key for column in form.table("remedies").blocks[0].columns]
    for row, values in _REMEDIES.items():
        places |= {f"remedies.{row}.{key}": value for key, value in zip(columns, values, strict=True)}
    if form is FORM_2021:
        documents = {"made": 2, "repealed": 1, "in_force": 12}
        places |= {f"proactive.normative_documents.{key}": value for key, value in documents.items()}
        places |= {"proactive.permits": 30, "proactive.penalties": 6, "proactive.fees": 4}
    else:
        documents = {"made": 2, "published": 2, "public_total": 12}
        places |= {f"proactive_2019.normative_documents.{key}": value for key, value in documents.items()}
    version: FormVersion = "2021" if form is FORM_2021 else "2019"
    return Report(
        AGENCY,
        year,
        version,
        {
            "preface": f"本报告由{AGENCY}按照条例编制。统计期限自{year}年1月1日起，至{year}年12月31日止。",
            "overview": _OVERVIEW.format(year=year),
            "problems": _PROBLEMS,
            "other": "本年度没有收取信息处理费。",
        },
        places | figures,
        title=f"{AGENCY}{year}年政府信息公开工作年度报告",
    )


def last_year(report: Report) -> Report:
    """Return the faultless report of the year before, that this one continues, in other words."""
    before = example(2022)
    carried = {
        place.replace("carried_in", "carried_out"): report.figures[place]
        for place in report.figures
        if place.startswith("applications.carried_in.")
    }
    # what was carried out more or less is granted less or more
    figures = dict(before.figures) | carried
    for key in ("person", "business", "total"):
        moved = (before.figures[f"applications.carried_out.{key}"] or 0) - (
            figures[f"applications.carried_out.{key}"] or 0
        )
        for row in ("granted", "decided"):
            place = f"applications.{row}.{key}"
            figures[place] = (before.figures[place] or 0) + moved
    figures["proactive.normative_documents.in_force"] = 11
    words = {
        "preface": "",
        "overview": "围绕群众关心的教育、医疗、住房等事项公开信息，申请件件有回音。健全管理制度，完善平台功能，强化监督和保障。",
        "problems": "个别栏目更新不及时，已明确专人负责，逐月检查。",
        "other": "无。",
    }
    return replace(before, figures=figures, sections=words)


def with_figures(report: Report, **changes: Value) -> Report:
    """Return the report with other figures; places are written with ``__`` for the dot."""
    return replace(
        report,
        figures=dict(report.figures) | {key.replace("__", "."): value for key, value in changes.items()},
    )


def without(report: Report, *beginnings: str) -> Report:
    """Return the report without the places that begin so."""
    return replace(
        report,
        figures={place: value for place, value in report.figures.items() if not place.startswith(beginnings)},
    )


def with_words(report: Report, sections: Mapping[str, str] | None = None, **words: str) -> Report:
    """Return the report with other words in some sections."""
    return replace(report, sections=dict(report.sections) | dict(sections or {}) | words)


def adding(report: Report, *lines: str, section: str = "overview") -> Report:
    """Return the report with further paragraphs at the end of a section."""
    return with_words(report, {section: "\n".join((report.sections.get(section, ""), *lines))})
