"""From a document to a report: sections, tables, agency and year, and notes on all that is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Callable

from gongkai.report.form import FORM_2019, FORM_2021, FORMS, printed_form
from gongkai.report.model import FormVersion, Note, Report, Value
from gongkai.report.script import is_traditional, simplified

from .atoms import Atom, Kind
from .document import Block, Document, Grid, Line
from .errors import ReadError
from .figures import TableReading
from .headings import PROOF, Heading, break_long_lines, find_headings
from .identity import identify
from .remedies import read_remedies
from .several import only_first
from .tables import read_applications, read_proactive
from .tokens import tokenize
from .words import squash, without_pinyin

_TABLES: tuple[tuple[str, Callable[..., TableReading]], ...] = (
    ("proactive", read_proactive),
    ("applications", read_applications),
    ("remedies", read_remedies),
)
_MOST_LINES = 20_000
_IN_WORDS = ("overview", "problems", "other")
_FOOTER = re.compile(
    r"^\W*(?:上一篇|下一篇|上一条|下一条|扫一扫|打印本页|打印此页|【?打印】?|【?关闭】?|关闭窗口|分享到|版权所有|主办单位|承办单位|网站标识码|"
    r"网站地图|联系我们|网站声明|Copyright|ICP备|.{0,6}ICP备|.{0,12}公网安备|返回顶部|相关链接|友情链接|责任编辑|信息来源\s*[:：])"
)
_CHROME = re.compile(
    r"^\W*(?:字\s*[号体]|发布(?:日期|时间|机构)|来\s*源|信息来源|浏览|阅读|访问|点击|作\s*者|责任编辑|编\s*辑|索\s*引\s*号|文\s*号|"
    r"主题分类|成文日期|生成日期|公开(?:日期|时间|方式|范围)|有效性|您?当前(?:的)?位置|首页|打印|分享|收藏|语音|无障碍|关闭|"
    r"\d{4}-\d{1,2}-\d{1,2}|#\s*(?:source|complete|text)\s*:)"
)
_STATED_FORM = {f"采用{form.name}": version for version, form in FORMS.items()}
_NOT_PROVIDED = re.compile(r"^\W*本表未提供")


def interpret(document: Document) -> Report:
    """Find the report in a document.

    Raises `ReadError` ``not_a_report`` if there is no table, section heading or title of either form.
    """
    break_long_lines(document)
    texts = only_first(document, _plain_texts(document))
    if len(texts) > _MOST_LINES:
        raise ReadError("too_large", f"文字有{len(texts)}行，不像年度报告；请核对文件")
    headings = find_headings(document, texts)
    first = min((one.block for one in headings.values()), default=len(texts))
    readings, prose = _read_tables(document, texts, headings)
    sections = _sections(document, texts, headings, prose)
    identity = identify(document, texts, first, list(sections.values()))
    if not any(readings.values()) and not (PROOF & headings.keys()) and identity.title is None:
        raise ReadError(
            "not_a_report",
            "没有找到政府信息公开工作年度报告的标题、章节或者表格，可能不是年度报告；请核对文件是否选对",
        )
    preface = _preface(document, texts, first, identity.title_block)
    if preface:
        sections = {"preface": preface, **sections}
    form = _form(readings, texts, headings)
    figures = {place: value for reading in readings.values() for place, value in reading.figures.items()}
    report = Report(
        agency=identity.agency,
        year=identity.year,
        form=form,
        sections=sections,
        figures=_in_order(figures, form),
        title=identity.title,
        published_on=identity.published_on,
    )
    notes = [Note(code, "", message) for code, message in document.remarks]
    if identity.agency is None:
        notes.append(Note("agency_missing", "agency", "没有找到编制机关的名称"))
    if identity.year is None:
        notes.append(Note("year_missing", "year", "没有找到报告年度"))
    elif identity.year_inferred:
        notes.append(Note("year_inferred", "year", f"标题没有年度，按正文推定为{identity.year}年"))
    notes += _missing(report, headings)
    for reading in readings.values():
        notes += reading.notes
    return report.with_notes(*notes)


def _plain_texts(document: Document) -> list[str]:
    """The text of each line with simplified characters, "" for grids."""
    for block in document.blocks:
        if isinstance(block, Line):
            block.text = without_pinyin(block.text)
    texts = [block.text if isinstance(block, Line) else "" for block in document.blocks]
    if is_traditional("\n".join(texts)):
        for index, block in enumerate(document.blocks):
            if isinstance(block, Grid):
                for cell in block.cells:
                    cell.text = simplified(cell.text)
            else:
                texts[index] = simplified(texts[index])
    return texts


def _read_tables(
    document: Document, texts: list[str], headings: dict[str, Heading]
) -> tuple[dict[str, TableReading], set[int]]:
    """Read the three tables, each in its section, or wherever it stands if it is not there.

    Returns the tables and which blocks of their sections are sentences.
    """
    blocks: list[Block] = [
        block if isinstance(block, Grid) else Line(text, block.node)
        for block, text in zip(document.blocks, texts, strict=True)
    ]
    readings: dict[str, TableReading] = {}
    prose: set[int] = set()
    whole: list[Atom] = []

    def everything() -> list[Atom]:
        if not whole:
            whole.extend(tokenize([Line(""), *blocks]))
        return whole

    for key, reader in _TABLES:
        start, end = _span(key, headings, len(blocks))
        heading = headings.get(key)
        behind = texts[heading.block][heading.end :] if heading else ""
        atoms = (
            tokenize([Line(behind), *blocks[start:end]])
            if behind or (start, end) != (0, len(blocks))
            else everything()
        )
        prose.update(start + atom.line - 1 for atom in atoms if atom.kind is Kind.PROSE)
        reading = reader(atoms, end == len(blocks))
        if not reading and (start, end) != (0, len(blocks)):
            elsewhere = reader(everything(), True)
            # a row or two found among other words is no table
            if elsewhere.rows >= 3:
                reading = elsewhere
        readings[key] = reading
    return readings, prose


def _span(key: str, headings: dict[str, Heading], length: int) -> tuple[int, int]:
    """The blocks of section `key`: behind its heading up to the next heading there is."""
    order = [section.key for section in FORM_2021.sections]
    position = order.index(key)
    if key in headings:
        start = headings[key].block + 1
    else:
        before = [headings[one].block + 1 for one in order[:position] if one in headings]
        start = max(before, default=0)
    after = [headings[one].block for one in order[position + 1 :] if one in headings]
    return start, max(start, min(after, default=length))


def _sections(
    document: Document, texts: list[str], headings: dict[str, Heading], prose: set[int]
) -> dict[str, str]:
    """The words of each section that has a heading; of the statutory sections only sentences outside the tables."""
    order = [section.key for section in FORM_2021.sections]
    found: dict[str, str] = {}
    for key in order:
        if key not in headings:
            continue
        heading = headings[key]
        start, end = _span(key, headings, len(texts))
        lines = []
        rest = document.blocks[heading.block]
        in_words = key in _IN_WORDS
        behind = rest.text[heading.end :].strip() if isinstance(rest, Line) else ""
        if behind.strip(" 　*#") and (in_words or heading.block in prose):
            lines.append(behind)
        for index in range(start, end):
            block = document.blocks[index]
            if isinstance(block, Grid):
                if in_words:
                    lines += _grid_lines(block)
                continue
            text = block.text.strip()
            if key == order[-1] and _FOOTER.match(text):
                break
            if in_words or (index in prose and not _NOT_PROVIDED.match(text)):
                lines.append(text)
        words = "\n".join(line for line in lines if line)
        if words or in_words:
            found[key] = words
    return found


def _grid_lines(grid: Grid) -> list[str]:
    """A table among the words, kept row by row."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    return ["\t".join(row).strip() for _, row in sorted(rows.items())]


