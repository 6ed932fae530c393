"""The register of documents on 我的一天: what ends soon (90, 30, 10 days before), what the public page says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.agencies.queries import duties_of
from gongkai.agencies.registry import Row, Section
from gongkai.portal.models import ItemPage, PolicyPage
from gongkai.registers.models import Document
from gongkai.registers.services.documents import KEEPERS

__all__ = ["STEPS", "ending"]

STEPS = (10, 30, 90)
"""Days before the end of validity at which the reminder grows more pressing."""
_WORDS = {
    10: "马上到期：请立即决定延长、重新制发还是让它失效",
    30: "不到一个月：延长的，请在到期前完成评估、审核和公布",
    90: "请评估是否继续实施；不延长的，到期自动失效",
}
_MOST = 20


def ending(person: User, today: date | None = None) -> Section | None:
    """Give the documents whose validity ends within 90 days, soonest first; no part for who does not keep the register."""
    agencies = {agency for agency, duty in duties_of(person) if duty in KEEPERS}
    if not agencies:
        return None
    day = today or timezone.localdate()
    rows = Document.objects.everywhere("本人任职的机关，已限定编号").filter(agency__in=agencies)
    in_force = rows.filter(state__in=(Document.State.VALID, Document.State.AMENDED, Document.State.PARTLY))
    soon = in_force.filter(valid_until__range=(day, day + timedelta(days=STEPS[-1])))
    found = [
        Row(
            reverse("registers:document", args=[one.public_id]),
            f"{one.title}{f'（{one.number}）' if one.number else ''}",
            f"有效期还有{(one.valid_until - day).days}日。"
            + next(_WORDS[step] for step in STEPS if (one.valid_until - day).days <= step),
            one.valid_until,
        )
        for one in soon.order_by("valid_until", "pk")[:_MOST]
    ]
    replaced = PolicyPage.objects.filter(validity=ItemPage.Validity.REPEALED, replaced_by__live=True)
    found += [
        Row(
            reverse("registers:document", args=[one.public_id]),
            one.title,
            "公开页面已被新文件代替、标明废止，登记里还是现行有效；请登记废止",
        )
        for one in in_force.filter(item__in=replaced.values("itempage_ptr")).order_by("pk")[:_MOST]
    ]
    return Section("规章、规范性文件", found, "") if found else None
