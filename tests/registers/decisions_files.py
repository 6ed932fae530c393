"""Tables of decisions as agencies have them, to be imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.credit_code import check_sign
from gongkai.agencies.models import Agency, User
from gongkai.registers.models import DecisionBatch
from gongkai.registers.services import decision_batches as batches
from gongkai.tasks.worker import run_waiting

PENALTY_HEAD = (
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "违法行为类型",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
    "处罚机关",
)
AGENCY = "示例市清河区自然资源局"
PERSON_ID = "11010119900307109"


def credit_code(number: int = 1, first: str = "91") -> str:
    """A code that can have been given out."""
    head = f"{first}370102{number:09d}"
    return head + check_sign(head)


def id_number() -> str:
    """An ID number that can have been given out."""
    from gongkai.files.reading.numbers import check_sign as sign

    return PERSON_ID + sign(PERSON_ID)


def a_row(number: int = 1, **changes: Any) -> list[Any]:
    """A sound row under `PENALTY_HEAD`; changes by heading."""
    values = dict(
        zip(
            PENALTY_HEAD,
            (
                f"示例{number}有限公司",
                "法人及非法人组织",
                credit_code(number),
                f"清自然资罚〔2024〕{number}号",
                "非法占用土地",
                "罚款",
                "罚款人民币壹万元整",
                "1",
                f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
                AGENCY,
            ),
            strict=True,
        )
    )
    return list((values | changes).values())


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(
    person: User | None, agency: Agency, data: bytes, name: str = "处罚.csv", kind: str = "penalty"
) -> DecisionBatch:
    """Hand in a file and have it read."""
    batch = batches.bring_in(person, agency, kind, SimpleUploadedFile(name, data))
    run_waiting()
    return DecisionBatch.everything.get(pk=batch.pk)


def enter(person: User | None, batch: DecisionBatch) -> DecisionBatch:
    """Have the good rows of a batch entered."""
    batches.enter_batch(person, batch.agency, batch)
    run_waiting()
    return DecisionBatch.everything.get(pk=batch.pk)
