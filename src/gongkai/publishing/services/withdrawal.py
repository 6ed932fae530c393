"""Withdraw an item at once (撤回), and have it looked at afterwards by a second person (先撤后审)."""

from __future__ import annotations

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty, User
from gongkai.portal import gate
from gongkai.portal.models import ItemPage
from gongkai.publishing.events import announce
from gongkai.publishing.models import Withdrawal

from .acts import withdraw
from .common import locked_item, short
from .publication import StandingItem, bring_live

__all__ = ["review_withdrawal", "withdraw_item"]


def withdraw_item(person: User | None, agency: Agency, item: ItemPage, reason: str) -> ItemPage:
    """Take an item from the public at once; one entitled person is enough. Raises `Refused`."""
    withdrawn: ItemPage = withdraw(person, agency, StandingItem(item), reason)
    return withdrawn


@act("item.review_withdrawal", Duty.REVIEWER, Duty.HEAD)
def review_withdrawal(doing: Doing, withdrawal: Withdrawal, *, upheld: bool, comment: str) -> Withdrawal:
    """Decide on a withdrawal, as somebody else than who withdrew: it stands, or the same version is public again."""
    found = (
        Withdrawal.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=withdrawal.pk).first()
    )
    if found is None:
        raise Refused("没有这次撤回。")
    if found.outcome:
        raise Refused("这次撤回已经复核。")
    if doing.person is not None and found.by_id == doing.person.pk:
        raise Refused("撤回由另一个人复核，不能由撤回人自己复核。")
    comment = short(comment)
    if not comment:
        raise Refused("请写明复核意见。")
    doing.on("withdrawal", found.public_id)
    if not upheld:
        _restore(doing, found)
    found.outcome = Withdrawal.Outcome.UPHELD if upheld else Withdrawal.Outcome.RESTORED
    found.reviewed_by, found.reviewed_at, found.review_comment = doing.person, timezone.now(), comment
    found.save()
    doing.note(outcome=found.outcome.value)
    return found


def _restore(doing: Doing, withdrawal: Withdrawal) -> None:
    item = locked_item(doing, withdrawal.item)
    if item.live or item.purged_at is not None:
        raise Refused("这条信息已经重新公开或者已经清除，不能恢复。")
    if withdrawal.revision is None:
        raise Refused("撤回时的版本已经不在，不能恢复；请修改后重新送审。")
    newest = item.withdrawals.order_by("-pk").first()
    if newest is not None and newest.pk != withdrawal.pk:
        raise Refused("这条信息后来又撤回过，请复核最近的一次。")
    with gate.opened():
        bring_live(item, withdrawal.revision)
    announce(doing, "item.published")
