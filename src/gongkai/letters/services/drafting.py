"""Draft a letter from plain values: the template that holds, the remedy paragraph, both files; and take a changed draft back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.law.decisions import Ground
from gongkai.law.letters import Lack, draft_lacks, kind_of
from gongkai.law.remedies import Advice, advise
from gongkai.letters.blocks import parse
from gongkai.letters.filling import FieldsMissing, Letter, Value, Values, fill
from gongkai.letters.printing.pdf import as_pdf
from gongkai.letters.printing.word import as_docx
from gongkai.letters.queries import held, legal_agency, legal_settings, settings_of, version
from gongkai.letters.reading import Unreadable, text_of_docx
from gongkai.letters.standard_texts import standard_text
from gongkai.report.writing.errors import WriteError

__all__ = ["Drafted", "docx_of", "draft", "pdf_of", "remedy_for", "take_back"]


@dataclass(frozen=True)
class Drafted:
    """A letter as drafted: the kind, the version of the template (0: standard wording), all values, and the remedy it shows."""

    kind: str
    version: int
    values: Values
    letter: Letter
    remedy: Advice


def remedy_for(
    agency: Agency, kind: str, on: date, *, online: bool = False, parts: Iterable[Ground] = ()
) -> Advice:
    """Give the remedy paragraph right for this agency's letter of the kind, made on the day and served so."""
    settings = settings_of(agency)
    one = kind_of(kind)
    return advise(
        one.remedy,
        on,
        legal_agency(agency, settings),
        online=online,
        letter="本告知" if kind == "third_told" else "本答复",
        parts=parts,
        settings=legal_settings(settings),
    )


def draft(
    agency: Agency,
    kind: str,
    values: Values,
    on: date,
    *,
    online: bool = False,
    parts: Iterable[Ground] = (),
) -> Drafted:
    """Draft a letter. The agency's name, contact, date and the remedy paragraph are given here unless `values` have them.

    Raises `Refused`, in Chinese, where values are missing or the remedy paragraph cannot be complete.
    """
    template = held(agency, kind)
    remedy = remedy_for(agency, kind, on, online=online, parts=parts)
    if remedy.lacking and kind_of(kind).has("remedy"):
        raise Refused(f"救济途径还写不完整，请先在“文书设置”里补上：{'；'.join(remedy.lacking)}。")
    known: dict[str, Value] = {
        "机关": agency.full_name,
        "称呼": "您",
        "联系电话": agency.phone,
        "联系地址": agency.address,
        "日期": f"{on.year}年{on.month}月{on.day}日",
        "救济途径": remedy.text,
    }
    whole = known | {name: value for name, value in values.items() if value}
    try:
        letter = fill(parse(template.text), whole)
    except FieldsMissing as missing:
        raise Refused(missing.message) from missing
    except ValueError as error:
        raise Refused(str(error)) from error
    number = template.version.number if template.version else 0
    return Drafted(kind, number, whole, letter, remedy)


def docx_of(letter: Letter) -> bytes:
    """Print a letter as Word."""
    return as_docx(letter)


def pdf_of(letter: Letter) -> bytes:
    """Print a letter as PDF. Raises `Refused` where fonts or characters are missing."""
    try:
        return as_pdf(letter)
    except WriteError as error:
        raise Refused(error.message) from error


def take_back(agency: Agency, kind: str, number: int, values: Values, data: bytes) -> tuple[Lack, ...]:
    """Check a draft that was changed in Word or WPS: what it lacks by now, nothing if it may go on.

    `number` and `values` are those of `Drafted`. Raises `Refused` for a file that cannot be read, has macros or changes not accepted.
    """
    try:
        text = text_of_docx(data)
    except Unreadable as error:
        raise Refused(error.message) from error
    row = version(agency, kind, number) if number else None
    template = parse(row.text) if row is not None and row.text else parse(standard_text(kind))
    return draft_lacks(kind_of(kind), template.outline(), text, values)
