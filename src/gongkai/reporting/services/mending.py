"""Mend a draft in place; every change is logged, and of two officers the second is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.report.model import Value
from gongkai.reporting import queries
from gongkai.reporting.contents import (
    changed,
    clean_words,
    content_of,
    kept_value,
    name_of,
    parse,
    places_of,
    report_of,
    value_at,
)
from gongkai.reporting.models import Change, Draft

from .duties import MAKERS


class Stale(Refused):
    """The draft was changed by somebody since it was fetched; `changes` says by whom and what."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__("您打开之后，这份年报稿已被改动；您填的内容还没有保存，请核对后再保存。")
        self.changes = changes


class NotUnderstood(Refused):
    """Something typed cannot be read; `places` maps each place to what is expected there."""

    def __init__(self, places: dict[str, str]) -> None:
        super().__init__(f"有{len(places)}处填写的内容读不懂，没有保存；请改正标出的地方。")
        self.places = places


@act("report.change", *MAKERS)
def change(doing: Doing, draft: Draft, version: int, typed: Mapping[str, str], reason: str) -> Draft:
    """Write what was typed at some places of a draft.

    `version` is that of the draft the person saw. Places at which nothing changes are passed over; when none is left the
    draft stays as it is. Raises `Stale`, `NotUnderstood`, or `Refused` for a place that is none or a missing reason.
    """
    draft = locked(doing, draft)
    if draft.version != version:
        raise Stale(queries.changes_since(draft, version))
    report = report_of(draft.content)
    _require_places(typed, places_of(report))
    values, mistakes = _read(report, typed)
    if mistakes:
        raise NotUnderstood(mistakes)
    if not values:
        doing.note(places=[])
        return draft
    reason = " ".join(reason.split())[:200]
    if not reason:
        if draft.source is not None:
            raise Refused("请写明修改的理由，如“对照台账，原文件抄错”；理由随修改记录保存。")
        reason = "填写"
    mended = changed(report, values)
    draft.version += 1
    draft.content, draft.year = content_of(mended), mended.year
    draft.save()
    Change.objects.bulk_create(
        Change(
            draft=draft,
            version=draft.version,
            by=doing.person,
            place=place,
            before=kept_value(value_at(report, place)),
            after=kept_value(value),
            reason=reason,
        )
        for place, value in values.items()
    )
    doing.note(version=draft.version, places=sorted(values))
    return draft


def _read(report: Any, typed: Mapping[str, str]) -> tuple[dict[str, Value | str], dict[str, str]]:
    values: dict[str, Value | str] = {}
    mistakes: dict[str, str] = {}
    for place, text in typed.items():
        try:
            value = parse(report, place, text)
        except ValueError as error:
            mistakes[place] = f"{name_of(report, place)}{error}"
            continue
        before = value_at(report, place)
        # an empty field where the file had nothing at all is no change, nor is white space around words
        if _bare(value) != _bare(before):
            values[place] = value
    return values, mistakes


def _bare(value: Value | str) -> Value | str:
    return (clean_words(value).strip() or None) if isinstance(value, str) else value


def _require_places(typed: Mapping[str, str], known: frozenset[str]) -> None:
    strangers = [place for place in typed if place not in known]
    if strangers:
        raise Refused("提交的内容里有年度报告格式中没有的位置，没有保存；请重新打开这一页再填。")


@act("report.discard", *MAKERS)
def discard(doing: Doing, draft: Draft) -> Draft:
    """Give up a draft; it stays in the records but cannot be changed or published any more."""
    draft = locked(doing, draft)
    draft.state = Draft.State.DISCARDED
    draft.save()
    return draft


def locked(doing: Doing, draft: Draft) -> Draft:
    """Fetch the draft anew inside an act, locked; refuses another agency's and one that is no longer open."""
    found: Draft | None = (
        Draft.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=draft.pk).first()
    )
    if found is None:
        raise Refused("没有这份年报稿。")
    doing.on("report_draft", found.public_id)
    if found.state != Draft.State.OPEN:
        raise Refused(f"这份年报稿{found.get_state_display()}，不能再改。")
    return found
