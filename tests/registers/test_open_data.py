"""Registers as open data: whole for the office; for the public without anything a person could be known by, and through review."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.publishing.desk import Desk, column_of, desk
from tests.registers.test_documents_public import policy, register

from gongkai.agencies.acts import Refused
from gongkai.audit.models import Entry
from gongkai.portal.models import ItemPage
from gongkai.registers.decisions.open_data import (
    DECISION_COLUMNS,
    FEE_COLUMNS,
    LEFT_OUT,
    MEANINGS,
    PUBLIC_DECISION_COLUMNS,
    PUBLIC_FEE_COLUMNS,
)
from gongkai.registers.models import Decision, Fee
from gongkai.registers.services import documents, open_data
from gongkai.registers.services.documents import Happened
from gongkai.registers.tables import csv_of

pytestmark = pytest.mark.django_db
LIST = "/office/registers/decisions/"
FEES = "/office/registers/fees/"
PERSON, SOLE, BODY = Decision.Party.PERSON, Decision.Party.SOLE, Decision.Party.BODY


@pytest.fixture
def at() -> Desk:
    return desk()


@pytest.fixture
def other() -> Desk:
    return desk("示例市清河区水务局", "shuiwu")


def office(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def a_decision(at: Desk, number: str, **given: Any) -> Decision:
    values = {"kind": "penalty", "decided_on": date(2024, 3, 5), "party": BODY, "subject": "违法占地"}
    one = Decision(agency=at.agency, number=number, **(values | given))
    one.save()
    return one


def told(answer: Any) -> list[list[str]]:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


class TestOffice:
    def test_the_list_as_a_table_filtered_as_asked(self, at: Desk) -> None:
        a_decision(at, "罚1号", party_name="甲有限公司", amount=Decimal("1.50"), result="=罚款")
        a_decision(at, "罚2号", decided_on=date(2023, 3, 5))
        a_decision(at, "罚3号", void=True, void_reason="重复")
        client = office(at.officer)
        rows = told(client.get(f"{LIST}export.csv?kind=penalty&year=2024"))
        assert rows[0] == list(DECISION_COLUMNS)
        assert [row[1] for row in rows[1:]] == ["罚1号"]
        row = dict(zip(rows[0], rows[1], strict=True))
        assert (row["罚没金额（万元）"], row["决定内容"]) == ("1.5", "'=罚款")
        assert [row[1] for row in told(client.get(f"{LIST}export.csv?kind=penalty&state=void"))[1:]] == [
            "罚3号"
        ]
        book: Any = client.get(f"{LIST}export.xlsx?kind=penalty")
        sheet: Any = load_workbook(io.BytesIO(book.content)).active
        assert [sheet.cell(row, 2).value for row in (2, 3)] == ["罚2号", "罚1号"]
        assert sheet.cell(3, 8).data_type == "s"

    def test_fees(self, at: Desk) -> None:
        Fee(agency=at.agency, year=2024, name="证照费", amount=Decimal("2.30"), source="财务报表").save()
        rows = told(office(at.officer).get(f"{FEES}export.csv"))
        assert rows[0] == list(FEE_COLUMNS)
        assert rows[1][:5] == ["2024", "证照费", "2.3", "财务报表", "否"]
        assert office(at.officer).get(f"{FEES}export.xlsx?year=2024").status_code == 200

    def test_another_agencys_are_not_there(self, at: Desk, other: Desk) -> None:
        a_decision(at, "罚1号")
        client = office(other.officer)
        assert len(told(client.get(f"{LIST}export.csv?kind=penalty"))) == 1
        assert client.get(f"{LIST}export.csv?agency={at.agency.public_id}").status_code == 404


class TestPublicDocuments:
    def test_what_is_public_with_its_events_and_without_the_offices_own_words(self, at: Desk) -> None:
        page = policy(at.agency, title="已审核的标题")
        one = register(at.agency, page, facts={"legality_by": "法制科"})
        register(at.agency, None, 2)  # without a public page
        event = Happened("repealed", date(2023, 5, 1), by_document="内部会议纪要", note="内部说明")
        documents.happen(at.officer, at.agency, one, event)
        rows = told(Client().get("/documents/csv/"))
        assert [row[rows[0].index("标题")] for row in rows[1:]] == ["已审核的标题", "已审核的标题"]
        assert [row[rows[0].index("事项")] for row in rows[1:]] == ["制发", "废止"]
        assert not {"说明", "依据的文件", "合法性审核机构", "登记时间"} & set(rows[0])
        assert "内部" not in str(rows)
        book: Any = Client().get("/documents/xlsx/")
        assert load_workbook(io.BytesIO(book.content)).active.max_row == 3
        assert Client().get("/documents/doc/").status_code == 404
        shown = Client().get("/documents/repealed/").content.decode()
        assert "/documents/csv/" in shown


class TestPublic:
    def test_no_person_can_be_known_by_it(self, at: Desk) -> None:
        # 条例第十五条 (个人隐私); 行政处罚法第四十八条 (变更、撤销的撤回)
        a_decision(at, "罚1号", party_name="甲有限公司", result="罚款", basis="法第一条")
        a_decision(at, "罚2号", party=PERSON, subject="对张某罚款", result="张某改正")
        a_decision(at, "罚3号", party=SOLE, party_name="李小明", subject="李小明占道")
        a_decision(at, "罚4号", party=SOLE, party_name="清河区好味道小吃店")
        a_decision(at, "罚5号", party_name="乙公司", result="联系人13812345678")
        a_decision(at, "罚6号", party="", party_name="王五", subject="王五占道")
        a_decision(at, "罚7号", changed_on=date(2024, 5, 1))
        a_decision(at, "罚8号", never_public=True)
        a_decision(at, "罚9号", void=True)
        table = open_data.table_of(at.agency, "penalty", 2024)
        rows = {row[1]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
        assert list(rows) == ["罚1号", "罚2号", "罚3号", "罚4号", "罚5号", "罚6号"]
        assert rows["罚1号"]["行政相对人名称"] == "甲有限公司"
        assert rows["罚1号"]["事项"] == "违法占地"
        assert rows["罚4号"]["行政相对人名称"] == "清河区好味道小吃店"
        assert rows["罚5号"]["决定内容"] == LEFT_OUT
        text = csv_of(table.columns, table.rows).decode()
        for word in ("张某", "李小明", "王五", "13812345678"):
            assert word not in text
        assert table.left_out == text.count(LEFT_OUT) == 8

    def test_every_public_column_is_explained(self) -> None:
        assert set(MEANINGS) == {*PUBLIC_DECISION_COLUMNS, *PUBLIC_FEE_COLUMNS}

    def test_it_is_a_draft_that_goes_through_review(self, at: Desk) -> None:
        a_decision(at, "许1号", kind="permit", party_name="甲有限公司")
        column = column_of(at.agency)
        with pytest.raises(Refused, match="请确认"):
            open_data.make_draft(at.officer, at.agency, "permit", 2024, column, looked=False)
        item = open_data.make_draft(at.officer, at.agency, "permit", 2024, column, looked=True)
        assert not item.live
        assert item.basis == "20.5"
        names = [one.document.filename.rsplit(".")[-1] for one in item.attachments.all()]
        assert names == ["csv", "xlsx"]
        file = item.attachments.all()[0].document.file.open("rb").read().decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(file)))[1][:2] == ["行政许可", "许1号"]
        assert Entry.objects.get(act="registers.open_data").details["rows"] == 1
        public = Client().get(f"/attachments/{item.attachments.all()[0].document.pk}/", follow=True)
        assert public.status_code == 404

    @pytest.mark.parametrize(
        ("kind", "year", "words"),
        [
            ("compulsion", 2024, "请选择"),
            ("penalty", 1999, "年度应在"),
            ("penalty", 2024, "没有可以公开的行政处罚决定"),
            ("fees", 2024, "没有可以公开的行政事业性收费"),
        ],
    )
    def test_refusals(self, at: Desk, kind: str, year: int, words: str) -> None:
        with pytest.raises(Refused, match=words):
            open_data.table_of(at.agency, kind, year)

    def test_another_agencys_column_is_refused(self, at: Desk, other: Desk) -> None:
        Fee(agency=at.agency, year=2024, name="证照费", amount=Decimal(2)).save()
        with pytest.raises(Refused, match="没有这个栏目"):
            open_data.make_draft(at.officer, at.agency, "fees", 2024, column_of(other.agency), looked=True)

    def test_the_page(self, at: Desk) -> None:
        a_decision(at, "许1号", kind="permit", party_name="甲有限公司")
        client = office(at.officer)
        column = column_of(at.agency)
        assert "生成向社会公开的数据" in client.get(f"{LIST}?kind=permit&year=2024").content.decode()
        given = {"kind": "permit", "year": "2024", "column": str(column.translation_key)}
        looked = client.post(f"{LIST}public/", given | {"look": "1"}).content.decode()
        assert "甲有限公司" in looked
        assert "生成草稿" in looked
        assert not ItemPage.objects.filter(title__contains="行政许可决定数据").exists()
        refused = client.post(f"{LIST}public/", given | {"make": "1"})
        assert refused.status_code == 422
        made = client.post(f"{LIST}public/", given | {"make": "1", "looked": "on"})
        assert made.status_code == 302
        assert ItemPage.objects.filter(title__contains="2024年行政许可决定数据").count() == 1
        nothing = client.post(f"{LIST}public/", given | {"year": "2023", "look": "1"})
        assert "2023年没有可以公开的" in nothing.content.decode()
