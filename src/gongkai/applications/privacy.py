"""How each column of the room is kept (个人信息清单): encrypted, hashed for look-up, or plain. A test holds the list against the models.

Personal data (《个人信息保护法》第二十八条) is encrypted under keys outside the database (`keys`). What is found again is found by a keyed hash.
Plain columns hold nothing that tells who applies or what for; `Event.data` holds the keys listed in `EVENT_DATA` and no others.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ENCRYPTED", "EVENT_DATA", "FIELDS", "HASHED", "PLAIN"]

ENCRYPTED, HASHED, PLAIN = "加密", "散列", "明文"


def _plain(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, PLAIN)


FIELDS: Mapping[str, Mapping[str, str]] = {
    "Application": {
        **_plain("id", "public_id", "agency", "year", "sequence", "ledger_number", "matter", "channel"),
        **_plain("applicant_kind", "joint", "parent", "secret", "demonstration", "officer", "registered_by"),
        **_plain("registered_at", "derived_on", "status", "received_on", "due_on", "provisional", "outcome"),
        **_plain("closed_on", "late", "last_event", "problems"),
        "content_hash": HASHED,
        "code_hash": HASHED,
    },
    "Person": {
        **_plain("id", "application", "order", "role", "identity_type"),
        "name": ENCRYPTED,
        "identity_number": ENCRYPTED,
        "representative": ENCRYPTED,
        "contact": ENCRYPTED,
        "phone": ENCRYPTED,
        "address": ENCRYPTED,
        "postcode": ENCRYPTED,
        "email": ENCRYPTED,
        "identity_hash": HASHED,
        "name_hash": HASHED,
    },
    "Paper": {**_plain("id", "application", "event", "kind"), "text": ENCRYPTED},
    "Party": {**_plain("id", "application", "code"), "name": ENCRYPTED, "address": ENCRYPTED},
    "CaseFile": {
        **_plain(
            "id", "application", "event", "file", "size", "digest", "for_applicant", "added_at", "added_by"
        ),
        "name": ENCRYPTED,
    },
    "Event": _plain(
        "id",
        "application",
        "sequence",
        "kind",
        "on",
        "data",
        "problem",
        "cancels",
        "recorded_at",
        "recorded_by",
    ),
    "Decision": _plain(
        *("id", "application", "number", "outcome", "parts", "earlier", "state", "event"),
        *("drafted_by", "reviewed_by", "signed_by"),
    ),
    "CountingRow": _plain(
        *(
            "application",
            "agency",
            "applicant_kind",
            "entered_on",
            "entered_year",
            "left_on",
            "left_year",
            "outcome",
        )
    ),
    "Reminder": _plain("id", "application", "due_on", "days", "to", "at"),
    "Draft": {
        **_plain("id", "agency", "application", "made_at", "changed_at"),
        "key_hash": HASHED,
        "content": ENCRYPTED,
        "receipt": ENCRYPTED,
    },
    "DraftFile": {**_plain("id", "draft", "file", "size"), "name": ENCRYPTED},
    "Knock": {**_plain("id", "what", "hour", "times"), "who_hash": HASHED},
    "NilYear": _plain("id", "agency", "year", "declared_by", "declared_at", "withdrawn_at"),
}
"""Model → column → how it is kept."""

EVENT_DATA = frozenset(
    {
        *("address", "agency", "amount", "approved_by", "because", "consents", "corrected", "counting"),
        *("effective_on", "file_number", "found", "into", "number", "officer", "outcome", "parts", "party"),
        *(
            "rating",
            "receipt",
            "reply_by",
            "section",
            "sequence",
            "served_on",
            "source",
            "split_from",
            "steps",
            "until",
            "way",
        ),
        "working_days",
    }
)
"""What an event's data may say; none of it is personal data. Written texts go into papers, names of parties into `Party`."""
