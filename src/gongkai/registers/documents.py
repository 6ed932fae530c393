"""The register of rules and normative documents as a file: open data out (`docs/registers.md`), and what agencies have in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may

from .decisions.sheets import Unusable, read_sheet
from .decisions.values import Wrong, day, decision_number
from .models import Document, DocumentEvent
from .services.documents import KEEPERS, Entry, Happened, Maker, enter, enter_many, known
from .tables import csv_of, workbook

__all__ = [
    "COLUMNS",
    "EXPORTED",
    "Outcome",
    "Unusable",
    "export_csv",
    "export_xlsx",
    "import_rows",
    "makers_of",
    "public_table",
    "template_xlsx",
]

_Kind = DocumentEvent.Kind
_MOST_ROWS = 5000
_HEAD_WITHIN = 10
_SPLIT = str.maketrans(dict.fromkeys("；;，,\n", "、"))
_PARTY_MARK = "（党的机关）"


@dataclass(frozen=True)
class Column:
    """A column of the file that is brought in: its heading, other headings known for it, what to write, an example."""

    name: str
    heading: str
    help: str
    example: str = ""
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("kind", "种类", "规章，或者行政规范性文件；不写的为行政规范性文件", "行政规范性文件", ("文件种类", "类别")),
    Column("title", "标题", "必填", "示例市清河区应急避难场所管理办法", ("文件名称", "名称", "文件标题")),
    Column("number", "文号", "发文字号", "清应急规〔2022〕3号", ("发文字号", "文件编号", "发文号")),
    Column("makers", "联合发文机关", "几个之间用顿号分开，不写本机关；党的机关后面加“（党的机关）”", "示例市清河区财政局", ("联合发文单位",)),
    Column("lead", "牵头机关", "本机关制发或者牵头的不写；其他机关牵头的，写它的名称", "", ("牵头单位", "主办单位")),
    Column("made_on", "制发日期", "必填，YYYY-MM-DD", "2022-03-01", ("成文日期", "印发日期", "发文日期", "制定日期")),
    Column("valid_until", "有效期至", "最后一天；长期有效的不写", "2027-03-31", ("有效期", "有效期截止", "失效时间")),
    Column("unified_number", "统一编号", "三统一的编号", "", ("三统一编号", "统一登记号")),
    Column("legality_by", "合法性审核机构", "", "示例市清河区司法局"),
    Column("legality_on", "合法性审核日期", "YYYY-MM-DD", "2022-02-20"),
    Column("filing_number", "备案号", "", "QHBA-2022-003", ("备案编号",)),
    Column("filed_on", "备案日期", "YYYY-MM-DD", "2022-03-15"),
    Column("filed_with", "备案机关", "", "示例市清河区人民政府"),
    Column("amended", "修改日期", "几次之间用顿号分开", "", ("修订日期",)),
    Column("partly_repealed", "部分废止日期", "几次之间用顿号分开"),
    Column("repealed", "废止日期", "YYYY-MM-DD"),
    Column("declared_expired", "宣布失效日期", "YYYY-MM-DD；有效期届满的不写", "", ("失效日期",)),
    Column("by_document", "废止依据", "废止、宣布失效它的文件", "", ("依据的文件",)),
)  # fmt: skip
"""In the order of the template."""

EXPORTED = (
    "文件编号", "种类", "标题", "文号", "本机关牵头", "发文机关", "统一编号", "合法性审核机构", "合法性审核日期", "备案号", "备案日期",
    "备案机关", "公开网址", "序号", "事项", "日期", "有效期至", "依据的文件", "说明", "更正的序号", "登记时间",
)  # fmt: skip
"""The columns of the open data: the first 13 tell of the document, the rest of one event; a row for each event."""
_INTERNAL = ("合法性审核机构", "合法性审核日期", "依据的文件", "说明", "登记时间")
_TITLE = EXPORTED.index("标题")


@dataclass
class Outcome:
    """What came of a file: how many documents were entered, which rows are registered already, and what is wrong with others."""

    entered: int = 0
    doubles: list[tuple[int, str]] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)


class _Undo(Exception):  # takes back what was only tried
    pass


def import_rows(
    person: User | None, agency: Agency, name: str, data: bytes, *, skip_wrong: bool = False
) -> Outcome:
    """Enter the documents of a CSV or Excel file, late entries with their later events among them.

    A row whose 文号 (or title and day, where it has none) is registered, or stands further up, is left out as a double: the
    same file may come twice. While a row is wrong nothing is entered, unless `skip_wrong`. Raises `Unusable` for a file that is no
    such table, `Refused` for somebody without the right.
    """
    if person is not None and not may(person, agency, *KEEPERS):
        raise Refused(
            f"规章、规范性文件登记由{agency.short_name}的信息员、审核人、法制审核人、机关负责人办理。"
        )
    rows = _rows(name, data)
    outcome = Outcome()
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, values in rows:
        try:
            entry = _entry(values)
        except Wrong as wrong:
            outcome.wrong.append((number, wrong.message))
            continue
        title, mark, made_on = str(entry.facts["title"]), str(entry.facts["number"]), entry.events[0].on
        key = (mark,) if mark else (title, made_on.isoformat())
        if key in seen:
            outcome.doubles.append((number, f"与第{seen[key]}行是同一份文件（{mark or title}）"))
        elif known(agency.pk, title, mark, made_on) is not None:
            outcome.doubles.append((number, f"已经登记（{mark or title}）"))
        elif message := _refusal(person, agency, entry):
            outcome.wrong.append((number, message))
        else:
            seen[key] = number
            entries.append(entry)
    if entries and (skip_wrong or not outcome.wrong):
        outcome.entered = enter_many(person, agency, entries)
    return outcome


def _refusal(person: User | None, agency: Agency, entry: Entry) -> str:
    """Try an entry and take it back; gives why it was refused, "" if it was not."""
    try:
        with transaction.atomic():
            enter(person, agency, entry)
            raise _Undo
    except _Undo:
        return ""
    except Refused as refused:
        return refused.message


def _rows(name: str, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Find the row of headings and give the rows below it by column name, numbered as a spreadsheet shows them."""
    sheet = read_sheet(name, data)
    if len(sheet.rows) > _MOST_ROWS:
        raise Unusable(f"超过{_MOST_ROWS}行，请分成几个文件")
    by_heading = {heading: one.name for one in COLUMNS for heading in (one.heading, *one.others)}
    places: dict[int, str] = {}
    begin = 0
    for at, (_, cells) in enumerate(sheet.rows[:_HEAD_WITHIN]):
        headings = ["".join(cell.split()).removesuffix("*") for cell in cells]
        if {"title", "made_on"} <= {by_heading.get(heading, "") for heading in headings}:
            begin = at + 1
            unknown = [
                heading
                for heading in headings
                if heading and heading not in by_heading and heading not in ("序号", "备注")
            ]
            if unknown:
                raise Unusable(f"有不认识的列：{'、'.join(unknown[:10])}。可以用的列有：{_headings()}。")
            places = {at: by_heading[heading] for at, heading in enumerate(headings) if heading in by_heading}
            twice = [one.heading for one in COLUMNS if list(places.values()).count(one.name) > 1]
            if twice:
                raise Unusable(f"有重复的列：{'、'.join(twice)}。每一列只能出现一次。")
            break
    else:
        raise Unusable(
            f"前{_HEAD_WITHIN}行里没有找到列名；至少要有标题、制发日期两列。可以用的列有：{_headings()}。"
        )
    found = [
        (number, {name: cells[at].strip() for at, name in places.items() if at < len(cells)})
        for number, cells in sheet.rows[begin:]
    ]
    kept = [(number, values) for number, values in found if any(values.values())]
    if not kept:
        raise Unusable("只有列名，没有要导入的文件")
    yield from kept


