"""Agency, year, period and day of publication: what the title says against what the words say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.report.model import Finding

from .agencies import kind_of, plain_name
from .case import Case
from .registry import FORM_2021, REGULATION, Rule
from .words import folded

YEAR_TITLE = Rule(
    "YEAR-TITLE",
    "warning",
    "年度不明或者前后不一",
    f"{FORM_2021}；{REGULATION}第四十九条（报告上一年度）",
    "标题应当写明报告年度，导语、正文开头所写年度应当与标题一致。正文沿用上年文字而忘改年度，是常见差错。",
)
YEAR_PERIOD = Rule(
    "YEAR-PERIOD",
    "warning",
    "统计期限与报告年度不一致",
    f"{REGULATION}第四十九条（上一年度）",
    "统计期限应当是报告年度的1月1日至12月31日。",
)
AGENCY_NAME = Rule(
    "AGENCY-NAME",
    "warning",
    "机关名称不明或者前后不一",
    f"{REGULATION}第四十九条",
    "标题应当写机关全称；导语所写编制机关应当与标题一致（政府的报告由办公室等主管部门编制的除外）。",
)
TITLE_WORDS = Rule(
    "TITLE-WORDS",
    "info",
    "标题用语不规范",
    "各地通行写法“{机关全称}{年度}年政府信息公开工作年度报告”，非国家规定",
    "标题里没有“政府信息公开”或者“年度报告”“年报”字样，多半是漏字、错字。",
)
DEADLINE = Rule(
    "DEADLINE",
    "warning",
    "公布日期不合规定",
    f"{REGULATION}第四十九条",
    "县级以上政府部门应当在次年1月31日前、县级以上地方政府应当在次年3月31日前公布。从名称看不出层级的按3月31日核对；"
    "乡镇、街道条例没有规定，不核对。公布日期早于统计期末的也提醒。",
)
RULES = (YEAR_TITLE, YEAR_PERIOD, AGENCY_NAME, TITLE_WORDS, DEADLINE)

_YEAR = re.compile(r"(?<!\d)(20[012]\d)\s*年")
_OF_REPORT = re.compile(r"(?<!\d)(20[012]\d)年?度?政府信息公开(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报)")
_OPENING = re.compile(r"^[\s　#*（(一)）、.1]*(20[012]\d)\s*年度?[，,]")
_PERIOD = re.compile(
    r"(?<!\d)(20[012]\d)\s*年\s*1\s*月\s*1\s*日[^。；\n\d]{0,8}(?:(20[012]\d)\s*年\s*)?(?:度)?12\s*月\s*31\s*日"
)
_ABOUT_PERIOD = re.compile(r"统计|期限|数据|本报告|年度报告|报告期|起止")
_COMPILED_BY = re.compile(
    r"(?:本(?:年度)?报告|报告)(?:系)?由([^，。；、\n（(]{3,40}?)"
    r"(?:[（(][^（()）\n]{0,40}[)）])?(?:按照|根据|依据|(?:汇总|综合|牵头|统一|负责|组织|具体)+|编制|编写|撰写)"
)
_ENDING = re.compile(r"(?:人民政府|政府|办公室|办公厅|管理委员会|管委会)+$")
_NO_AGENCY = re.compile("部分|组成|情况|章|内容")
_PLACEHOLDER = re.compile(r"[XxＸｘ×＊*○〇_＿]{2,}")


def find(case: Case) -> Iterator[Finding]:
    """Compare title, preface, first words and dates with each other."""
    yield from _years(case)
    yield from _period(case)
    yield from _agency(case)
    title = folded(case.report.title or "")
    if title and not ("政府信息公开" in title and ("年度报告" in title or "年报" in title)):
        yield TITLE_WORDS.finding(
            "title",
            f"标题“{title}”里没有“政府信息公开”或者“年度报告”字样；"
            "通行写法是“{机关全称}{年度}年政府信息公开工作年度报告”。",
        )
    yield from _deadline(case)


def _years(case: Case) -> Iterator[Finding]:
    report = case.report
    year = report.year
    if year is None:
        yield YEAR_TITLE.finding(
            "year", "没有找到报告年度；请在标题中写明，例如“2024年政府信息公开工作年度报告”。"
        )
        return
    if any(note.code == "year_inferred" for note in report.notes):
        yield YEAR_TITLE.finding("title", f"标题没有写年度，按正文推定为{year}年；请在标题中写明。", year)
    titled = {int(found) for found in _YEAR.findall(folded(report.title or ""))}
    if titled and year not in titled:
        other = max(titled)
        yield YEAR_TITLE.finding("title", f"标题写的是{other}年，报告年度却是{year}年，请核对。", year, other)
    for named in _OF_REPORT.findall(case.texts.get("preface", "")):
        if int(named) != year:
            yield YEAR_TITLE.finding(
                "sections.preface",
                f"标题是{year}年度报告，导语却写“{named}年政府信息公开工作年度报告”，请核对。",
                year,
                int(named),
            )
            break
    overview = case.texts.get("overview", "")
    opening = _OPENING.match(overview)
    if opening and int(opening[1]) != year and str(year) not in overview:
        heading = case.form.section("overview").heading
        yield YEAR_TITLE.finding(
            "sections.overview",
            f"标题是{year}年度报告，“{heading}”开头却写{opening[1]}年，通篇没有提到{year}年，请核对是否沿用了旧稿。",
            year,
            int(opening[1]),
        )


def _period(case: Case) -> Iterator[Finding]:
    year = case.report.year
    if year is None:
        return
    for key in ("preface", "overview", "proactive", "applications", "other"):
        for sentence in re.split(r"[。；\n]", case.texts.get(key, "")):
            match = _PERIOD.search(sentence) if "31" in sentence else None
            if match is None or not (key == "preface" or _ABOUT_PERIOD.search(sentence)):
                continue
            years = [int(one) for one in match.groups() if one]
            wrong = [one for one in years if one != year]
            if wrong:
                yield YEAR_PERIOD.finding(
                    f"sections.{key}",
                    f"{year}年度报告的统计期限写作“{match[0].strip()}”，应为{year}年1月1日至{year}年12月31日，请核对。",
                    year,
                    wrong[0],
                )
                return


def _agency(case: Case) -> Iterator[Finding]:
    agency = case.report.agency
    if not agency:
        yield AGENCY_NAME.finding("agency", "没有找到编制机关的名称；请在标题中写明机关全称。")
        return
    if _PLACEHOLDER.search(agency):
        yield AGENCY_NAME.finding("agency", f"机关名称“{agency}”含有占位符，请改为机关全称。", found=agency)
        return
    match = _COMPILED_BY.search(case.texts.get("preface", ""))
    if match is None:
        return
    named = plain_name(match[1])
    if not _NO_AGENCY.search(named) and not _may_be_same(plain_name(case.agency), named):
        yield AGENCY_NAME.finding(
            "sections.preface",
            f"标题的机关是“{agency}”，导语却写报告由“{match[1]}”编制，请核对是否沿用了其他机关的文字。",
            agency,
            match[1],
        )


def _may_be_same(title: str, named: str) -> bool:
    """Whether both may name one agency, in full or for short, or a government and the office that writes for it."""
    if named.startswith(("我", "本", "各")) or _is_short_for(named, title) or _is_short_for(title, named):
        return True
    return _is_short_for(_ENDING.sub("", named), title) or _is_short_for(_ENDING.sub("", title), named)


def _is_short_for(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order."""
    rest = iter(full)
    return all(char in rest for char in short)


def _deadline(case: Case) -> Iterator[Finding]:
    year, published = case.report.year, case.published_on
    if year is None or published is None or not 1 <= year < 9999:
        return
    if published < date(year, 12, 31):
        yield DEADLINE.finding(
            "published_on",
            f"公布日期{published.isoformat()}早于{year}年度统计期末（{year}年12月31日），请核对年度或者日期。",
            found=published.isoformat(),
        )
        return
    kind = kind_of(case.agency)
    if kind == "township":
        return
    department = kind == "department"
    due = date(year + 1, 1, 31) if department else date(year + 1, 3, 31)
    if published > due:
        who = {"department": "政府部门", "government": "地方政府"}.get(kind, "最迟")
        yield DEADLINE.finding(
            "published_on",
            f"公布日期{published.isoformat()}晚于{who}的法定期限{due.isoformat()}，逾期{(published - due).days}天。",
            due.isoformat(),
            published.isoformat(),
        )