def _preface(document: Document, texts: list[str], first: int, title_block: int) -> str:
    """The words between the title and section one (导语), without what a website puts there."""
    if title_block < 0 or first >= len(texts):
        return ""
    lines = []
    for index in range(title_block + 1, first):
        block = document.blocks[index]
        if isinstance(block, Grid):
            continue
        text = block.text.strip()
        if text and not _CHROME.match(text):
            lines.append(text)
    return "\n".join(lines)


def _form(readings: dict[str, TableReading], texts: list[str], headings: dict[str, Heading]) -> FormVersion:
    """The version most blocks and rows speak for; else the one the report names, else the one its headings follow."""
    votes = {version: sum(one.votes.get(version, 0) for one in readings.values()) for version in FORMS}
    if votes["2021"] != votes["2019"]:
        return "2021" if votes["2021"] > votes["2019"] else "2019"
    if votes["2021"]:
        return "2021"
    for text in texts:
        if _NOT_PROVIDED.match(text):
            for words, version in _STATED_FORM.items():
                if words in text:
                    return "2021" if version == "2021" else "2019"
    if "problems" in headings and not any(readings.values()):
        heading = headings["problems"]
        words = squash(texts[heading.block][heading.start : heading.end])
        if words == squash(FORM_2019.section("problems").title):
            return "2019"
    return "unknown"


def _in_order(figures: dict[str, Value], version: FormVersion) -> dict[str, Value]:
    """Figures in the order of printing, whichever way they were found."""
    return {place: figures[place] for place in printed_form(version, figures).places if place in figures}


def _missing(report: Report, headings: dict[str, Heading]) -> list[Note]:
    """Notes on sections, tables and rows that the file does not have."""
    form = FORM_2019 if report.form == "2019" else FORM_2021
    notes = [
        Note("section_missing", f"sections.{section.key}", f"没有找到“{section.heading}”部分")
        for section in form.sections
        if section.key not in headings
    ]
    stems = {tuple(place.split(".")[:2]) for place in report.figures}
    keys = {key for key, _ in stems}
    for table in form.tables:
        if table.key not in keys and not (
            table.section == "proactive" and keys & {"proactive", "proactive_2019"}
        ):
            notes.append(
                Note(
                    "table_missing",
                    table.key,
                    f"没有找到{table.caption}（{table.title}），可能是图片或者附件，未当作全0",
                )
            )
            continue
        for block in table.blocks:
            for row in block.rows:
                either = ("proactive", "proactive_2019") if table.section == "proactive" else (table.key,)
                if not any((key, row.key) in stems for key in either):
                    notes.append(
                        Note(
                            "row_missing",
                            f"{table.key}.{row.key}",
                            f"{table.caption}没有“{row.name}”一行，未当作0",
                        )
                    )
    return notes
