"""Read a list of words from a CSV or Excel file, row by row, and say which rows cannot be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import Refused
from .kinds import kind_of
from .model import Passage
from .texts import read_texts
from .words import CLASSES, LONGEST, Word

MAX_WORDS = 50_000
_HEADS = {
    "word": ("词语", "错误表述", "错误写法", "错敏词", "敏感词", "词", "人名", "姓名", "原词"),
    "kind": ("类别", "分类", "类型"),
    "suggestion": ("建议", "规范表述", "正确表述", "正确写法", "建议修改为", "建议写法", "推荐"),
    "exceptions": ("例外", "不算的情形", "例外情形", "排除"),
    "note": ("说明", "备注", "依据"),
}


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was not taken: its number in the file, counted from 1, and why, in Chinese."""

    row: int
    message: str


def read_word_list(name: str, data: bytes, kind: str = "自定义") -> tuple[list[Word], list[RowError]]:
    """Read words from a CSV or xlsx file whose first row names the columns: 词语, 类别, 建议, 例外, 说明; only 词语 must be there.

    Several exceptions are parted by “；” or “、”. `kind` is the class of rows that name none. Returns the words and the rows that
    could not be taken. Raises `Refused` for a file that is no table, or has no column 词语.
    """
    typed = kind_of(name, data)
    if typed.kind.id not in ("csv", "xlsx", "xls", "et", "txt"):
        raise Refused("unsupported", f"词表应为CSV或者Excel文件，这是{typed.kind.label}")
    content = read_texts(typed.kind, data)
    passages = [one for one in content.passages if one.row or typed.kind.id == "txt"]
    rows = _rows(passages)
    if not rows:
        raise Refused("empty", "词表是空的，没有一行")
    columns = _columns(rows[0][1])
    if "word" not in columns:
        raise Refused("head", "第一行应写明各列的名称，至少要有“词语”一列；还可以有类别、建议、例外、说明")
    words: dict[str, Word] = {}
    errors: list[RowError] = []
    for number, cells in rows[1:]:
        values = {field: cells.get(column, "").strip() for field, column in columns.items()}
        problem = _problem(values, words, kind)
        if problem:
            errors.append(RowError(number, problem))
        else:
            word = _word(values, kind)
            words[word.word] = word
    return list(words.values()), errors


def _rows(passages: list[Passage]) -> list[tuple[int, dict[int, str]]]:
    """Put the cells of the first table back into rows; a plain text has one cell a row."""
    first = next((one.table for one in passages if one.row), None)
    rows: dict[int, dict[int, str]] = {}
    for number, one in enumerate(passages, 1):
        if first is None:
            rows[number] = {1: one.text}
        elif one.table == first and one.row:
            rows.setdefault(one.row, {})[one.column] = one.text
    return sorted(rows.items())


def _columns(heads: dict[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in heads.items():
        for field, names in _HEADS.items():
            if text.strip().lstrip("\ufeff") in names:
                found.setdefault(field, column)
    return found


def _problem(values: dict[str, str], words: dict[str, Word], kind: str) -> str:
    word = values["word"]
    if not word:
        return "没有写词语"
    if len(word) < 2:
        return "词语只有一个字，会到处误报；请写得长一些"
    if len(word) > LONGEST or "\n" in word:
        return f"词语超过{LONGEST}个字，或者分了行"
    if word in words:
        return "与前面的一行重复"
    named = values.get("kind") or kind
    if named not in CLASSES:
        return f"没有“{named[:20]}”这一类别，应为{'、'.join(CLASSES)}之一"
    if values.get("suggestion") == word:
        return "建议的写法与词语相同"
    if any(word not in exception for exception in _exceptions(values)):
        return "例外的写法里应含有这个词语"
    if len(words) >= MAX_WORDS:
        return f"超过{MAX_WORDS}个词，以后的没有收"
    return ""


def _exceptions(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in re.split(r"[；;、|\n]", values.get("exceptions", "")) if part.strip()
    )


def _word(values: dict[str, str], kind: str) -> Word:
    return Word(
        values["word"],
        values.get("kind") or kind,
        values.get("suggestion", "")[:100],
        _exceptions(values),
        note=values.get("note", "")[:200],
    )
