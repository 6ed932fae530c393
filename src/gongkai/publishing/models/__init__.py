"""Records of review and publication."""

from .afterwards import Placement, Purge, Withdrawal
from .events import Delivery, Event
from .history import ImportBatch, ImportLink, ImportRow
from .plans import REVIEWING, STANDARD, ReadingRule, ReviewPlan, SensitiveWord
from .rounds import NotAnError, ReadFinding, Round, SecrecyForm, Verdict

__all__ = [
    "REVIEWING",
    "STANDARD",
    "Delivery",
    "Event",
    "ImportBatch",
    "ImportLink",
    "ImportRow",
    "NotAnError",
    "Placement",
    "Purge",
    "ReadFinding",
    "ReadingRule",
    "ReviewPlan",
    "Round",
    "SecrecyForm",
    "SensitiveWord",
    "Verdict",
    "Withdrawal",
]
