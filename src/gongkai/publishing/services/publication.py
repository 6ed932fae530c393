"""What publication and withdrawal mean for an item, and what is published when its time comes."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Revision

from gongkai.agencies.acts import Doing, Refused
from gongkai.files import services as files
from gongkai.portal.files_of import files_of
from gongkai.portal.index_numbers import draw_index_number
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.publishing.models import NotAnError, Round, Verdict, Withdrawal

from .acts import publish, withdraw
from .common import locked_item, locked_round, note_verdict

__all__ = ["ITEM", "ItemPublication", "StandingItem", "expire_due", "publish_due"]

ITEM = "item"
_log = logging.getLogger(__name__)


@dataclass
class ItemPublication:
    """An approved round about to be published."""

    one: Round
    kind: str = ITEM

    def bring_out(self, doing: Doing) -> ItemPage:
        """Publish exactly the version that was reviewed."""
        one = locked_round(doing, self.one)
        if one.state not in (Round.State.OPEN, Round.State.APPROVED):
            raise Refused("这次送审已经结束，不能发布。")
        last = one.verdicts.filter(kind=Verdict.Kind.APPROVED, step=len(one.steps) - 1).last()
        if last is None:
            raise Refused("还没有签发，不能发布。")
        if one.makers.filter(pk=last.person_id).exists():
            raise Refused("签发人是拟稿人或者送审人，不能发布。")
        if one.revision is None:
            raise Refused("送审的版本已经不在，不能发布；请重新送审。")
        item = locked_item(doing, one.item)
        item = bring_live(item, one.revision)
        one.state, one.published_at = Round.State.PUBLISHED, timezone.now()
        one.ended_at = one.published_at
        one.save()
        note_verdict(doing, one, Verdict.Kind.PUBLISHED, person=last.person, step=None, step_name="")
        _remember_no_errors(one)
        doing.on("item", item.slug)
        doing.note(round=one.public_id, version=one.revision_id)
        return item

    def take_back(self, doing: Doing, reason: str) -> ItemPage:
        """Refuse: it is not public yet."""
        raise Refused("这条信息还没有发布，不用撤回；送审中的可以收回。")


@dataclass
class StandingItem:
    """A published item about to be withdrawn."""

    item: ItemPage
    kind: str = ITEM

    def bring_out(self, doing: Doing) -> ItemPage:
        """Refuse: it is public already."""
        raise Refused("这条信息已经发布。")

    def take_back(self, doing: Doing, reason: str) -> ItemPage:
        """Take the item from the public: page and files are gone at once, the record stays."""
        item = locked_item(doing, self.item)
        if not item.live:
            raise Refused("这条信息现在没有公开，不用撤回。")
        Withdrawal.everything.create(
            agency=doing.agency,
            item_id=item.pk,
            revision=item.live_revision,
            by=doing.person,
            reason=reason[:300],
        )
        item.live = False
        item.has_unpublished_changes = True
        item.withdrawn_at, item.withdrawn_reason = timezone.now(), reason[:300]
        item.live_revision = None
        item.save(clean=False)
        files.conceal(item.pk)
        return item


def bring_live(item: ItemPage, revision: Revision) -> ItemPage:
    """Make this version of the item what the public reads; index number and files with it. The gate must be open."""
    revision.publish(user=None, log_action=False, skip_permission_checks=True)
    item = ItemPage.objects.get(pk=item.pk).specific
    if not item.live:
        raise Refused(
            "这个版本写有页面编辑器的上线时间，没有公开；请保存一次草稿后重新送审，定时发布在送审时填写。"
        )
    item.published_at = item.published_at or item.last_published_at
    item.withdrawn_at, item.withdrawn_reason = None, ""
    if not item.index_number and item.agency is not None:
        item.index_number = draw_index_number(item.agency, timezone.localdate(item.published_at))
    item.save(clean=False)
    documents, images = files_of(item)
    files.disclose(item.pk, documents, images)
    if isinstance(item, PolicyPage) and item.replaces is not None:
        _replace(item.replaces)
    return item


def _replace(old: PolicyPage) -> None:
    """Say of a document that a new edition took its place (废止)."""
    if old.validity != ItemPage.Validity.REPEALED:
        old.validity = ItemPage.Validity.REPEALED
        old.save(clean=False)
        for revision in old.revisions.all():
            if revision.content.get("validity") != ItemPage.Validity.REPEALED:
                revision.content["validity"] = ItemPage.Validity.REPEALED.value
                revision.save(update_fields=["content"])


def _remember_no_errors(one: Round) -> None:
    for finding in one.findings.exclude(reason="").exclude(second=None):
        NotAnError.everything.get_or_create(
            agency=one.agency,
            key=finding.key,
            defaults={
                "rule": finding.rule,
                "reason": finding.reason,
                "said_by": one.sent_by,
                "second": finding.second,
            },
        )


def publish_due() -> int:
    """Publish the approved rounds whose time has come; how many. The scheduler calls it every minute."""
    due = Round.objects.everywhere("定时发布").filter(
        state=Round.State.APPROVED, publish_at__lte=timezone.now()
    )
    done = 0
    for one in list(due.select_related("agency")):
        try:
            publish(None, one.agency, ItemPublication(one))
        except Refused as refused:
            _log.warning("round %s was not published: %s", one.public_id, refused.message)
        else:
            done += 1
    return done


def expire_due() -> int:
    """Take down the items whose time of notice is over (公示到期); how many. The scheduler calls it."""
    due = Round.objects.everywhere("公示到期").filter(
        state=Round.State.PUBLISHED, expires_at__lte=timezone.now(), item__live=True
    )
    done = 0
    for one in list(due.select_related("agency", "item")):
        newest = one.item.rounds.filter(state=Round.State.PUBLISHED).order_by("-pk").first()
        if newest is not None and newest.pk == one.pk:
            withdraw(
                None,
                one.agency,
                StandingItem(one.item),
                f"公示期满（{timezone.localtime(one.expires_at):%Y-%m-%d %H:%M}），已下线。",
            )
            done += 1
    return done
