"""The office's pages of the register of documents: journeys through the forms, what others may not, queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.agencies.office import logged_in
from tests.once import once
from tests.publishing.desk import Desk, desk, fresh, published

from gongkai.agencies.models import Agency
from gongkai.portal.models import PolicyPage
from gongkai.registers.models import Document
from gongkai.registers.office.documents_day import ending
from gongkai.registers.services import documents as acts
from gongkai.registers.services.documents import Entry, Happened

pytestmark = pytest.mark.django_db
LIST = "/office/registers/documents/"


built, at = once(desk)


@pytest.fixture
def client(at: Desk) -> Client:
    return logged_in(at.officer)


def words(client: Client, address: str, **data: Any) -> str:
    answer = client.get(address, data)
    assert answer.status_code == 200, address
    return answer.content.decode()


def a_document(agency: Agency, number: int = 1, until: date | None = None, **facts: Any) -> Document:
    given = {"title": f"第{number}号规定", "number": f"清〔2020〕{number}号"} | facts
    return acts.enter(None, agency, Entry(given, (Happened("made", date(2020, 3, 1), until),)))


def test_entered_amended_linked_and_repealed(at: Desk, client: Client) -> None:
    """The journey: enter, record an amendment, link to the page, repeal; page, lists and register say the same."""
    page = published(
        at,
        "应急物资管理办法",
        kind=PolicyPage,
        column="normative-documents",
        basis="20.1",
        document_number="清应急规〔2021〕3号",
        level="normative",
    )
    answer = client.post(
        f"{LIST}new/",
        {
            "kind": "normative",
            "title": "应急物资管理办法",
            "number": "清应急规[2021]3号",
            "made_on": "2021-05-01",
            "co_makers": "示例市清河区财政局、中共示例市清河区委办公室（党的机关）",
            "legality_by": "法制科",
        },
    )
    document = Document.everything.get()
    own = f"{LIST}{document.public_id}/"
    assert answer.headers["Location"] == own
    assert [one.party for one in document.makers.order_by("pk")] == [False, True]
    shown = words(client, own)
    assert "制发" in shown
    assert f'value="{page.slug}"' in shown
    client.post(own, {"act": "link", "link-page": page.slug})
    assert fresh(page).validity == "valid"
    client.post(own, {"act": "event", "event-kind": "amended", "event-on": "2022-05-01"})
    assert fresh(page).validity == "amended"
    client.post(
        own,
        {
            "act": "event",
            "event-kind": "repealed",
            "event-on": "2023-01-31",
            "event-by_document": "清应急〔2023〕1号",
        },
    )
    assert fresh(page).validity == "repealed"
    assert "依据：清应急〔2023〕1号" in words(client, own)
    assert at.officer.full_name in words(client, own)
    assert "应急物资管理办法" not in words(client, LIST, state="in_force")
    assert "应急物资管理办法" in words(client, LIST, state="ended")
    citizen = Client()
    assert "（废止）应急物资管理办法" in citizen.get("/documents/repealed/").content.decode()
    client.post(
        own, {"act": "correct", "correct-event": "3", "correct-reason": "登错", "correct-on": "2024-01-31"}
    )
    assert document.events.get(number=5).on == date(2024, 1, 31)
    assert "已更正" in words(client, own)


def test_what_is_wrong_is_said_at_the_field_and_nothing_lost(at: Desk, client: Client) -> None:
    answer = client.post(
        f"{LIST}new/", {"kind": "normative", "title": "办法", "made_on": "2999-01-01"}
    ).content.decode()
    assert "制发日期不能晚于今天" in answer
    assert 'value="办法"' in answer
    assert Document.everything.count() == 0
    document = a_document(at.agency)
    own = f"{LIST}{document.public_id}/"
    answer = client.post(own, {"act": "event", "event-kind": "repealed", "event-on": "2019-01-01"})
    assert "早于制发日期" in answer.content.decode()
    assert client.post(own, {"act": "nothing"}).status_code == 404


def test_filters(at: Desk, client: Client) -> None:
    a_document(at.agency, 1)
    a_document(at.agency, 2, kind="regulation")
    a_document(at.agency, 3, until=timezone.localdate() + timedelta(days=20))
    assert "第2号规定" in words(client, LIST, kind="regulation")
    assert "第1号规定" not in words(client, LIST, kind="regulation")
    assert "第3号规定" in words(client, LIST, state="ending")
    assert "第1号规定" not in words(client, LIST, state="ending")
    assert "第1号规定" in words(client, LIST, q="清[2020]1号")
    assert "没有符合条件" in words(client, LIST, year="1999")
    for odd in ({"year": "二〇二〇"}, {"state": "x"}, {"p": "999"}, {"agency": "none"}):
        assert client.get(LIST, odd).status_code == 200


def test_cleaning(at: Desk, client: Client) -> None:
    first, second, third = (a_document(at.agency, number) for number in range(3))
    address = f"{LIST}cleaning/"
    assert "第0号规定" in words(client, address)
    given = {
        "on": "2023-11-30",
        "by_document": "清应急〔2023〕40号",
        f"result-{first.public_id}": "kept",
        f"result-{second.public_id}": "repealed",
    }
    assert (
        "还没有选择"
        in client.post(address, {"on": "2023-11-30", "by_document": "清应急〔2023〕40号"}).content.decode()
    )
    assert client.post(address, given).status_code == 302
    states = [Document.everything.get(pk=one.pk).state for one in (first, second, third)]
    assert states == ["valid", "repealed", "valid"]
    assert third.events.count() == 1


def test_import_tells_rows_and_may_be_repeated(at: Desk, client: Client) -> None:
    address = f"{LIST}import/"

    def bring(text: str, **more: str) -> Any:
        return client.post(address, {"file": SimpleUploadedFile("a.csv", text.encode("gb18030")), **more})

    wrong = "标题,文号,制发日期\n甲,清〔2020〕1号,2020-01-01\n乙,清〔2020〕2号,昨天\n"
    answer = bring(wrong).content.decode()
    assert "第3行" in answer
    assert "没有导入任何文件" in answer
    assert Document.everything.count() == 0
    assert "已导入1份" in bring(wrong, skip_wrong="on").content.decode()
    assert "已经登记" in bring("标题,文号,制发日期\n甲,清〔2020〕1号,2020-01-01\n").content.decode()
    assert "没有找到列名" in bring("a,b\n1,2\n").content.decode()
    assert Document.everything.count() == 1
    assert client.get(f"{address}template.xlsx").status_code == 200


def test_export(at: Desk, client: Client) -> None:
    a_document(at.agency)
    told = client.get(f"{LIST}export.csv").content.decode("utf-8-sig")
    assert "清〔2020〕1号" in told
    assert client.get(f"{LIST}export.xlsx").content.startswith(b"PK")


def test_another_agencys_register_does_not_exist(at: Desk, client: Client) -> None:
    other = desk("示例市清河区财政局", "caizheng")
    document = a_document(other.agency)
    assert client.get(f"{LIST}{document.public_id}/").status_code == 404
    assert client.post(f"{LIST}{document.public_id}/", {"act": "event"}).status_code == 404
    assert "第1号规定" not in words(client, LIST, agency=other.agency.public_id)
    assert "第1号规定" not in client.get(f"{LIST}export.csv?agency={other.agency.public_id}").content.decode()


def test_who_does_not_keep_the_register_reads_it(at: Desk) -> None:
    client = logged_in(at.secrecy)
    document = a_document(at.agency)
    assert "登记变动" not in words(client, f"{LIST}{document.public_id}/")
    assert client.get(f"{LIST}new/").status_code == 404
    assert client.post(f"{LIST}{document.public_id}/", {"act": "event"}).status_code == 404


def test_my_day_reminds_at_ninety_thirty_and_ten_days(at: Desk) -> None:
    today = date(2024, 6, 1)
    a_document(at.agency, 1, until=date(2024, 12, 31))
    document = a_document(at.agency, 2)
    Document.everything.filter(pk=document.pk).update(valid_until=today + timedelta(days=90), state="valid")
    told = []
    for left in (91, 90, 30, 10, 0, -1):
        section = ending(at.officer, today + timedelta(days=90 - left))
        rows = [row.detail for row in section.rows if "第2号" in row.title] if section else []
        told.append(rows[0] if rows else "")
    assert told[0] == told[-1] == ""
    assert "还有90日" in told[1]
    assert len({one.split("。", 1)[1] for one in told[1:4]}) == 3
    assert "还有0日" in told[4]
    assert ending(at.secrecy, today) is None


def test_the_list_asks_the_same_however_long(at: Desk, client: Client) -> None:
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    document = a_document(at.agency, 0)
    own = f"{LIST}{document.public_id}/"
    acts.happen(None, at.agency, document, Happened("amended", date(2021, 1, 1)))
    addresses = (LIST, f"{LIST}cleaning/", f"{LIST}new/", own)
    before = [asked(address) for address in addresses]
    for number in range(1, 40):
        a_document(at.agency, number)
    for number in range(5):
        acts.happen(None, at.agency, document, Happened("amended", date(2022, 1, 1 + number)))
    assert [asked(address) for address in addresses] == before
    assert max(before) <= 40
