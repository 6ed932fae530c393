"""Ask about the public pages."""

from __future__ import annotations

from gongkai.agencies.models import Agency

from .frame import Crumb, Frame, frame_of
from .models import ColumnPage, PlatformPage

__all__ = ["Crumb", "Frame", "column_of", "frame_of", "platform_of"]


def platform_of(agency: Agency) -> PlatformPage | None:
    """Give the agency's platform, None if it has none yet."""
    found: PlatformPage | None = PlatformPage.objects.filter(agency=agency).first()
    return found


def column_of(agency: Agency, key: str) -> ColumnPage | None:
    """Give one of the agency's fixed columns by its `ColumnPage.Key`, None if the agency has none yet."""
    platform = platform_of(agency)
    if platform is None:
        return None
    found: ColumnPage | None = ColumnPage.objects.child_of(platform).filter(key=key).first()
    return found
