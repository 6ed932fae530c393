"""What the demonstration's search has besides its items: words that citizens and documents say differently."""

from __future__ import annotations

from gongkai.agencies.models import Agency, User
from gongkai.search.models import SynonymGroup
from gongkai.search.services import keep_synonyms

__all__ = ["SYNONYMS", "keep"]

SYNONYMS = (
    ("办事大厅", "政务服务大厅"),
    ("法援", "法律援助"),
    ("普法", "法治宣传"),
    ("依申请公开", "信息公开申请"),
)


def keep(agency: Agency, person: User) -> None:
    """Keep the synonyms, unless some are kept already."""
    if not SynonymGroup.objects.exists():
        for words in SYNONYMS:
            keep_synonyms(person, agency, words)
