"""Find the agency's name outside the title: beside it, in the preface, under the report, in what the site says."""

from __future__ import annotations

import re
from itertools import pairwise

from .words import half_width, half_width_digits

AGENCY_END = re.compile(
    r"(?:政府|委员会|委|局|厅|部|办公室|办|处|院|署|中心|街道|镇|乡|区|县|市|省|社|会|所|站|队|司|科|馆|行|团|公司|学校|大学)(?:[（(][^（()）]*[)）])?$"
)
_REGION = re.compile(r"[省市县区州旗盟镇乡]|街道|部|局|委|办|大学|中国|国家")
_DATE = re.compile(
    r"^[（(]?\s*(?:20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|20\d\d-\d{1,2}-\d{1,2}|二[〇○零]..?年.{1,3}月.{1,3}日)\s*[）)]?$"
)
_ANNOUNCED = re.compile(
    r"(?:公布|发布|公开|编制(?:了|完成)?)\s*[《“]?\s*([^，。,；;《》“”]{4,40}?)\s*(?:20\d\d|二[〇○零])[^，。；;]{0,3}年"
    r"[^，。；;]{0,4}(?:政府信息|政务)公开"
)
_COMPILED = re.compile(
    r"(?:本(?:年度)?报告)?(?:由|系)\s*([^，。,；;《》“”]{4,40}?)\s*(?:根据|按照|依据|编制|编写)"
)
_FIELD = re.compile(
    r"^\W*(?:发布机构|发布单位|发文机关|发文单位|公开机构|公开主体|编制单位|信息来源|来\s*源)\s*[:：]\s*([^\s:：|]{5,40})"
)
_NOT_AGENCY = re.compile(r"本站|网$|日报|公众号|[我本](?:局|单位|部门|镇|乡|街道|区|市|县|委|办|厅|院)|各")


def agency_elsewhere(texts: list[str], head: list[int], title_block: int) -> str | None:
    """The agency's name where the title does not hold it, None if nothing says it clearly."""
    beside = [index for index in (title_block - 1, title_block + 1) if 0 <= index < len(texts)]
    for index in beside:
        if name := _name(texts[index].strip(" #*　")):
            return name
    for index in head:
        text = half_width_digits(texts[index])[:400]
        for pattern in (_ANNOUNCED, _COMPILED):
            match = pattern.search(text)
            if match and (name := _name(match[1])):
                return name
    tail = [text.strip() for text in texts[-15:] if text.strip()]
    for line, following in pairwise(tail):
        if _DATE.match(half_width(following)) and (name := _name(line)):
            return name
    for index in head:
        match = _FIELD.match(half_width_digits(texts[index]))
        if match and (name := _name(match[1])):
            return name
    return None


def _name(text: str) -> str | None:
    """The text if it can be the full name of an agency."""
    name = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text).strip("，,：: ")
    if not 4 <= len(name) <= 40 or re.search(r"[。，；：:;>|]", name):
        return None
    if _NOT_AGENCY.search(name) or not AGENCY_END.search(name) or not _REGION.search(name):
        return None
    return name
