"""What can be done to annual reports in the office; the only place that writes them."""

from __future__ import annotations

from .batches import MOST_FILES, upload_many
from .duties import MAKERS
from .figures import answer_doubt, enter_figure
from .handing_over import hand_over
from .mending import NotUnderstood, Stale, change, discard
from .publication import correct, publish, record_outside_address, withdraw
from .taking_in import ReadRefused, begin, take_in, upload

__all__ = [
    "MAKERS",
    "MOST_FILES",
    "NotUnderstood",
    "ReadRefused",
    "Stale",
    "answer_doubt",
    "begin",
    "change",
    "correct",
    "discard",
    "enter_figure",
    "hand_over",
    "publish",
    "record_outside_address",
    "take_in",
    "upload",
    "upload_many",
    "withdraw",
]
