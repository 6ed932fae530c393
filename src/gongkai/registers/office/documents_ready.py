"""What the register of documents enters when the platform starts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def enter() -> None:
    """Enter the part of 我的一天, the job that looks at validity, and the look at pages that are published."""
    from gongkai.agencies.registry import register_day_section
    from gongkai.publishing.registry import subscribe
    from gongkai.registers.services.document_state import renew_all
    from gongkai.tasks.registry import schedule

    from .documents_day import ending

    register_day_section(ending, order=300)
    schedule("registers.documents", timedelta(hours=1), renew_all)
    subscribe("registers.documents", _published, "item.published")


def _published(event: Any) -> None:
    from gongkai.registers.services.document_state import renew_page

    renew_page(event.object_id, event.agency_id)
