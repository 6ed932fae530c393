"""What shows the pages of this room to citizens."""

from __future__ import annotations

from gongkai.portal.faces import Face, register

from . import finding
from .models import ReportPage
from .public.page import route, serve

register(ReportPage, Face(route, serve))
finding.register()
