"""What one piece of information (一条信息) is: said here once, and used by every count.

One 条 is an item an agency has published of its own accord (主动公开, 条例第十三条) and that stands: it counts in the year of
its `published_at` (China's calendar year), an imported one in the year it was published in before. It counts once, whatever
columns' lists, topics and feeds show it. It does not count

- while it is a draft, and from the moment it is withdrawn;
- when its way of disclosure is not 主动公开;
- when it is a repost (转载): its source names another body, whose disclosure it is (条例第十条: whoever made the information
  discloses it). The agency's own names, and what begins with one ("历下区司法局办公室"), are no other body;
- when it is a topic (专题): that only gathers what counts where it stands;
- when it is the annual report (年报): the account is not part of what it accounts for.

News in 部门之窗 counts as any item; whoever wants disclosure by law alone (条例第二十条、第二十一条) asks for that column.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone

from gongkai.agencies.models import Agency

from .models import ColumnPage, ItemPage

__all__ = ["counted", "counts_by_column"]


def counted(agency: Agency, year: int, column: ColumnPage | None = None) -> QuerySet[ItemPage]:
    """Give the agency's items that count in a year; with a column those in it and below it."""
    names = {agency.full_name.strip(), agency.short_name.strip()} - {""}
    own = Q(source="")
    for name in names:
        own |= Q(source__startswith=name)
    zone = timezone.get_default_timezone()
    found = ItemPage.objects.filter(
        own,
        agency=agency,
        live=True,
        way=ItemPage.Way.ACTIVE,
        published_at__gte=datetime(year, 1, 1, tzinfo=zone),
        published_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
        topicpage__isnull=True,
    )
    return found if column is None else found.filter(path__startswith=column.path, depth__gt=column.depth)


def counts_by_column(agency: Agency, year: int) -> Counter[str]:
    """Give how many items count in a year in each column and below it, by the column's path; one query.

    Pages above the columns (the platform, a district's home) have their sums as well. A path that has none counts 0.
    """
    above = Substr("path", 1, Length("path") - ItemPage.steplen)
    rows = counted(agency, year).annotate(above=above).values("above").annotate(n=Count(F("pk")))
    sums: Counter[str] = Counter()
    for path, number in rows.values_list("above", "n"):
        for end in range(ItemPage.steplen, len(path) + 1, ItemPage.steplen):
            sums[path[:end]] += number
    return sums
