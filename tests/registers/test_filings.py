"""Documents that others filed with the agency, and the quarterly list of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.agencies.office import logged_in
from tests.once import once
from tests.publishing.desk import Desk, column_of, desk, send, through
from tests.publishing.desk import fresh as again

from gongkai.agencies.acts import Refused
from gongkai.portal.models import ItemPage
from gongkai.registers.models import FiledDocument
from gongkai.registers.services import filings as acts

pytestmark = pytest.mark.django_db
LIST = "/office/registers/documents/filed/"


built, at = once(desk, "示例市清河区司法局", "sifa")


def received(at: Desk, nth: int = 1, **more: Any) -> FiledDocument:
    facts = {
        "filer": "示例市清河区财政局",
        "title": f"财政第{nth}号办法",
        "number": f"清财规〔2022〕{nth}号",
        "made_on": date(2022, 1, 5),
        "received_on": date(2022, 1, 10),
    }
    return acts.enter(at.officer, at.agency, facts | more)


def test_what_is_filed_has_number_and_day(at: Desk) -> None:
    filed = received(at)
    for result, number, on, words in (
        ("filed", "", None, "备案号"),
        ("refused", "1号", date(2022, 2, 1), "不写备案号"),
        ("filed", "1号", date(2022, 1, 9), "收到日期之后"),
        ("filed", "1号", timezone.localdate() + timedelta(days=1), "今天之前"),
        ("perhaps", "", None, "审查结果"),
    ):
        with pytest.raises(Refused, match=words):
            acts.decide(at.officer, at.agency, filed, result, number=number, on=on)
    acts.decide(at.officer, at.agency, filed, "filed", number="QH备〔2022〕1号", on=date(2022, 2, 1))
    with pytest.raises(Refused, match="已经用在"):
        acts.decide(
            at.officer, at.agency, received(at, 2), "filed", number="QH备〔2022〕1号", on=date(2022, 2, 1)
        )


def test_the_same_document_is_not_entered_twice(at: Desk) -> None:
    received(at)
    with pytest.raises(Refused, match="已经登记过"):
        received(at, title="别的标题", number="清财规[2022]1号")
    received(at, filer="示例市清河区教育局")


@pytest.mark.parametrize(
    ("year", "number", "days"),
    [
        (2022, 1, (date(2022, 1, 1), date(2022, 3, 31))),
        (2022, 4, (date(2022, 10, 1), date(2022, 12, 31))),
        (2024, 2, (date(2024, 4, 1), date(2024, 6, 30))),
    ],
)
def test_quarters(year: int, number: int, days: tuple[date, date]) -> None:
    assert acts.quarter(year, number) == days


def test_the_list_of_a_quarter_becomes_a_draft_that_can_be_reviewed_and_published(at: Desk) -> None:
    for number, on in enumerate((date(2022, 3, 31), date(2022, 1, 20), date(2022, 4, 1)), 1):
        acts.decide(at.officer, at.agency, received(at, number), "filed", number=f"备{number}号", on=on)
    acts.decide(at.officer, at.agency, received(at, 9), "mend")
    column = column_of(at.agency, "normative-documents")
    item = acts.catalogue(at.officer, at.agency, 2022, 1, column)
    assert item.title == "示例市清河区司法局2022年第一季度行政规范性文件备案目录"
    assert not item.live
    table = next(block.value for block in again(item).body if block.block_type == "table")
    assert [row[4] for row in table["data"]] == ["备案号", "备2号", "备1号"]
    through(at, send(at.officer, item))
    assert again(item).live
    with pytest.raises(Refused, match="没有准予备案的文件"):
        acts.catalogue(at.officer, at.agency, 2021, 1, column)
    other = desk("示例市清河区财政局", "caizheng")
    with pytest.raises(Refused, match="没有这个栏目"):
        acts.catalogue(at.officer, at.agency, 2022, 1, column_of(other.agency, "normative-documents"))


def test_pages(at: Desk) -> None:
    client = logged_in(at.officer)
    answer = client.post(
        f"{LIST}new/",
        {
            "filer": "示例市清河区财政局",
            "title": "资金办法",
            "number": "清财规〔2022〕8号",
            "received_on": "2022-01-10",
        },
    )
    filed = FiledDocument.everything.get()
    assert answer.headers["Location"] == f"{LIST}{filed.public_id}/"
    assert "备案号和备案日期" in client.post(answer.headers["Location"], {"result": "filed"}).content.decode()
    client.post(answer.headers["Location"], {"result": "filed", "number": "备1号", "on": "2022-02-01"})
    assert "备1号" in client.get(LIST, {"result": "filed"}).content.decode()
    assert "资金办法" not in client.get(LIST, {"result": "waiting"}).content.decode()
    column = column_of(at.agency, "normative-documents")
    made = client.post(
        f"{LIST}catalogue/", {"year": "2022", "quarter": "1", "column": str(column.translation_key)}
    )
    assert made.status_code == 302
    item = ItemPage.objects.get(title__contains="备案目录")
    assert str(item.pk) in made.headers["Location"]
    other = desk("示例市清河区财政局", "caizheng")
    assert logged_in(other.officer).get(f"{LIST}{filed.public_id}/").status_code == 404
