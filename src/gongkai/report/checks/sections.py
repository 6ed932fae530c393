"""The six parts of the report: whether they are there, and whether they say something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.model import Finding

from .agencies import kind_of
from .case import Case
from .registry import FORM_2021, REGULATION, Rule

SECTION_MISSING = Rule(
    "SECTION-MISSING",
    "warning",
    "缺少部分",
    f"{FORM_2021}六个部分；{REGULATION}第五十条",
    "报告由六个部分组成，缺一不可；没有其他事项的，第六部分写“无”。",
    strict=True,
)
SECTION_EMPTY = Rule(
    "SECTION-EMPTY",
    "warning",
    "部分没有内容",
    f"{FORM_2021}“一、总体情况”“五、存在的主要问题及改进情况”“六、其他需要报告的事项”；{REGULATION}第五十条",
    "有标题而没有文字，或者只写“略”“无”。第六部分没有事项的可以写“无”，第一、五部分不可以。",
    strict=True,
)
OVERVIEW_PARTS = Rule(
    "OVERVIEW-PARTS",
    "info",
    "总体情况没有写全",
    f"{FORM_2021}“（一）总体情况”；{REGULATION}第五十条第（四）项",
    "总体情况应当写主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面；"
    "各级政府的监督保障还应当写工作考核、社会评议、责任追究结果。按关键词判断，仅供参考。",
)
RULES = (SECTION_MISSING, SECTION_EMPTY, OVERVIEW_PARTS)

_IN_WORDS = ("overview", "problems", "other")
_NOTHING = re.compile(r"[\W_]*(?:正文)?(?:此处)?(?:从)?(?:略|省略|待补充|待填写)?[\W_]*$")
_NONE = re.compile(r"[\W_]*(?:本年度?)?(?:暂)?(?:无|没有)[\W_]*$")
_PARTS = (
    ("主动公开", re.compile("主动公开|公开[^。]{0,20}信息|发布[^。]{0,20}信息")),
    ("依申请公开", re.compile("依申请|申请")),
    ("政府信息管理", re.compile("信息管理|管理|规范性文件|审核|审查|更新")),
    ("政府信息公开平台建设", re.compile("平台|网站|专栏|栏目|公众号|新媒体|微信|公报")),
    ("监督保障", re.compile("监督|保障|考核|培训|评议|追究|组织领导")),
)
_OF_GOVERNMENTS = (
    ("工作考核", re.compile("考核|考评|绩效")),
    ("社会评议", re.compile("评议|满意度|测评|评估")),
    ("责任追究", re.compile("追究|追责|问责")),
)
# A few lines cut out of a report do not show what the rest of it says.
_SHORTEST = 150


def find(case: Case) -> Iterator[Finding]:
    """Look for each section, then read the sections in words."""
    report, form = case.report, case.form
    unheaded = {note.place for note in report.notes if note.code == "section_missing"}
    for section in form.sections:
        place = f"sections.{section.key}"
        if section.key in _IN_WORDS:
            if section.key not in report.sections:
                yield SECTION_MISSING.finding(
                    place, f"没有找到“{section.heading}”部分，请补上。", submitted=case.submitted
                )
            elif _is_empty(section.key, case.texts[section.key]):
                advice = "没有事项的请写“无”" if section.key == "other" else "请写明"
                yield SECTION_EMPTY.finding(
                    place, f"“{section.heading}”没有内容，{advice}。", submitted=case.submitted
                )
        elif place in unheaded and any(one in report.figures for one in form.table(section.table).places):
            # without its table, the missing table says it all
            yield SECTION_MISSING.finding(
                place, f"有{form.table(section.table).caption}而没有“{section.heading}”这个标题，请补上。"
            )
    overview = case.texts.get("overview", "")
    if len(overview) >= _SHORTEST or (case.submitted and not _is_empty("overview", overview)):
        yield from _overview(case, overview)


def _is_empty(key: str, words: str) -> bool:
    text = words.strip()
    if len(text) > 30:
        return False
    return _NOTHING.match(text) is not None or (key != "other" and _NONE.match(text) is not None)


def _overview(case: Case, words: str) -> Iterator[Finding]:
    lacking = [name for name, pattern in _PARTS if not pattern.search(words)]
    if kind_of(case.agency) == "government":
        everything = words + case.texts.get("other", "")
        lacking += [name for name, pattern in _OF_GOVERNMENTS if not pattern.search(everything)]
    if lacking:
        yield OVERVIEW_PARTS.finding(
            "sections.overview",
            f"“{case.form.section('overview').heading}”没有提到{'、'.join(lacking)}，请核对是否漏写。",
        )
