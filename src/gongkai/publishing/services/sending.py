"""Send an item for review (送审), and take it back (收回)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Revision

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty, User
from gongkai.portal.models import ItemPage
from gongkai.publishing.models import ReadFinding, Round, Verdict
from gongkai.publishing.reading import known_as_no_error, read_version
from gongkai.publishing.review import steps_for

from .common import locked_item, locked_round, note_verdict, short
from .wording import require_wording_only

__all__ = ["SENDERS", "recall", "send"]

SENDERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
"""Who may send an item for review."""


@act("item.send", *SENDERS)
def send(
    doing: Doing,
    item: ItemPage,
    *,
    version: int,
    way: str = Round.Way.NORMAL,
    why: str = "",
    note: str = "",
    reasons: Mapping[str, str] | None = None,
    looked_at: bool = False,
    publish_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Round:
    """Send the newest version of an item for review.

    `version` is the id of the revision the sender looked at. Findings of the reading that block need a reason each in
    `reasons`, by the finding's key; what no program could read needs `looked_at`: that the sender has looked at it. `why` is
    needed for the urgent way and for corrections of wording. Raises `Refused`.
    """
    item = locked_item(doing, item)
    revision = item.latest_revision
    _require_sendable(item, revision, version)
    way = Round.Way(way)
    why = short(why)
    if way != Round.Way.NORMAL and not why:
        raise Refused(f"{way.label}要写明理由；理由会留在记录里。")
    _require_times(publish_at, expires_at)
    _require_complete(revision)
    if way == Round.Way.WORDING:
        require_wording_only(item, revision)
    steps, several = steps_for(doing.agency, item.specific_class._meta.model_name, way)
    one = Round.everything.create(
        agency=doing.agency,
        item_id=item.pk,
        revision=revision,
        way=way,
        why=why,
        steps=steps,
        several=several,
        sent_by=doing.person,
        note=short(note),
        publish_at=publish_at,
        expires_at=expires_at,
    )
    one.makers.set(_makers(item, doing.person))
    _keep_findings(one, item, revision, reasons or {}, looked_at)
    note_verdict(doing, one, Verdict.Kind.SENT, step=None, step_name="", comment=one.note or one.why)
    doing.note(round=one.public_id, way=way.value, version=revision.pk)
    return one


@act("item.recall", *SENDERS)
def recall(doing: Doing, one: Round, reason: str = "") -> Round:
    """Take a round back before it is published, so that the item can be changed."""
    one = locked_round(doing, one)
    if one.state not in (Round.State.OPEN, Round.State.APPROVED):
        raise Refused("这次送审已经结束，不能收回。")
    note_verdict(doing, one, Verdict.Kind.RECALLED, comment=short(reason))
    one.state, one.ended_at = Round.State.RECALLED, timezone.now()
    one.save()
    return one


def _require_sendable(item: ItemPage, revision: Revision | None, version: int) -> None:
    if item.purged_at is not None:
        raise Refused("这条信息的内容已经清除，不能再送审。")
    if item.rounds.filter(state__in=(Round.State.OPEN, Round.State.APPROVED)).exists():
        raise Refused("这条信息已经送审，正在审核；要改动，请先收回。")
    if revision is None:
        raise Refused("这条信息还没有保存过，请先保存草稿。")
    if revision.pk != version:
        raise Refused("您打开之后，这条信息又被改动；请重新核对后再送审。")
    if item.live and not item.has_unpublished_changes:
        raise Refused("这条信息已经发布，之后没有改动，不用再送审。")
    column = item.get_parent().specific
    if getattr(column, "closed_on", None) is not None and not item.live:
        raise Refused(f"“{column.title}”栏目已经关闭，不再发布新的信息；请先移到别的栏目。")


def _require_times(publish_at: datetime | None, expires_at: datetime | None) -> None:
    now = timezone.now()
    if publish_at is not None and publish_at < now - timedelta(minutes=1):
        raise Refused("定时发布的时间已经过去；发布时间由系统记录，不能往前填。")
    if expires_at is not None and expires_at <= max(publish_at or now, now):
        raise Refused("公示到期的时间应晚于发布的时间。")


def _require_complete(revision: Revision) -> None:
    """Refuse a version that lacks what its kind must have: a draft may be kept so, but could not be published."""
    version = revision.as_object()
    try:
        version.full_clean()
    except ValidationError as error:
        labels = {field.name: str(field.verbose_name) for field in version._meta.concrete_fields}
        words = "；".join(
            "".join(((f"{labels[name]}：" if name in labels else ""), "".join(found)))
            for name, found in error.message_dict.items()
        )
        raise Refused(f"还没有填写完整，不能送审（{words}）。") from error


def _makers(item: ItemPage, sender: User | None) -> set[User]:
    """Find who made what is sent: everybody who saved a version since the one that is published, and who sends it."""
    versions: QuerySet[Revision] = item.revisions.exclude(user=None)
    if item.live_revision_id is not None:
        versions = versions.filter(pk__gt=item.live_revision_id)
    made = set(User.objects.filter(pk__in=versions.values("user_id")))
    if item.live_revision_id is None and item.owner is not None:
        made.add(item.owner)
    return made | ({sender} if sender is not None else set())


def _keep_findings(
    one: Round, item: ItemPage, revision: Revision, reasons: Mapping[str, str], looked_at: bool
) -> None:
    reading = read_version(item, revision)
    known = known_as_no_error(one.agency_id, [finding.key for finding in reading.findings])
    rows = []
    for finding in reading.findings:
        if finding.key in known:
            continue
        reason = short(reasons.get(finding.key, ""))
        if finding.level == "block" and not reason:
            raise Refused(
                f"送审前检查发现必须改正的问题（{finding.source or finding.place}：{finding.message}），没有送审。"
                "请改正；确实不算错误的，逐项写明理由，由签发人复核。"
            )
        rows.append(
            ReadFinding(
                round=one,
                key=finding.key,
                rule=finding.rule,
                blocks=finding.level == "block",
                place=short(f"{finding.source} {finding.place}", 200),
                message=short(finding.message),
                excerpt=short(finding.excerpt, 200),
                suggestion=short(finding.suggestion),
                reason=reason,
            )
        )
    if reading.unreadable and not looked_at:
        names = "、".join(sorted({unread.source or unread.place or "正文" for unread in reading.unreadable}))
        raise Refused(
            f"有程序读不了的内容（{names}），请打开人工查看，确认没有问题后勾选“已人工查看”再送审。"
        )
    ReadFinding.objects.bulk_create(rows)
    one.unreadable = [
        {"place": short(f"{unread.source} {unread.place}", 200), "reason": unread.reason}
        for unread in reading.unreadable
    ]
    one.save()