def _headings() -> str:
    return "、".join(one.heading for one in COLUMNS)


def _entry(values: dict[str, str]) -> Entry:
    """Understand a row. Raises `Wrong` with all that is wrong with it."""
    faults: list[str] = []

    def given(name: str, understand: Callable[[str], Any], missing: Any = None) -> Any:
        text = values.get(name, "")
        if not text:
            return missing
        try:
            return understand(text)
        except Wrong as wrong:
            heading = next(one.heading for one in COLUMNS if one.name == name)
            faults.append(f"{heading}：{wrong.message}")
            return missing

    made_on = given("made_on", day)
    if not values.get("made_on"):
        faults.append("没有写制发日期")
    if not values.get("title"):
        faults.append("没有写标题")
    lead = values.get("lead", "")
    facts = {
        "kind": given("kind", _kind, Document.Kind.NORMATIVE),
        "title": values.get("title", ""),
        "number": decision_number(values.get("number", "")),
        "leads": not lead,
        "legality_on": given("legality_on", day),
        "filed_on": given("filed_on", day),
        **{
            name: values.get(name, "")
            for name in ("unified_number", "legality_by", "filing_number", "filed_with")
        },
    }
    until = given("valid_until", _until)
    since: list[Happened] = []
    for kind in (_Kind.AMENDED, _Kind.PARTLY_REPEALED, _Kind.REPEALED, _Kind.DECLARED_EXPIRED):
        by = values.get("by_document", "") if kind in (_Kind.REPEALED, _Kind.DECLARED_EXPIRED) else ""
        since += [Happened(kind, on, by_document=by) for on in given(kind.value, _days, [])]
    makers = [_maker(one) for one in values.get("makers", "").translate(_SPLIT).split("、") if one.strip()]
    if lead:
        makers = [
            Maker(lead.removesuffix(_PARTY_MARK), leads=True, party=lead.endswith(_PARTY_MARK)),
            *(one for one in makers if one.name != lead),
        ]
    if faults or made_on is None:
        raise Wrong("；".join(faults))
    return Entry(facts, (Happened(_Kind.MADE, made_on, until), *since), tuple(makers))


