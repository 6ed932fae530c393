"""Open data of the registers of decisions and fees, for the public: a file made as the attachment of a draft, which goes through review.

条例第二十条第（五）（六）（八）项; 行政许可法第四十条 and 行政处罚法第四十八条 say which decisions are public: permits, and penalties that have a certain
effect on society. Nothing is published here: what the public gets has been reviewed (条例第十七条) like any other item.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page

from gongkai.agencies.access import collection_of
from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.files.models import OfficeDocument
from gongkai.portal.models import Attachment, ColumnPage, ItemPage
from gongkai.registers.decisions import open_data as data
from gongkai.registers.tables import MOST_IN_A_BOOK, csv_of, workbook

from .decisions import KEEPERS

__all__ = ["ACT_NAMES", "KINDS", "PublicTable", "make_draft", "table_of"]

ACT_NAMES = {"registers.open_data": "生成公开数据"}
KINDS = {"permit": "行政许可决定", "penalty": "行政处罚决定", "fees": "行政事业性收费"}
"""What can be made public; single acts of compulsion (行政强制) no law asks for: 条例第二十条第（六）项 names their basis, conditions and procedure."""
_BASES = {"permit": "20.5", "penalty": "20.6", "fees": "20.8"}
_IN_A_BOOK = 5000


@dataclass(frozen=True)
class PublicTable:
    """A table ready to be looked at: its title, columns and rows, and how many cells are left out."""

    kind: str
    year: int
    title: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    left_out: int


def table_of(agency: Agency, kind: str, year: int) -> PublicTable:
    """Make the public table of a kind and year. Raises `Refused` where there is nothing, or nothing that may be public."""
    if kind not in KINDS:
        raise Refused("请选择行政许可决定、行政处罚决定或者行政事业性收费。")
    if not 2008 <= year <= timezone.localdate().year:
        raise Refused("年度应在2008年和今年之间。")
    fees = kind == "fees"
    found = data.public_fees(agency, year) if fees else data.public_decisions(agency, kind, year)
    if not found.rows:
        raise Refused(f"{year}年没有可以公开的{KINDS[kind]}。")
    columns = data.PUBLIC_FEE_COLUMNS if fees else data.PUBLIC_DECISION_COLUMNS
    title = f"{agency.full_name}{year}年{KINDS[kind]}数据"
    return PublicTable(kind, year, title, columns, found.rows, found.left_out)


def make_draft(
    person: User | None, agency: Agency, kind: str, year: int, column: ColumnPage, *, looked: bool
) -> ItemPage:
    """Make a draft with the public table as CSV (and as a workbook, unless it is long) in a column. Raises `Refused`.

    The table is put together before the act begins, so that nobody waits for it. `looked` says that the person answers for it
    that everything in it is to be public.
    """
    table = table_of(agency, kind, year)
    files = [(f"{table.title}.csv", csv_of(table.columns, table.rows))]
    if len(table.rows) <= min(_IN_A_BOOK, MOST_IN_A_BOOK):
        book = workbook(KINDS[kind], table.columns, table.rows, wide="事项")
        files.append((f"{table.title}.xlsx", book))
    return _make(person, agency, table, files, column, looked=looked)


@act("registers.open_data", *KEEPERS)
def _make(
    doing: Doing,
    table: PublicTable,
    files: list[tuple[str, bytes]],
    column: ColumnPage,
    *,
    looked: bool,
) -> ItemPage:
    if not looked:
        raise Refused("请确认：列入的都是依法应当公开的，不含国家秘密、商业秘密和个人隐私。")
    platform = getattr(doing.agency, "platform", None)
    place = ColumnPage.objects.filter(pk=column.pk, closed_on=None, live=True).first()
    if platform is None or place is None or not place.path.startswith(platform.path):
        raise Refused("没有这个栏目，或者栏目已经关闭。")
    item = ItemPage(
        title=table.title,
        live=False,
        owner=doing.person,
        agency=doing.agency,
        basis=_BASES[table.kind],
        formed_on=timezone.localdate(),
        summary=f"{table.year}年{KINDS[table.kind]}{len(table.rows)}条，CSV和Excel格式",
        body=[("paragraph", _words(table)), ("table", _columns(table))],
    )
    Page.objects.get(pk=place.pk).add_child(instance=item)
    for number, (name, content) in enumerate(files):
        document = OfficeDocument(
            title=name, collection=collection_of(doing.agency), uploaded_by_user=doing.person
        )
        document.file.save(name, ContentFile(content), save=False)
        document.file_size = len(content)
        document.save()
        item.attachments.add(Attachment(document=document, sort_order=number))
    item.save_revision(user=doing.person)
    doing.on("item", item.slug)
    doing.note(kind=table.kind, year=table.year, rows=len(table.rows), left_out=table.left_out)
    return item


def _words(table: PublicTable) -> str:
    left = f"为保护个人隐私，{table.left_out}处内容不列，注“{data.LEFT_OUT}”。" if table.left_out else ""
    return (
        f"<p>{table.year}年{escape(KINDS[table.kind])}共{len(table.rows)}条，截至{timezone.localdate():%Y-%m-%d}；"
        f"已经变更、撤销的不列。{left}数据文件见附件：CSV文件为UTF-8编码，一行一条；各列含义如下。</p>"
    )


def _columns(table: PublicTable) -> dict[str, object]:
    return {
        "data": [["列", "含义"], *([name, data.MEANINGS[name]] for name in table.columns)],
        "first_row_is_table_header": True,
        "table_header_choice": "row",
        "table_caption": "",
    }
