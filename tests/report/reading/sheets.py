"""Made-up reports: what the layouts of `layouts` and `pages` print and the readers must give back."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from gongkai.report.form import FORMS, Form
from gongkai.report.model import Report, Value

AGENCIES = (
    "青石县人民政府办公室",
    "临水市白杨区教育局",
    "云溪镇人民政府",
    "海州市东湖街道办事处",
    "北岭经济技术开发区管理委员会",
    "江北省工程大学",
    "平川自治县市场监督管理局（知识产权局）",
)
WORDS = {
    "overview": "全年围绕中心工作推进公开，主动公开各类信息128条。",
    "problems": "公开的深度还不够；下一年将加强培训。",
    "other": "本年度没有收取信息处理费。",
}


def sheet(seed: int, version: str, blanks: float = 0.0, busy: float = 0.5) -> Report:
    """A report with all cells of its form; `busy` is the share of rows that are not all zero, `blanks` of blank cells."""
    dice = random.Random(seed)
    form = FORMS[version]
    figures = {place: _figure(dice, form, place) if dice.random() < busy else 0 for place in form.places}
    for equation in form.equations:
        if equation.rule in ("T3-TOTAL", "T4-TOTAL"):
            figures[equation.right[0]] = sum(figures[place] or 0 for place in equation.left)
    blanked: dict[str, Value] = {
        place: None if dice.random() < blanks else value for place, value in figures.items()
    }
    return Report(
        agency=dice.choice(AGENCIES),
        year=dice.randint(2021, 2025) if version == "2021" else dice.randint(2019, 2020),
        form="2021" if version == "2021" else "2019",
        sections=WORDS,
        figures=blanked,
    )


def _figure(dice: random.Random, form: Form, place: str) -> int:
    top = dice.choice((1, 9, 40, 300, 2500, 12000))
    value = dice.randint(0, top)
    return -value if form.kinds[place] == "signed" and dice.random() < 0.3 else value


def sheets(blanks: float = 0.0) -> st.SearchStrategy[Report]:
    """Reports of both forms."""
    return st.builds(
        sheet,
        seed=st.integers(0, 10**9),
        version=st.sampled_from(sorted(FORMS)),
        blanks=st.just(blanks),
        busy=st.sampled_from((0.0, 0.1, 0.5, 1.0)),
    )
