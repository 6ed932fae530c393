"""What an agency's letters need to know of it (文书设置)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.law.remedies import Reviewer
from gongkai.letters.models import LetterSettings
from gongkai.letters.queries import settings_of

__all__ = ["SETTERS", "change"]

SETTERS = (Duty.LEGAL, Duty.HEAD)
_FIELDS = (
    "body",
    "court",
    "online",
    "prefix",
    "numbers",
    "partly_review_first",
    "inquiry_review_first",
    "withdrawn_remedy",
)


@act("letter.settings", *SETTERS)
def change(doing: Doing, values: Mapping[str, Any]) -> LetterSettings:
    """Change the settings; `reviewers` maps the keys of `law.remedies.Reviewer` to full names. Raises `ValidationError`, `Refused`."""
    row = settings_of(doing.agency)
    for name in _FIELDS:
        if name in values:
            setattr(row, name, values[name])
    reviewers = {
        str(key): " ".join(str(name).split())[:100]
        for key, name in dict(values.get("reviewers", row.reviewers)).items()
    }
    if unknown := set(reviewers) - {one.key for one in Reviewer}:
        raise Refused(f"没有这种行政复议机关：{'、'.join(sorted(unknown))}。")
    row.reviewers = {key: name for key, name in reviewers.items() if name}
    row.full_clean(exclude=["agency"])
    row.save()
    doing.on("letter_settings", doing.agency.public_id)
    doing.note(body=row.body, numbers=row.numbers)
    return row
