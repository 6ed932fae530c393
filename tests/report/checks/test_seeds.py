"""Each rule finds the mistake planted for it, and no other rule takes offence at it.

A rule without a planted mistake fails. Each mistake names the document the rule rests on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from tests.report.checks.example import adding, example, last_year, with_figures, with_words, without

from gongkai.report.checks import RULES, check
from gongkai.report.form import FORM_2019
from gongkai.report.model import Note, Report


@dataclass(frozen=True)
class Seed:
    """A mistake: what it makes of a faultless report, the document it offends against, and the words the finding must have."""

    plant: Callable[[Report], Report]
    source: str
    says: str
    sound: Callable[[], Report] = example
    previous: Callable[[Report], Report | None] = lambda _: None
    published_on: date | None = None


def _form_2019() -> Report:
    return example(2020, FORM_2019)


def _noted(code: str, place: str, message: str) -> Callable[[Report], Report]:
    return lambda report: report.with_notes(Note(code, place, message))


def _figures(**changes: object) -> Callable[[Report], Report]:
    return lambda report: with_figures(report, **changes)  # type: ignore[arg-type]


def _words(**words: str) -> Callable[[Report], Report]:
    return lambda report: with_words(report, **words)


def _saying(*lines: str) -> Callable[[Report], Report]:
    return lambda report: adding(report, *lines)


def _without_section(key: str) -> Callable[[Report], Report]:
    return lambda report: replace(
        report, sections={one: words for one, words in report.sections.items() if one != key}
    )


_FORM = "国办公开办函〔2021〕30号"
_TRIAL = "国办公开办函〔2019〕60号"
_REGULATION = "条例"
_PRACTICE = "工作经验"

SEEDS = {
    # carried out one more: every row and the outcomes still add up, the column does not balance
    "T3-BALANCE": Seed(
        _figures(applications__carried_out__person=3, applications__carried_out__total=4), _FORM, "8＋2＝10"
    ),
    "T3-DECIDED": Seed(
        _figures(applications__granted__person=3, applications__granted__total=4), _FORM, "（一）予以公开3"
    ),
    # one citizen fewer in three rows: the column still balances, the rows no longer make their totals
    "T3-TOTAL": Seed(
        _figures(
            applications__received__person=7, applications__granted__person=3, applications__decided__person=7
        ),
        _FORM,
        "自然人7＋商业企业2",
    ),
    "T4-TOTAL": Seed(_figures(remedies__review__total=4), _FORM, "结果维持2"),
    "FIGURE-NEGATIVE": Seed(_figures(proactive__permits=-30), _FORM, "-30"),
    "FIGURE-FRACTION": Seed(_figures(proactive__permits=Decimal("30.5")), _FORM, "30.5"),
    "FIGURE-ABSURD": Seed(_figures(proactive__fees=3_164_410_000), _PRACTICE, "万元"),
    "CELL-BLANK": Seed(_figures(proactive__enforcement=None), _FORM, "“行政强制”"),
    "CELL-MISSING": Seed(
        lambda report: without(report, "applications.granted.nonprofit"), _FORM, "“社会公益组织”"
    ),
    "ROW-MISSING": Seed(
        lambda report: without(report, "applications.refused_repeated."), _FORM, "2.重复申请"
    ),
    "TABLE-MISSING": Seed(lambda report: without(report, "remedies."), _FORM, "表四"),
    "ROW-ORDER": Seed(
        _noted(
            "row_out_of_order", "applications.granted.person", "表三“（一）予以公开”一行不在格式规定的位置"
        ),
        _FORM,
        "（一）予以公开",
    ),
    "READ-UNCLEAR": Seed(
        lambda report: with_figures(report, proactive__permits=None).with_notes(
            Note("cells_unclear", "proactive.permits", "表二“行政许可”应有1个数，只见3、0，均未采用")
        ),
        _PRACTICE,
        "3、0",
    ),
    "READ-OUTSIDE": Seed(
        _noted("row_outside_form", "proactive", "“行政检查”不在国家格式之内，所列数字（9）未采用"),
        _FORM,
        "行政检查",
    ),
    "READ-UNIT": Seed(_noted("unit", "proactive.fees", "写作40000元，已换算为4万元"), _FORM, "40000元"),
    "READ-NOTE": Seed(_noted("pages_skipped", "", "第3页是图片，没有读"), _PRACTICE, "第3页"),
    "FORM-OLD": Seed(
        lambda report: replace(
            report,
            year=2023,
            title=report.title.replace("2020", "2023") if report.title else None,
            sections={key: words.replace("2020", "2023") for key, words in report.sections.items()},
        ),
        _FORM,
        "2019年试行格式",
        sound=_form_2019,
    ),
    "FORM-EARLY": Seed(
        lambda report: replace(
            report,
            year=2020,
            title=report.title.replace("2023", "2020") if report.title else None,
            sections={key: words.replace("2023", "2020") for key, words in report.sections.items()},
        ),
        _TRIAL,
        "2020年度",
    ),
    "FORM-MIXED": Seed(
        lambda report: with_figures(
            without(report, "proactive.rules", "proactive.normative_documents"),
            **{
                f"proactive_2019__{row}__{column}": 0
                for row in ("rules", "normative_documents")
                for column in ("made", "published", "public_total")
            },
        ),
        _FORM,
        "混用",
    ),
    "FORM-UNKNOWN": Seed(lambda report: replace(report, form="unknown"), _FORM, "看不出"),
    "FORM-CITED": Seed(_words(preface="根据国办公开办函〔2019〕60号文件编制。"), _FORM, "〔2021〕30号"),
    "DECISIONS-AS-ITEMS": Seed(
        _figures(
            proactive_2019__permits__items_last_year=21,
            proactive_2019__permits__change=19,
            proactive_2019__permits__decisions=40,
        ),
        _TRIAL,
        "21＋19＝40",
        sound=_form_2019,
    ),
    "COLUMN-SHIFT": Seed(
        _figures(
            proactive_2019__permits__items_last_year=106,
            proactive_2019__permits__change=2939,
            proactive_2019__permits__decisions=None,
        ),
        _TRIAL,
        "2939",
        sound=_form_2019,
    ),
    "PUBLISHED-LESS": Seed(
        _figures(
            proactive_2019__normative_documents__made=87,
            proactive_2019__normative_documents__published=0,
            proactive_2019__normative_documents__public_total=0,
        ),
        _TRIAL,
        "87",
        sound=_form_2019,
    ),
    "RULES-NO-POWER": Seed(_figures(proactive__rules__in_force=2), "《立法法》", "规章制定权"),
    "FEE-NOTE": Seed(
        lambda report: with_words(
            with_figures(
                report,
                applications__granted__person=3,
                applications__granted__total=4,
                applications__other_fee_unpaid__person=1,
                applications__other_fee_unpaid__total=1,
            ),
            other="无。",
        ),
        "国办函〔2020〕109号",
        "信息处理费",
    ),
    "REVIEW-FIRST": Seed(
        lambda report: with_figures(
            report,
            applications__unavailable_not_held__person=0,
            applications__unavailable_not_held__total=0,
            applications__denied_third_party__person=3,
            applications__denied_third_party__total=3,
        ),
        "《行政复议法》",
        "先申请行政复议",
        sound=lambda: example(2024),
    ),
    "CARRY-OVER": Seed(
        _figures(
            applications__carried_in__business=1,
            applications__carried_in__person=1,
            applications__received__business=1,
            applications__received__person=9,
        ),
        _FORM,
        "结转下年度",
        previous=lambda _: last_year(example()),
    ),
    "PREVIOUS-YEAR": Seed(
        lambda report: report,
        _PRACTICE,
        "2019年度",
        previous=lambda report: replace(last_year(report), year=2019),
    ),
    "PREVIOUS-AGENCY": Seed(
        lambda report: report,
        "〔2019〕14号",
        "民政局",
        previous=lambda report: replace(last_year(report), agency="青石市云溪区民政局"),
    ),
    "IN-FORCE": Seed(
        _figures(proactive__normative_documents__in_force=20),
        _FORM,
        "11＋本年制发2－本年废止1＝12",
        previous=last_year,
    ),
    "JUMP": Seed(_figures(proactive__permits=3000), _PRACTICE, "3000", previous=last_year),
    "TEXT-REPEATED": Seed(
        lambda report: report,
        "条例第四十七条",
        "相同",
        previous=lambda report: with_words(
            last_year(report), overview=report.sections["overview"].replace("2023", "2022")
        ),
    ),
    "YEAR-TITLE": Seed(
        lambda report: replace(report, title=(report.title or "").replace("2023", "2022")),
        _REGULATION,
        "2022年",
    ),
    "YEAR-PERIOD": Seed(
        _words(preface="统计期限自2022年1月1日起，至2022年12月31日止。"), _REGULATION, "2022年1月1日"
    ),
    "AGENCY-NAME": Seed(_words(preface="本报告由青石市云溪区民政局按照条例编制。"), _REGULATION, "民政局"),
    "TITLE-WORDS": Seed(
        lambda report: replace(report, title=f"{report.agency}2023年政府信息公开工作告年度报"),
        "通行写法",
        "告年度报",
    ),
    "DEADLINE": Seed(lambda report: report, _REGULATION, "逾期5天", published_on=date(2024, 2, 5)),
    "SECTION-MISSING": Seed(_without_section("problems"), _FORM, "五、存在的主要问题及改进情况"),
    "SECTION-EMPTY": Seed(_words(problems="（略）"), _FORM, "没有内容"),
    "OVERVIEW-PARTS": Seed(
        lambda report: with_words(
            report,
            overview="2023年，主动公开各类信息，规范办理申请。" + "坚持以公开为常态，及时回应群众关切。" * 10,
        ),
        _FORM,
        "监督保障",
    ),
    "PROSE-APPLICATIONS": Seed(_saying("全年新收政府信息公开申请15件。"), _FORM, "15件"),
    "PROSE-REMEDIES": Seed(_saying("因政府信息公开被申请行政复议5件。"), _FORM, "行政复议5件"),
    "PROSE-PROACTIVE": Seed(_saying("本年制发行政规范性文件4件。"), _FORM, "4件"),
    "PROSE-SUM": Seed(
        _saying("全年主动公开政府信息62条：工作动态28条、部门文件20条、机构信息2条。"),
        _PRACTICE,
        "28＋部门文件20＋机构信息2＝50",
    ),
    "PROSE-TWICE": Seed(
        _saying("全年在区政府网站司法行政栏目公开信息20条。", "司法行政专栏全年公开政府信息16条。"),
        _PRACTICE,
        "20条",
    ),
    # every figure agrees with one reading of the tables, but not with the others: 10 + 2 is 12, not 8 + 3
    "PROSE-BALANCE": Seed(
        _saying("全年收到政府信息公开申请10件，上年结转2件；办结政府信息公开申请8件，结转下年度3件。"),
        _FORM,
        "办结8＋结转下年度3＝11",
    ),
}


def test_every_rule_has_a_seed() -> None:
    assert SEEDS.keys() == RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_exactly_this_rule_finds_its_mistake(rule: str) -> None:
    seed = SEEDS[rule]
    sound = seed.sound()
    mistaken = seed.plant(sound)
    before = {finding.rule for finding in check(sound)}
    findings = check(mistaken, seed.previous(mistaken), published_on=seed.published_on)
    assert {finding.rule for finding in findings} - before == {rule}
    assert any(seed.says in finding.message for finding in findings if finding.rule == rule), findings
    assert seed.source in RULES[rule].source


def test_the_sound_reports_raise_nothing() -> None:
    report = example()
    assert check(report) == ()
    assert check(report, last_year(report), submitted=True, published_on=date(2024, 1, 31)) == ()
    assert check(last_year(report)) == ()
    assert check(example(2024)) == ()
    assert check(_form_2019(), submitted=True) == ()


@pytest.mark.parametrize(
    "rule", ["CELL-BLANK", "CELL-MISSING", "ROW-MISSING", "TABLE-MISSING", "SECTION-MISSING", "SECTION-EMPTY"]
)
def test_gaps_are_errors_only_in_what_is_submitted(rule: str) -> None:
    """Contract: a blank cell is a warning in a file that is read, an error in a report that is built or submitted here."""
    seed = SEEDS[rule]
    mistaken = seed.plant(seed.sound())
    assert {finding.severity for finding in check(mistaken) if finding.rule == rule} == {"warning"}
    assert {finding.severity for finding in check(mistaken, submitted=True) if finding.rule == rule} == {
        "error"
    }
