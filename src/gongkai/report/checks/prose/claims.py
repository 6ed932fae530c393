"""Claims: figures that a sentence states about something the tables count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import Sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence says that `what` came to `value`; `words` are the words that say so.

    `what` is one of ``received``, ``carried_in``, ``decided``, ``carried_out``; ``row:…`` and ``group:…`` (outcomes);
    ``person``, ``organisations``; ``review``, ``litigation``, ``remedies``; ``made``, ``repealed``, ``in_force``,
    ``public``; ``permits``, ``penalties``, ``enforcement``.
    """

    what: str
    value: int
    words: str
    sentence: Sentence


APPLICATION = (
    "(?:依申请公开(?:政府信息|信息)?(?:的?申请)?|(?:政府信息公开|信息公开|公开政府信息|公开信息|政府信息|公开)的?申请"
    "|申请公开(?:政府)?信息)"
)
CASES = "(?:件|宗|份|起|例|条|个|项|次)"
TALLY = "(?:请求|数量|总数|总量|件数|事项|共计|总计|共有|合计|案件|信息|共|为|有|：|是|达)*"

# Said of a part of the whole: by channel, by kind of applicant, by other agencies.
PARTIAL = re.compile(
    "其中|网站|网络|网上|互联网|在线|线上|线下|信函|信件|邮寄|邮件|邮箱|来信|电子|当面|现场|窗口|传真|口头|自然人|法人|企业|机构|"
    "平台|系统|微信|微博|公众号|直接|律师|部门|单位|街道|下属|分局|所属|分别|各|另|转办|转来|转交|移交|上级|涉及|关于|有关|第[一二三四]季度|季度|上半年|下半年|"
    "月份|平均|每|日均|人均"
)
# Compared with other years, or running over many.
COMPARED = re.compile(
    "同比|环比|相比|较|比上|比去|比20|增加|减少|增长|下降|上升|多于|少于|累计|以来|历年|连续|去年|往年|同期|上年度?(?!结转|转)|近[两三五]年"
)
APPROXIMATE = re.compile(r"余[件宗份起例条个项次篇]|[近约逾超]\d|超过\d|多[件宗份起例条个项次篇]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_CARRIED = re.compile(
    "(?:上一?年度?|去年|20\\d\\d年度?)(?:度)?结转|结转(?:至|到|入|上|下|自)?(?:上一?年度?|下一?年度?|次年|明年|20\\d\\d年度?)"
)


def of_this_year(sentence: Sentence, year: int | None) -> bool:
    """Whether no other year is named in the sentence but for carrying over."""
    rest = _CARRIED.sub("", sentence.plain)
    return all(year is not None and int(named) == year for named in _YEAR.findall(rest))


def clause_before(text: str, position: int) -> str:
    """The words from the last comma up to the position."""
    return text[max(text.rfind(sign, 0, position) for sign in "，：、") + 1 : position]
