"""Text and CSV files."""

from __future__ import annotations

import csv
import io

from gongkai.files.reading.content import Content
from gongkai.files.reading.refusals import from_read_error
from gongkai.report.reading import ReadError
from gongkai.report.reading.text import decode


def read_txt(data: bytes) -> Content:
    """Read a text file line by line. Raises `Refused`."""
    content = Content()
    for number, line in enumerate(text_of(data).splitlines(), 1):
        content.add(line, f"第{number}行")
    return content


def read_csv(data: bytes) -> Content:
    """Read a CSV file cell by cell. Raises `Refused`."""
    content = Content()
    text = text_of(data).replace("\0", "")
    delimiter = "\t" if text[:4096].count("\t") > text[:4096].count(",") else ","
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            for column, cell in enumerate(row, 1):
                content.add(
                    cell.strip("\t "), f"第{number}行第{column}格", table="表格", row=number, column=column
                )
    except csv.Error:
        return read_txt(data)
    return content


def text_of(data: bytes) -> str:
    """Decode a text in whatever encoding it is. Raises `Refused`."""
    try:
        return decode(data)[0]
    except ReadError as error:
        raise from_read_error(error) from error
