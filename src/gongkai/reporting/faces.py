"""What shows the pages of this room to citizens."""

from __future__ import annotations

from gongkai.portal.faces import Face, register
from gongkai.portal.places import EXTRA_PLACES

from . import finding
from .models import ReportPage
from .public.page import places_of, route, serve

register(ReportPage, Face(route, serve))
finding.register()
if places_of not in EXTRA_PLACES:
    EXTRA_PLACES.append(places_of)