def _maker(text: str) -> Maker:
    name = text.strip()
    return Maker(name.removesuffix(_PARTY_MARK), party=name.endswith(_PARTY_MARK))


def _kind(text: str) -> str:
    word = "".join(text.split())
    if word == "规章":
        return Document.Kind.REGULATION.value
    if word in ("行政规范性文件", "规范性文件"):
        return Document.Kind.NORMATIVE.value
    raise Wrong(f"“{word[:20]}”不是种类，应为规章或者行政规范性文件")


def _until(text: str) -> date | None:
    return None if "".join(text.split()) in ("长期", "长期有效", "无", "-", "—") else day(text)


def _days(text: str) -> list[date]:
    return [day(one.strip()) for one in text.translate(_SPLIT).split("、") if one.strip()]


def makers_of(document: Document) -> list[str]:
    """List who made a document, the body that leads first; `makers` should be fetched beforehand where many are asked."""
    others = [f"{one.name}{_PARTY_MARK}" if one.party else one.name for one in document.makers.all()]
    own = document.agency.full_name
    return [own, *others] if document.leads else [*others[:1], own, *others[1:]]


def export_csv(documents: Iterable[Document]) -> bytes:
    """Give the register as open data: UTF-8 with mark, a row for each event; see `docs/registers.md`."""
    return csv_of(EXPORTED, _exported(documents))


def export_xlsx(documents: Iterable[Document]) -> bytes:
    """Give the same rows as a workbook, every cell as text."""
    return workbook("规章和行政规范性文件", EXPORTED, _exported(documents))


def public_table(documents: Iterable[Document]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Give columns and rows of what of these documents the public may have; each must have its public page.

    The title is the page's, which has been reviewed (条例第十七条); free words, and how a document was checked and recorded within the
    office, are left out.
    """
    kept = [number for number, heading in enumerate(EXPORTED) if heading not in _INTERNAL]
    rows = []
    for document in documents:
        for row in _exported([document]):
            row[_TITLE] = document.item.title if document.item is not None else ""
            rows.append([row[number] for number in kept])
    return tuple(EXPORTED[number] for number in kept), rows


def template_xlsx() -> bytes:
    """Give an empty workbook to fill in: the headings with an example, and what to write in each column."""
    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(workbook("文件", [one.heading for one in COLUMNS], [[one.example for one in COLUMNS]]))
    )
    told = book.create_sheet("填写说明")
    told.append(["列", "怎么填", "也认这些列名"])
    for one in COLUMNS:
        told.append([one.heading, one.help, "、".join(one.others)])
    for letter, width in (("A", 16), ("B", 60), ("C", 40)):
        told.column_dimensions[letter].width = width
    return _bytes(book)


def _exported(documents: Iterable[Document]) -> Iterator[list[str]]:
    for document in documents:
        head = [
            document.public_id,
            document.get_kind_display(),
            document.title,
            document.number,
            "是" if document.leads else "否",
            "、".join(makers_of(document)),
            document.unified_number,
            document.legality_by,
            _day(document.legality_on),
            document.filing_number,
            _day(document.filed_on),
            document.filed_with,
            _address(document),
        ]
        events = list(document.events.all())
        numbers = {event.pk: event.number for event in events}
        for event in events:
            yield [
                *head,
                str(event.number),
                event.get_kind_display(),
                _day(event.on),
                _day(event.valid_until),
                event.by_document,
                event.note,
                str(numbers.get(event.cancels_id, "")),
                f"{timezone.localtime(event.recorded_at):%Y-%m-%d %H:%M}",
            ]


def _address(document: Document) -> str:
    item = document.item
    return str(item.full_url or "") if item is not None and item.live else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _bytes(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
