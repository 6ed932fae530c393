"""The national form of the annual report (政府信息公开工作年度报告格式), both versions.

- 2021: 国办公开办函〔2021〕30号, in force, used for the reports on 2021 and later;
- 2019: 国办公开办函〔2019〕60号 (trial), used for the reports on 2019 and 2020.

Labels are verbatim; the rows of the tables stand in `disclosure`, `handling` and `remedies`.
"""

from __future__ import annotations

from .disclosure import BLOCKS_2019, BLOCKS_2021, place_2019, place_2021
from .handling import APPLICANT_COLUMNS, ROWS_2019, ROWS_2021
from .kinds import Form, Section
from .remedies import remedies
from .sources import SOURCE_2019, SOURCE_2021
from .tables import LaidOut, applications_table, proactive_table


def build_form(
    *, version: str, source: str, name: str, years: tuple[int, int | None], problems: str, laid: list[LaidOut]
) -> Form:
    """Put the three laid-out tables into the six sections of the form; `problems` is the title of section five."""
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


FORM_2021 = build_form(
    version="2021",
    source=SOURCE_2021,
    name="2021年格式",
    years=(2021, None),
    problems="存在的主要问题及改进情况",
    laid=[
        proactive_table("proactive", BLOCKS_2021, 4, place_2021),
        applications_table(ROWS_2021, APPLICANT_COLUMNS, SOURCE_2021),
        remedies(SOURCE_2021),
    ],
)
"""The form in force: 国办公开办函〔2021〕30号."""

FORM_2019 = build_form(
    version="2019",
    source=SOURCE_2019,
    name="2019年试行格式",
    years=(2019, 2020),
    problems="政府信息公开工作存在的主要问题及改进情况",
    laid=[
        proactive_table("proactive_2019", BLOCKS_2019, 5, place_2019),
        applications_table(ROWS_2019, APPLICANT_COLUMNS, SOURCE_2019),
        remedies(SOURCE_2019),
    ],
)
"""The trial form for the reports on 2019 and 2020: 国办公开办函〔2019〕60号."""
