"""Acts on the register of documents that other bodies filed with the agency (报送备案), and the quarterly list of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.registers.decisions.values import decision_number
from gongkai.registers.models import FiledDocument

__all__ = ["KEEPERS", "catalogue", "decide", "enter", "quarter", "rows_of"]

KEEPERS = (Duty.OFFICER, Duty.REVIEWER, Duty.LEGAL, Duty.HEAD)
_FACTS = ("filer", "title", "number", "made_on", "received_on", "valid_until")
_THEME = "综合政务\\政务公开"
"""The class of a list of filings where the column has no item yet from which to take one."""
_HEAD = ("序号", "报备机关", "文件名称", "文号", "备案号", "备案日期")


@act("filing.enter", *KEEPERS)
def enter(doing: Doing, facts: Mapping[str, Any]) -> FiledDocument:
    """Record a document that was received for filing."""
    given = {name: facts[name] for name in _FACTS if name in facts}
    given["number"] = decision_number(given.get("number", ""))
    filed = FiledDocument(agency=doing.agency, recorded_by=doing.person, **given)
    _require_order(filed)
    double = FiledDocument.objects.for_agency(doing.agency.pk).filter(filer=filed.filer, title=filed.title)
    if filed.number:
        double = FiledDocument.objects.for_agency(doing.agency.pk).filter(
            filer=filed.filer, number=filed.number
        )
    if double.exists():
        raise Refused(f"{filed.filer}报送的“{filed.number or filed.title}”已经登记过。")
    filed.save()
    doing.on("filing", filed.public_id)
    doing.note(number=filed.number)
    return filed


@act("filing.decide", *KEEPERS)
def decide(
    doing: Doing, filed: FiledDocument, result: str, *, number: str = "", on: date | None = None
) -> FiledDocument:
    """Record what the review found: filed (准予备案, with number and day), to be mended, or refused."""
    found: FiledDocument | None = (
        FiledDocument.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=filed.pk).first()
    )
    if found is None:
        raise Refused("没有这份报送备案的文件。")
    number = " ".join(number.split())[:60]
    if result not in FiledDocument.Result.values:
        raise Refused("请选择审查结果。")
    if result == FiledDocument.Result.FILED and not (number and on):
        raise Refused("准予备案的，要写备案号和备案日期。")
    if result != FiledDocument.Result.FILED and number:
        raise Refused("没有准予备案的，不写备案号。")
    twice = FiledDocument.objects.for_agency(doing.agency.pk).filter(filing_number=number)
    if number and twice.exclude(pk=found.pk).exists():
        raise Refused(f"备案号“{number}”已经用在另一份文件上。")
    before = found.result
    found.result, found.filing_number, found.filed_on = result, number, on
    _require_order(found)
    found.save()
    doing.on("filing", found.public_id)
    doing.note(before=before, result=result, number=number)
    return found


def quarter(year: int, number: int) -> tuple[date, date]:
    """Give the first and the last day of a quarter (1–4)."""
    first = date(year, number * 3 - 2, 1)
    after = date(year + (number == 4), number * 3 % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def rows_of(agency_id: int, year: int, number: int) -> list[FiledDocument]:
    """List what was filed with the agency in a quarter, by day and number."""
    filed = FiledDocument.objects.for_agency(agency_id).filter(
        result=FiledDocument.Result.FILED, filed_on__range=quarter(year, number)
    )
    return list(filed.order_by("filed_on", "filing_number", "pk"))


@act("filing.catalogue", *KEEPERS)
def catalogue(doing: Doing, year: int, number: int, column: ColumnPage) -> ItemPage:
    """Make the list of a quarter (备案目录) as a draft in a column, ready to be sent for review."""
    if number not in (1, 2, 3, 4) or not 1990 <= year <= 2199:
        raise Refused("请选择年度和季度。")
    if quarter(year, number)[0] > timezone.localdate():
        raise Refused("这个季度还没有开始。")
    rows = rows_of(doing.agency.pk, year, number)
    if not rows:
        raise Refused(f"{year}年第{'一二三四'[number - 1]}季度没有准予备案的文件。")
    platform = getattr(doing.agency, "platform", None)
    place = ColumnPage.objects.filter(pk=column.pk, closed_on=None, live=True).first()
    if platform is None or place is None or not place.path.startswith(platform.path):
        raise Refused("没有这个栏目，或者栏目已经关闭。")
    title = f"{doing.agency.full_name}{year}年第{'一二三四'[number - 1]}季度行政规范性文件备案目录"
    table = {
        "data": [
            list(_HEAD),
            *(
                [
                    str(n),
                    one.filer,
                    one.title,
                    one.number,
                    one.filing_number,
                    one.filed_on.isoformat() if one.filed_on else "",
                ]
                for n, one in enumerate(rows, 1)
            ),
        ],
        "first_row_is_table_header": True,
        "table_header_choice": "row",
        "table_caption": "",
    }
    words = f"<p>{year}年第{'一二三四'[number - 1]}季度，本机关对{len(rows)}件行政规范性文件准予备案，现将目录公布如下。</p>"
    item = ItemPage(
        title=title,
        live=False,
        owner=doing.person,
        agency=doing.agency,
        basis="20.1",
        theme=_theme_of(place),
        formed_on=timezone.localdate(),
        summary=f"{year}年第{'一二三四'[number - 1]}季度准予备案的行政规范性文件{len(rows)}件",
        body=[("paragraph", words), ("table", table)],
    )
    Page.objects.get(pk=place.pk).add_child(instance=item)
    item.save_revision(user=doing.person)
    doing.on("item", item.slug)
    doing.note(year=year, quarter=number, documents=len(rows))
    return item


def _theme_of(column: ColumnPage) -> str:
    """Give the class (主题分类) of the newest item in the column that has one, so that the draft is whole."""
    newest = ItemPage.objects.child_of(column).exclude(theme="").order_by("-pk").first()
    return newest.theme if newest is not None else _THEME


def _require_order(filed: FiledDocument) -> None:
    today = timezone.localdate()
    if not filed.filer.strip() or not filed.title.strip():
        raise Refused("请写报备机关和文件的标题。")
    if filed.received_on > today:
        raise Refused("收到日期不能晚于今天。")
    if filed.made_on and filed.made_on > filed.received_on:
        raise Refused("成文日期晚于收到日期，请核对。")
    if filed.filed_on and (filed.filed_on > today or filed.filed_on < filed.received_on):
        raise Refused("备案日期应在收到日期之后、今天之前。")
