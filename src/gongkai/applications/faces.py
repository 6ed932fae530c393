"""What this room answers on the public face: the column 依申请公开 with the form and the tracking below it."""

from __future__ import annotations

from gongkai.portal.models import ColumnPage
from gongkai.portal.showing import COLUMN_KEEPERS

from .citizen.views import serve, takes

COLUMN_KEEPERS[ColumnPage.Key.APPLY] = (takes, serve)
