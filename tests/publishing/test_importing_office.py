"""Importing in the office: upload, progress, rows with errors, approval by another person; and what lies behind."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.agencies.office import person
from tests.portal.sites import a_platform
from tests.publishing.imports import PAST, a_csv, a_row

from gongkai.agencies.models import Agency, Duty, User
from gongkai.files.models import OfficeDocument
from gongkai.portal.models import ItemPage
from gongkai.publishing.models import ImportBatch, ImportRow
from gongkai.publishing.services import import_reading
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db
INDEX = "/office/items/import/"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def agency(db: None) -> Agency:
    return a_platform()


@pytest.fixture
def officer(agency: Agency) -> User:
    return person("officer", agency, Duty.OFFICER)


@pytest.fixture
def reviewer(agency: Agency) -> User:
    return person("reviewer", agency, Duty.REVIEWER)


def logged_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def sent(client: Client, *rows: dict[str, str], name: str = "旧网站.csv", **files: Any) -> Any:
    return client.post(INDEX, {"file": SimpleUploadedFile(name, a_csv(*rows)), **files})


def address(batch: ImportBatch, page: str = "batch") -> str:
    return reverse(f"publishing:imports:{page}", args=[batch.public_id])


def test_from_upload_to_public(agency: Agency, officer: User, reviewer: User) -> None:
    theirs, ours = logged_in(reviewer), logged_in(officer)
    answer = sent(
        ours,
        a_row(agency, "旧闻", published_at=PAST),
        a_row(agency, "草稿"),
        a_row(agency, "", published_at=PAST),
        a_row(agency, "名单", published_at=PAST, body_html=f"<p>{ID_NUMBER}</p>"),
    )
    batch = ImportBatch.everything.get()
    assert (answer.status_code, answer["Location"]) == (302, address(batch))
    page = ours.get(address(batch)).content.decode()
    assert "正在读取" in page
    assert "共4行" in page
    run_waiting()
    page = ours.get(address(batch)).content.decode()
    for words in ("待批准", "没有写标题", "必须处理", "导入人不能自己批准"):
        assert words in page, words
    assert ID_NUMBER not in page
    assert "批准历史导入" not in page
    assert not ItemPage.objects.filter(live=True).exists()
    assert ItemPage.objects.get().title == "草稿"
    assert "历史导入：旧网站.csv" in theirs.get("/office/").content.decode()
    page = theirs.get(address(batch)).content.decode()
    assert "没有必须处理的问题的1条" in page
    assert '<th scope="row">法定主动公开内容/机构职能</th><td>2</td>' in page
    assert "居民身份证号码（1行）" in page
    unseen = theirs.post(address(batch, "decide"), {"approve": "1"})
    assert (unseen.status_code, "已核对" in unseen.content.decode()) == (422, True)
    theirs.post(address(batch, "decide"), {"approve": "1", "seen": "1"})
    run_waiting()
    assert [item.title for item in ItemPage.objects.filter(live=True)] == ["旧闻"]
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by) == ("done", reviewer)
    mend = ours.get(address(batch, "refused"))
    rows = list(load_workbook(io.BytesIO(mend.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("原行号", "说明")
    assert [row[0] for row in rows[1:]] == ["4", "5"]
    assert "没有写标题" in rows[1][1]


def test_what_was_mended_is_brought_again(agency: Agency, officer: User) -> None:
    client = logged_in(officer)
    sent(client, a_row(agency, "", formed_on="2019-01-01"), a_row(agency, "=1+1", formed_on="2019-13-01"))
    run_waiting()
    workbook = load_workbook(io.BytesIO(client.get(address(ImportBatch.everything.get(), "refused")).content))
    sheet = workbook.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(3, heads["标题"]).value == "=1+1"
    assert sheet.cell(3, heads["标题"]).data_type == "s", "no formula"
    sheet.cell(2, heads["标题"]).value = "改好的"
    sheet.cell(3, heads["成文日期"]).value = "2019-12-01"
    out = io.BytesIO()
    workbook.save(out)
    client.post(INDEX, {"file": SimpleUploadedFile("改.xlsx", out.getvalue())})
    run_waiting()
    assert set(ItemPage.objects.values_list("title", flat=True)) == {"改好的", "=1+1"}


def test_beforehand_it_is_said_what_will_lead_on(agency: Agency, officer: User, reviewer: User) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("upload/说明.txt", "说明的内容")
    body = "<a href='/upload/说明.txt'>说明</a>"
    old = "http://old.example.gov.cn"
    sent(
        logged_in(officer),
        a_row(agency, "甲", published_at=PAST, old_url=f"{old}/a.html", body_html=body),
        a_row(agency, "乙", published_at=PAST, old_url=f"{old}/b.html"),
        a_row(agency, "丙", published_at=PAST),
        archive=SimpleUploadedFile("a.zip", packed.getvalue()),
    )
    run_waiting()
    page = logged_in(reviewer).get(address(ImportBatch.everything.get())).content.decode()
    for words in (
        "<strong>2</strong>条信息的原网址",
        "<strong>1</strong>条带有附件或者图片",
        "机构职能</th><td>3</td>",
    ):
        assert words in page, words


def test_attachments_come_in_a_zip(agency: Agency, officer: User, reviewer: User, client: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2019/说明.txt", "说明的内容")
    ours = logged_in(officer)
    sent(
        ours,
        a_row(agency, "带附件", published_at=PAST, attachments="2019/说明.txt"),
        a_row(agency, "缺附件", published_at=PAST, attachments="2019/没有.txt"),
        archive=SimpleUploadedFile("a.zip", packed.getvalue()),
    )
    run_waiting()
    batch = ImportBatch.everything.get()
    assert [row.state for row in batch.rows.all()] == ["history", "refused"]
    logged_in(reviewer).post(address(batch, "decide"), {"approve": "1", "seen": "1"})
    run_waiting()
    document = OfficeDocument.objects.get()
    assert (document.title, document.agency) == ("说明", agency)
    item = ItemPage.objects.get(live=True)
    assert [one.document for one in item.attachments.all()] == [document]
    assert b"".join(client.get(document.url)) == "说明的内容".encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"agency,column,title,colour\n", "不认识的列：colour"),
        ("a.csv", b"agency,column\n", "title（标题）"),
        ("a.csv", "机关,栏目,标题\n".encode(), "没有要导入的信息"),
        ("a.doc", b"x", "应为CSV或者Excel文件"),
        ("a.xlsx", b"x", "“a.xlsx”"),
        ("a.csv", b"", "没有内容"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_at_once(
    name: str, content: bytes, words: str, agency: Agency, officer: User
) -> None:
    answer = logged_in(officer).post(INDEX, {"file": SimpleUploadedFile(name, content)})
    page = answer.content.decode()
    assert answer.status_code == 422
    if name != "a.xlsx":
        assert words in page
    assert "没有导入：" in page
    assert not ImportBatch.everything.exists()


def test_not_approved_is_told(agency: Agency, officer: User, reviewer: User) -> None:
    ours, theirs = logged_in(officer), logged_in(reviewer)
    sent(ours, a_row(agency, "旧闻", published_at=PAST))
    run_waiting()
    batch = ImportBatch.everything.get()
    assert theirs.post(address(batch, "decide"), {"refuse": "1"}).status_code == 422
    theirs.post(address(batch, "decide"), {"refuse": "1", "comment": "时间不对"})
    assert "时间不对" in ours.get(address(batch)).content.decode()
    run_waiting()
    assert not ItemPage.objects.exists()


def test_a_reason_lets_rows_in(agency: Agency, officer: User, reviewer: User) -> None:
    sent(logged_in(officer), a_row(agency, "名单", published_at=PAST, body_html=f"<p>{ID_NUMBER}</p>"))
    run_waiting()
    batch = ImportBatch.everything.get()
    [finding] = [one for one in batch.rows.get().findings if one["level"] == "block"]
    logged_in(reviewer).post(
        address(batch, "decide"), {"approve": "1", "seen": "1", f"reason:{finding['rule']}": "依法公告送达"}
    )
    run_waiting()
    assert ItemPage.objects.get().live


def test_others_see_and_decide_nothing(agency: Agency, officer: User) -> None:
    sent(logged_in(officer), a_row(agency, "旧闻", published_at=PAST))
    run_waiting()
    batch = ImportBatch.everything.get()
    stranger = logged_in(person("x", a_platform("示例市清河区水务局", "shuiwu"), Duty.OFFICER, Duty.HEAD))
    assert "旧网站.csv" not in stranger.get(INDEX).content.decode()
    for page in ("batch", "refused"):
        assert stranger.get(address(batch, page)).status_code == 404
    assert stranger.post(address(batch, "decide"), {"approve": "1", "seen": "1"}).status_code == 404
    clerk = logged_in(person("clerk", agency, Duty.CASE))
    assert clerk.get(address(batch)).status_code == 200
    assert clerk.post(address(batch, "decide"), {"approve": "1", "seen": "1"}).status_code == 422
    assert clerk.post(INDEX, {"file": SimpleUploadedFile("a.csv", b"x")}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "read"


def test_a_batch_nothing_works_on_is_closed(agency: Agency, officer: User) -> None:
    sent(logged_in(officer), a_row(agency, "旧闻", published_at=PAST))
    batch = ImportBatch.everything.get()
    assert import_reading.give_up_lost() == 0
    ImportBatch.everything.update(imported_at=timezone.now() - timedelta(hours=1))
    assert import_reading.give_up_lost() == 0, "it still waits in the queue"
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    assert import_reading.give_up_lost() == 1
    batch.refresh_from_db()
    assert (batch.state, "分成几个文件" in batch.comment) == ("refused", True)


def test_refused_rows_are_forgotten_after_a_month(agency: Agency, officer: User) -> None:
    sent(logged_in(officer), a_row(agency, "", body_html="不该留的话"))
    run_waiting()
    assert import_reading.forget_rows() == 0
    ImportBatch.everything.update(imported_at=timezone.now() - timedelta(days=31))
    assert import_reading.forget_rows() == 1
    assert ImportRow.objects.get().fields == {}


def test_templates_can_be_filled_in_and_brought_back(agency: Agency, officer: User) -> None:
    client = logged_in(officer)
    for ending in ("csv", "xlsx"):
        answer = client.get(f"{INDEX}template.{ending}")
        assert answer.status_code == 200
        found = client.post(INDEX, {"file": SimpleUploadedFile(f"a.{ending}", answer.content)})
        assert found.status_code == 302, ending
    assert client.get(f"{INDEX}template.exe").status_code == 404
