"""What the words say about remedies (行政复议、行政诉讼) and about documents and decisions of table 二."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .claims import APPROXIMATE, COMPARED, PARTIAL, Claim, of_this_year
from .text import Sentence

_CASES = "(?:件|宗|起|例|案|次|个)"
_OF = "(?:案件|案|申请|的|共|为|：|有|数量|总数)*"
_ABOUT = re.compile("信息公开|政府信息|公开申请|依申请")
# A justice bureau hears reviews, a legal department pleads: that is not table 四.
_AS_AUTHORITY = re.compile("受理|审理|办理|承办|代理|应诉|出庭|调解|审结|作为复议|复议机关|指导|培训")
_RESULT = re.compile("纠正|纠错|败诉|胜诉|撤销|维持|确认|责令|驳回|尚未审结|不服|逾期|改变")
_REVIEW = re.compile(rf"行政复议{_OF}(?P<number>\d{{1,9}}){_CASES}")
_LITIGATION = re.compile(rf"行政诉讼{_OF}(?P<number>\d{{1,9}}){_CASES}")
_BOTH = re.compile(
    rf"行政复议(?:案件)?(?:、|和|及|以及|与|或者?)(?:提起)?(?:行政)?诉讼(?:案件|情况)?(?:共|为|：|均为|合计|数量)*(?P<number>\d{{1,9}}){_CASES}"
)
_NUMBER_FIRST = {
    "review": re.compile(
        rf"(?<![\d第])(?P<number>\d{{1,9}}){_CASES}(?:政府)?(?:信息公开)?(?:的)?行政复议(?=$|[，。；、案])"
    ),
    "litigation": re.compile(
        rf"(?<![\d第])(?P<number>\d{{1,9}}){_CASES}(?:政府)?(?:信息公开)?(?:的)?行政诉讼(?=$|[，。；、案])"
    ),
}
_NO_REMEDY = re.compile(
    "(?:均?未|没有|无)(?:发生|产生|出现|收到|引发|引起|涉及|被|有|因)?(?P<why>[^，。；\\d]{0,24}?)行政复议"
    "(?P<both>(?:案件)?(?:、|和|及|以及|与|或者?|/)(?:被?提起|引发)?(?:行政)?诉讼)?"
    "(?:的?(?:案件|情况|情形|事项|现象|申请|案例|问题))*(?=$|[，。；])"
)

_DOCUMENTS = "(?:行政)?规范性文件"
_ITEMS = "(?:件|份|个|部|项|条)"
_MADE = re.compile(
    rf"(?:制发|制定|出台|印发|制定发布|制定出台|新制定){_DOCUMENTS}(?:共|：|为|共计)?(?P<number>\d{{1,9}}){_ITEMS}"
)
_MADE_FIRST = re.compile(
    rf"(?:制发|制定|出台|印发|制定发布|制定出台|新制定)(?P<number>\d{{1,9}}){_ITEMS}{_DOCUMENTS}"
)
_REPEALED = re.compile(rf"废止(?:失效)?{_DOCUMENTS}(?:共|：|为)?(?P<number>\d{{1,9}}){_ITEMS}")
_IN_FORCE = re.compile(
    rf"(?:现行有效(?:的)?{_DOCUMENTS}|{_DOCUMENTS}现行有效)(?:共|：|为)?(?P<number>\d{{1,9}}){_ITEMS}"
)
_PUBLIC = re.compile(rf"(?:主动公开|公开|发布){_DOCUMENTS}(?:共|：|为)?(?P<number>\d{{1,9}}){_ITEMS}")
_NOT_OWN = re.compile(
    "联合|参与|代拟|起草|政府名义|政府办|区政府|县政府|市政府|转发|上级|审核|审查|备案|清理|解读|评估|指导|监督|报送|历年|各|党|其中"
)
_DECISIONS = tuple(
    (
        what,
        re.compile(
            rf"(?:共|依法|累计)?[作做]出{words}(?:处理)?(?:决定)?(?:书)?(?:共|：|为)?(?P<number>\d{{1,9}})(?:件|宗|起|项|个|份)"
        ),
    )
    for what, words in (("permits", "行政许可"), ("penalties", "行政处罚"), ("enforcement", "行政强制"))
)


def remedy_claims(sentence: Sentence, year: int | None) -> Iterator[Claim]:
    """Find what one sentence claims about reviews and court cases over disclosure."""
    text = sentence.bare
    if "行政复议" not in text and "行政诉讼" not in text:
        return
    if not _ABOUT.search(text) or not of_this_year(sentence, year) or APPROXIMATE.search(text):
        return
    if _AS_AUTHORITY.search(text) or _RESULT.search(text) or COMPARED.search(text):
        return
    if PARTIAL.search(
        text.replace("有关", "").replace("关于", "").replace("涉及", "").replace("直接起诉", "")
    ):
        return
    none = _NO_REMEDY.search(text)
    if none:
        yield Claim("remedies" if none["both"] else "review", 0, none[0], sentence)
        return
    both = _BOTH.search(text)
    if both:
        yield Claim("remedies", int(both["number"]), both[0], sentence)
        return
    found = [
        Claim(what, int(match["number"]), match[0], sentence)
        for what, pattern in (("review", _REVIEW), ("litigation", _LITIGATION))
        if (match := pattern.search(text))
    ]
    yield from found or [
        Claim(what, int(match["number"]), match[0], sentence)
        for what, pattern in _NUMBER_FIRST.items()
        if (match := pattern.search(text))
    ]


def proactive_claims(sentence: Sentence, year: int | None) -> Iterator[Claim]:
    """Find what one sentence claims about the documents and decisions that table 二 counts."""
    text = sentence.bare
    if "规范性文件" not in text and "作出行政" not in text and "做出行政" not in text:
        return
    if not of_this_year(sentence, year) or APPROXIMATE.search(text):
        return
    patterns = (
        ("made", _MADE),
        ("made", _MADE_FIRST),
        ("repealed", _REPEALED),
        ("in_force", _IN_FORCE),
        ("public", _PUBLIC),
        *_DECISIONS,
    )
    for what, pattern in patterns:
        match = pattern.search(text)
        if match and not _NOT_OWN.search(text[: match.end()]) and not COMPARED.search(text[: match.start()]):
            if what in ("permits", "penalties", "enforcement") and PARTIAL.search(text[: match.start()]):
                continue
            yield Claim(what, int(match["number"]), match[0], sentence)
