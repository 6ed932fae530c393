"""Who works on annual reports."""

from __future__ import annotations

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.agencies.queries import may

MAKERS = (Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
"""The duties that let a person make, mend and publish reports."""


def require_maker(person: User | None, agency: Agency) -> None:
    """Refuse a person without such a duty before anything is stored or read; `None` is the system itself."""
    if person is not None and not may(person, agency, *MAKERS):
        words = "、".join(duty.label for duty in MAKERS)
        raise Refused(f"年度报告应由{agency.short_name}的{words}来做；您没有这项职责。")
