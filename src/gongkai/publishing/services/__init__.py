"""What can be done: the one way in for other rooms."""

from gongkai.publishing.events import deliver, deliver_outstanding
from gongkai.publishing.registry import Publication, set_policy, subscribe, unsubscribe

from .acts import PUBLISHERS, publish, withdraw
from .deciding import DECIDERS, PaperSignature, SecrecyAnswer, approve, delegate, give_back
from .elsewhere import record_outside, record_placement, remove_placement
from .handing_over import hand_over
from .planning import remove_word, set_catalogue_rule, set_plan, set_reading_rule, set_words
from .purging import purge
from .sending import SENDERS, recall, send
from .withdrawal import review_withdrawal, withdraw_item
from .wording import changes_of

__all__ = [
    "DECIDERS",
    "PUBLISHERS",
    "SENDERS",
    "PaperSignature",
    "Publication",
    "SecrecyAnswer",
    "approve",
    "changes_of",
    "delegate",
    "deliver",
    "deliver_outstanding",
    "give_back",
    "hand_over",
    "publish",
    "purge",
    "recall",
    "record_outside",
    "record_placement",
    "remove_placement",
    "remove_word",
    "review_withdrawal",
    "send",
    "set_catalogue_rule",
    "set_plan",
    "set_policy",
    "set_reading_rule",
    "set_words",
    "subscribe",
    "unsubscribe",
    "withdraw",
    "withdraw_item",
]
