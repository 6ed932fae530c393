"""What can be done with applications: each act one function, called as ``act(person, agency, case, …)``; nothing else writes."""

from __future__ import annotations

from .applicant import Receipt, acknowledge, ask_time, drop_draft, hand_in, rate, receipt_of, report_payment
from .asking import (
    ask_correction,
    ask_reasons,
    give_time,
    reject_reasons,
    set_delay,
    take_correction,
    take_reasons,
    withdraw,
)
from .closing import (
    archive,
    correct_record,
    declare_nil,
    make_public,
    pass_on,
    rectify,
    reopen,
    reveal,
    withdraw_nil,
)
from .consulting import assist, consult, take_opinion
from .deciding import PartOf, draft, give_up, lacking, legal_review, search, serve, sign
from .intake import Entry, Registered, Who, assign, confirm, contact_failed, note, register, sign_for, split
from .keeping import add_file, reencrypt, rotate_keys
from .limits import ask_extension, extend, notify_fee, take_payment

__all__ = [
    "Entry",
    "PartOf",
    "Receipt",
    "Registered",
    "Who",
    "acknowledge",
    "add_file",
    "archive",
    "ask_correction",
    "ask_extension",
    "ask_reasons",
    "ask_time",
    "assign",
    "assist",
    "confirm",
    "consult",
    "contact_failed",
    "correct_record",
    "declare_nil",
    "draft",
    "drop_draft",
    "extend",
    "give_time",
    "give_up",
    "hand_in",
    "lacking",
    "legal_review",
    "make_public",
    "note",
    "notify_fee",
    "pass_on",
    "rate",
    "receipt_of",
    "rectify",
    "reencrypt",
    "register",
    "reject_reasons",
    "reopen",
    "report_payment",
    "reveal",
    "rotate_keys",
    "search",
    "serve",
    "set_delay",
    "sign",
    "sign_for",
    "split",
    "take_correction",
    "take_opinion",
    "take_payment",
    "take_reasons",
    "withdraw",
    "withdraw_nil",
]
