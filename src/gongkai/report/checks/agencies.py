"""What kind of agency a report's name tells of: the Regulation gives governments and departments different time limits."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

AgencyKind = Literal["government", "department", "township", "unknown"]

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_TOWNSHIP = re.compile(r"(?:镇|乡|苏木|街道|街道办)(?:人民政府|政府|办事处|党政办公室|党政综合办公室)?$")
_GOVERNMENT = re.compile(r"(?:省|自治区|市|区|县|旗|州|盟)(?:人民政府|政府)?$")
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|委|部|办公室|院|署)$")
# Of these the name does not tell whether they report as a government, as its office or as a department.
_UNSURE = re.compile(r"(?:管理委员会|管委会|政府办公[室厅]|人民政府办)$")
_LOCAL = re.compile(r"省|市|区|县|旗|州|盟|镇|乡|街道")


def plain_name(agency: str) -> str:
    """Drop what stands in brackets (second names) and spaces."""
    return re.sub(r"\s", "", _BRACKETS.sub("", agency))


@lru_cache(maxsize=1024)
def kind_of(agency: str | None) -> AgencyKind:
    """Tell the kind of agency by its name.

    A government at or above the county (县级以上人民政府), one of its departments, a township or street (乡镇、街道), or
    unknown.
    """
    name = plain_name(agency or "")
    if not name or _UNSURE.search(name):
        return "unknown"
    if _TOWNSHIP.search(name):
        return "township"
    if _GOVERNMENT.search(name):
        return "government"
    return "department" if _DEPARTMENT.search(name) else "unknown"


@lru_cache(maxsize=1024)
def may_not_make_rules(agency: str | None) -> bool:
    """Whether an agency of this name surely has no power to make rules (规章).

    Only the State Council's departments, provinces, cities divided into districts and autonomous prefectures have it
    (《立法法》第九十一条、第九十三条); whether a city is divided into districts its name does not tell.
    """
    name = plain_name(agency or "")
    kind = kind_of(agency)
    if kind == "township":
        return True
    if kind == "government":
        return re.search(r"(?:(?<!自治)区|县|旗)(?:人民政府|政府)?$", name) is not None
    return kind == "department" and _LOCAL.search(name) is not None
