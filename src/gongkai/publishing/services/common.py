"""What the acts of review share."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused
from gongkai.agencies.models import Agency
from gongkai.portal.models import ItemPage
from gongkai.publishing.models import ImportBatch, Round, Verdict

__all__ = ["locked_batch", "locked_item", "locked_round", "note_verdict", "short"]


def short(words: str, most: int = 300) -> str:
    """Take out line breaks and doubled blanks, and keep so many signs."""
    return " ".join(words.split())[:most]


def locked_item(doing: Doing, item: ItemPage) -> ItemPage:
    """Fetch the item anew inside an act, locked, as its own kind. Refuses another agency's."""
    found = ItemPage.objects.select_for_update(of=("self",)).filter(pk=item.pk, agency=doing.agency).first()
    if found is None:
        raise Refused("没有这条信息。")
    doing.on("item", found.slug)
    specific: ItemPage = found.specific
    return specific


def locked_batch(doing: Doing, batch: ImportBatch, *states: str) -> ImportBatch:
    """Fetch a batch of imports anew, locked; refuses another agency's, and one that stands elsewhere by now."""
    found: ImportBatch | None = (
        ImportBatch.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=batch.pk).first()
    )
    if found is None:
        raise Refused("没有这一批导入。")
    doing.on("import_batch", found.public_id)
    if found.state not in states:
        raise Refused(f"这一批导入{found.get_state_display()}，不能再这样办理；请看最新的情况。")
    return found


def locked_round(doing: Doing, one: Round) -> Round:
    """Fetch the round anew inside an act, locked. Refuses another agency's."""
    found: Round | None = (
        Round.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=one.pk).first()
    )
    if found is None:
        raise Refused("没有这次送审。")
    doing.on("round", found.public_id)
    return found


def note_verdict(doing: Doing, one: Round, kind: str, **more: Any) -> Verdict:
    """Append to the round's story what was done; who and when default to who does it, today."""
    step = one.current
    values: dict[str, Any] = {
        "step": one.step if step else None,
        "step_name": step["name"] if step else "",
        "person": doing.person,
        "recorded_by": doing.person,
        "on": timezone.localdate(),
    }
    number = one.verdicts.count() + 1
    return Verdict.objects.create(round=one, number=number, kind=kind, **(values | more))


def agency_of(item: ItemPage) -> Agency:
    """Give the agency whose item it is."""
    if item.agency is None:
        raise Refused("这条信息不属于任何机关，不能办理。")
    return item.agency
