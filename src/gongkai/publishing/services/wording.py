"""Corrections of wording (文字勘误) in what is published: no change of meaning, figures or files, confirmed by one second person."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from wagtail.models import Revision

from gongkai.agencies.acts import Refused
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage
from gongkai.portal.words_of import fields_of, html_of

__all__ = ["Change", "changes_of", "require_wording_only"]

MOST_SIGNS = 30
"""How many signs a correction of wording may take out or put in; there is no rule in law, more is a change of content."""
_FIGURES = re.compile(r"[0-9０-９.%％‰]+|[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+")
_NEGATIONS = re.compile(r"不|未|无|非|免|禁止|不得|应当|必须|可以")
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Change:
    """One place that differs: the words around, what went, what came."""

    before: str
    gone: str
    come: str
    after: str


def changes_of(item: ItemPage, revision: Revision) -> list[Change]:
    """List the places where this version differs in words from what is published."""
    if item.live_revision is None:
        return []
    old, new = _words(item.live_revision.as_object()), _words(revision.as_object())
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Change(old[max(0, a - 12) : a], old[a:b], new[c:d], old[b : b + 12]))
    return found


def require_wording_only(item: ItemPage, revision: Revision) -> None:
    """Refuse as a correction of wording whatever changes more than words; such a change is sent for review."""
    if not item.live or item.live_revision is None:
        raise Refused("只有已经发布的信息才能作文字勘误；没有发布的，直接修改后送审。")
    standing, version = item.live_revision.as_object(), revision.as_object()
    if files_of(standing) != files_of(version):
        raise Refused("附件或者图片有变化，不属于文字勘误，请送审。")
    if fields_of(standing) != fields_of(version):
        raise Refused("目录信息（日期、文号、有效性等）有变化，不属于文字勘误，请送审。")
    changes = changes_of(item, revision)
    if not changes:
        raise Refused("与已发布的内容相比没有改动。")
    old, new = _words(standing), _words(version)
    for pattern, what in ((_FIGURES, "数字"), (_NEGATIONS, "“不”“应当”“可以”一类影响原意的词")):
        if pattern.findall(old) != pattern.findall(new):
            raise Refused(f"改动涉及{what}，不属于文字勘误，请送审。")
    signs = sum(len(change.gone) + len(change.come) for change in changes)
    if signs > MOST_SIGNS:
        raise Refused(f"改动超过{MOST_SIGNS}个字，不属于文字勘误，请送审。")


def _words(version: ItemPage) -> str:
    return f"{version.title}\n{_TAGS.sub('', html_of(version))}"
