"""The office pages on duties: what is shown to whom, what is typed is kept, tables in and out, a fixed number of queries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import Workbook, load_workbook
from tests.agencies.office import logged_in
from tests.duties.desk import a_duty, a_regular
from tests.once import once
from tests.publishing.desk import Desk, column_of, desk, published
from tests.reporting.office import make_person

from gongkai.agencies.models import Duty, Role, User
from gongkai.duties.books import book_of
from gongkai.duties.models import DisclosureDuty, HandOver, NotDisclosed, Occurrence
from gongkai.duties.services import closing, handing
from gongkai.duties.sheets import HEADINGS
from gongkai.portal.models import ItemPage

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ROOT = "/office/duties/"


built, at = once(desk)


built_other, other = once(desk, "示例市清河区水务局", "shuiwu", name="built_other")


def words(answer: Any) -> str:
    return str(answer.content.decode())


def a_time(duty: DisclosureDuty, due: date, name: str = "第一次") -> Occurrence:
    return Occurrence.objects.create(duty=duty, name=name, formed_on=due - timedelta(days=20), due_on=due)


def sheet_of(answer: Any) -> list[list[Any]]:
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestDay:
    def test_what_i_answer_for_is_on_my_day_with_the_laws_words(self, at: Desk) -> None:
        duty = a_duty(at)
        one = a_time(duty, TODAY + timedelta(days=4))
        a_time(duty, TODAY + timedelta(days=40), "以后的")
        day = words(logged_in(at.officer).get("/office/"))
        assert f"{ROOT}times/{one.public_id}/" in day
        assert "第二十六条" in day
        assert "以后的" not in day
        assert one.public_id not in words(logged_in(at.reviewer).get("/office/"))

    def test_when_somebody_leaves_it_stands_on_the_deputys_day(self, at: Desk) -> None:
        one = a_time(a_duty(at), TODAY)
        Role.everyone.filter(person=at.officer).delete()
        assert one.public_id in words(logged_in(at.reviewer).get("/office/"))

    def test_nobodys_duties_stand_on_the_administrators_day(self, at: Desk) -> None:
        administrator = make_person(at.agency, Duty.ADMINISTRATOR, name="admin")
        duty = a_duty(at, deputy=None)
        assert "无人负责" not in words(logged_in(administrator).get("/office/"))
        User.objects.filter(pk=at.officer.pk).update(is_active=False)
        client = logged_in(administrator)
        assert "无人负责的公开任务" in words(client.get("/office/"))
        page = client.get(f"{ROOT}catalogue/assign/?agency={at.agency.public_id}")
        assert duty.title in words(page)
        given = {"agency": at.agency.public_id, "responsible": at.head.pk}
        assert client.post(f"{ROOT}catalogue/assign/", given).status_code == 422  # nothing was ticked
        client.post(f"{ROOT}catalogue/assign/", given | {"duty": duty.pk})
        duty.refresh_from_db()
        assert duty.responsible == at.head
        assert "无人负责的公开任务" not in words(client.get("/office/"))

    def test_what_is_to_be_looked_at_again(self, at: Desk) -> None:
        given = {"title": "会议讨论记录", "ground": "process", "way": "closed", "reason": "讨论中的意见"}
        days = {"decided_on": TODAY - timedelta(days=30), "review_on": TODAY}
        one = closing.record(at.officer, at.agency, given | days)
        day = words(logged_in(at.secrecy).get("/office/"))
        assert one.public_id in day
        assert "第十八条" in day


class TestPages:
    def test_from_an_empty_catalogue_to_a_duty_met(self, at: Desk) -> None:
        client = logged_in(at.officer)
        assert "还没有事项" in words(client.get(f"{ROOT}catalogue/"))
        given = {
            "title": "部门预算",
            "basis": "20.7",
            "kind": "occasional",
            "limit": "department-budget",
            "review_months": 12,
            "column": column_of(at.agency).pk,
            "begins_on": f"{TODAY:%Y-%m-%d}",
        }
        page = client.post(f"{ROOT}catalogue/new/", given)
        assert page.status_code == 422
        assert "责任人" in words(page)
        assert 'value="部门预算"' in words(page)
        page = client.post(f"{ROOT}catalogue/new/", given | {"responsible": at.officer.pk})
        duty = DisclosureDuty.everything.get()
        assert page.url == f"{ROOT}catalogue/{duty.public_id}/"
        formed = {"name": "预算批复", "formed_on": f"{TODAY - timedelta(days=2):%Y-%m-%d}"}
        client.post(f"{page.url}occasion/", formed)
        again = client.post(f"{page.url}occasion/", formed)
        assert again.status_code == 422
        assert "已经登记过" in words(again)
        one = duty.occurrences.get()
        assert one.due_on == TODAY + timedelta(days=18)
        item = published(at)
        address = f"{ROOT}times/{one.public_id}/"
        assert item.title in words(client.get(address))  # it stands in the duty's column
        assert item.title in words(client.get(f"{address}?q=安全"))
        assert "没有找到" in words(client.get(f"{address}?q=没有这样的"))
        wrong = client.post(
            f"{address}meet/", {"way": "outside", "address": "www.example", "on": "2026-13-01"}
        )
        assert wrong.status_code == 422
        assert 'value="www.example"' in words(wrong)
        client.post(f"{address}meet/", {"way": "item", "item": item.pk})
        one.refresh_from_db()
        assert (one.way, one.met_on) == ("item", TODAY)
        client.post(f"{address}reopen/", {"reason": "选错了"})
        file = SimpleUploadedFile("公告.pdf", b"words")
        how = {"way": "file", "file": file, "note": "公告栏", "on": f"{TODAY:%Y-%m-%d}"}
        client.post(f"{address}meet/", how)
        answer: Any = client.get(f"{address}file/")
        assert b"".join(answer.streaming_content) == b"words"
        assert answer["Content-Disposition"].startswith("attachment")
        client.post(f"{address}void/", {"reason": "重复"})
        assert "已作废" in words(client.get(address))
        client.post(
            f"{ROOT}catalogue/{duty.public_id}/end/", {"on": f"{TODAY:%Y-%m-%d}", "reason": "职责划出"}
        )
        assert "已于" in words(client.get(f"{ROOT}catalogue/{duty.public_id}/"))

    def test_lists_are_filtered(self, at: Desk) -> None:
        first = a_duty(at, column=column_of(at.agency))
        second = a_duty(at, "机构职能", kind="fixed", basis="20.2", responsible=at.head, deputy=None)
        a_time(first, TODAY - timedelta(days=3), "逾期的一次")
        a_time(second, TODAY + timedelta(days=3), "快到的一次")
        a_time(second, TODAY + timedelta(days=30), "以后的一次")
        client = logged_in(at.officer)
        shown = {
            "": {"逾期的一次", "快到的一次", "以后的一次"},
            "stand=late": {"逾期的一次"},
            "stand=soon": {"快到的一次"},
            "stand=waiting": {"以后的一次"},
            "person=me": {"逾期的一次"},
            f"person={at.head.public_id}": {"快到的一次", "以后的一次"},
            "person=none": set(),
            "kind=fixed": {"快到的一次", "以后的一次"},
            f"column={first.column_id}": {"逾期的一次"},
            "column=x": set(),
            "q=机构": {"快到的一次", "以后的一次"},
        }
        every = shown[""]
        for query, wanted in shown.items():
            page = words(client.get(f"{ROOT}?{query}"))
            assert {name for name in every if name in page} == wanted, query
        for query, titles in {
            "kind=fixed": ["机构职能"],
            "stand=late": ["部门预算"],
            "stand=ended": [],
        }.items():
            page = words(client.get(f"{ROOT}catalogue/?{query}")).partition("<tbody>")[2]
            assert [name for name in ("部门预算", "机构职能") if name in page] == titles, query

    def test_what_is_late_and_by_whom(self, at: Desk) -> None:
        a_time(a_duty(at), TODAY - timedelta(days=30))
        client = logged_in(at.head)
        page = words(client.get(f"{ROOT}late/?year=all"))
        assert str(at.officer) in page
        assert "个工作日" in page
        assert "第二十六条" in page
        table = sheet_of(client.get(f"{ROOT}late/export/?year=all"))
        assert table[0][0] == "责任人"
        assert table[1][0] == str(at.officer)
        assert table[1][8] > 10

    def test_items_published_too_late_are_derived_from_their_days(self, at: Desk) -> None:
        slow = published(at, "很久以前的通知", formed_on=TODAY - timedelta(days=60))
        published(at, "刚刚印发的通知", formed_on=TODAY - timedelta(days=5))
        client = logged_in(at.head)
        page = words(client.get(f"{ROOT}slow/"))
        assert slow.title in page
        assert "刚刚印发的通知" not in page
        table = sheet_of(client.get(f"{ROOT}slow/export/"))
        assert [row[0] for row in table[1:]] == [slow.title]
        assert table[1][4] == f"{TODAY - timedelta(days=60):%Y-%m-%d}"
        # nobody can make it look in time by writing another day of publication
        assert "published_at" not in {
            panel.name for panel in ItemPage._meta.get_fields() if getattr(panel, "editable", False)
        }

    def test_not_disclosed(self, at: Desk) -> None:
        client = logged_in(at.secrecy)
        given = {
            "ground": "state_secret",
            "way": "closed",
            "title": "某涉密文件",
            "decided_on": f"{TODAY:%Y-%m-%d}",
        }
        page = client.post(f"{ROOT}closed/new/", given)
        assert page.status_code == 422
        assert "不得在本系统写名称" in words(page)
        assert not NotDisclosed.everything.exists()
        client.post(
            f"{ROOT}closed/new/", given | {"ground": "process", "title": "讨论记录", "reason": "讨论中的意见"}
        )
        one = NotDisclosed.everything.get()
        address = f"{ROOT}closed/{one.public_id}/"
        assert client.post(f"{address}review/", {"disclose": "no"}).status_code == 422
        client.post(f"{address}review/", {"disclose": "no", "comment": "仍在讨论", "on": f"{TODAY:%Y-%m-%d}"})
        assert "仍在讨论" in words(client.get(address))
        assert sheet_of(client.get(f"{ROOT}closed/export/"))[1][0] == "讨论记录"
        assert logged_in(at.officer).post(f"{ROOT}closed/interval/", {"months": 6}).status_code == 302
        assert "每6个月" in words(client.get(f"{ROOT}closed/new/"))

    def test_handed_over_with_a_printed_list_and_a_receipt(self, at: Desk) -> None:
        item = published(at)
        client = logged_in(at.officer)
        day = f"{TODAY:%Y-%m-%d}"
        given = {"to": "archive", "place": "清河区档案馆", "first": day, "last": day, "on": day}
        look = client.post(f"{ROOT}handovers/new/", given | {"look": "1"})
        assert "将列入1件" in words(look)
        assert not HandOver.everything.exists()
        page = client.post(f"{ROOT}handovers/new/", given)
        assert page.status_code == 302
        again = client.post(f"{ROOT}handovers/new/", given)
        assert again.status_code == 422
        assert "没有还未移交" in words(again)
        paper = Document(io.BytesIO(client.get(f"{page.url}list.docx").content))
        assert [cell.text for cell in paper.tables[0].rows[1].cells][2] == item.title
        assert sheet_of(client.get(f"{page.url}list.xlsx"))[1][2] == item.title
        scan = SimpleUploadedFile("回执.jpg", b"scan")
        client.post(f"{page.url}receive/", {"received_by": "王某", "received_on": day, "receipt": scan})
        assert "王某" in words(client.get(page.url))
        answer: Any = client.get(f"{page.url}receipt/")
        assert b"".join(answer.streaming_content) == b"scan"
        assert client.post(f"{page.url}cancel/", {"reason": ""}).status_code == 422
        assert client.post(f"{page.url}cancel/", {"reason": "清单有误"}).status_code == 302
        cancelled = words(client.get(page.url))
        assert "撤销：清单有误" in cancelled
        assert "登记签收" not in cancelled
        assert client.post(f"{ROOT}handovers/new/", given).status_code == 302


class TestTables:
    def test_what_is_written_out_can_be_read_in_by_another_agency(self, at: Desk, other: Desk) -> None:
        a_duty(at, column=column_of(at.agency), content="=1+1", basis_words="预算法第十四条")
        a_regular(at, limit="own", own_days=31, own_working=False, own_source="条例第四十九条", period="year")
        table = logged_in(at.officer).get(f"{ROOT}catalogue/export/")
        rows = sheet_of(table)
        assert rows[0] == list(HEADINGS.values())
        assert {row[1] for row in rows[1:]} == {"=1+1", None}
        without = [
            [
                cell if head not in ("责任人", "替补责任人") else ""
                for head, cell in zip(rows[0], row, strict=True)
            ]
            for row in rows[1:]
        ]
        file = SimpleUploadedFile("目录.xlsx", book_of("目录", rows[0], without))
        answer = logged_in(other.officer).post(f"{ROOT}catalogue/import/", {"file": file}, follow=True)
        assert "列入2项公开任务" in words(answer)
        names = (
            "title",
            "content",
            "kind",
            "period",
            "limit",
            "own_days",
            "own_working",
            "own_source",
            "basis",
        )
        of = [
            list(DisclosureDuty.everything.filter(agency=one.agency).order_by("title").values_list(*names))
            for one in (at, other)
        ]
        assert of[0] == of[1]
        assert {one.responsible for one in DisclosureDuty.everything.filter(agency=other.agency)} == {
            other.officer
        }

    def test_one_wrong_row_and_nothing_is_taken_in(self, at: Desk) -> None:
        rows = [
            ["部门预算", "临时", "条例第二十条第（七）项", "zhang-yingji"],
            ["部门决算", "有时", "", "nobody"],
        ]
        file = SimpleUploadedFile(
            "目录.xlsx", book_of("目录", ["公开事项", "种类", "公开依据", "责任人"], rows)
        )
        answer = logged_in(at.officer).post(f"{ROOT}catalogue/import/", {"file": file})
        assert answer.status_code == 422
        assert "第3行" in words(answer)
        assert not DisclosureDuty.everything.exists()

    @pytest.mark.parametrize("kind", ["words", "headless", "far", "empty"])
    def test_files_that_are_no_catalogue(self, at: Desk, kind: str) -> None:
        book = Workbook()
        if kind == "headless":
            book.active.append(["甲", "乙"])
        elif kind == "far":
            book.active.append(["公开事项", "种类"])
            book.active["A1048576"] = "部门预算"
        out = io.BytesIO()
        book.save(out)
        data = b"no workbook" if kind == "words" else out.getvalue()
        file = SimpleUploadedFile("目录.xlsx", data)
        answer = logged_in(at.officer).post(f"{ROOT}catalogue/import/", {"file": file})
        assert answer.status_code == 422
        assert 'role="alert"' in words(answer)

    def test_the_catalogue_to_begin_with(self, at: Desk) -> None:
        answer = logged_in(at.officer).post(f"{ROOT}catalogue/import/", {"default": "justice"}, follow=True)
        assert "列入31项公开任务" in words(answer)


class TestApart:
    def test_nothing_of_one_agency_reaches_the_other(self, at: Desk, other: Desk) -> None:
        duty = a_duty(at, "只有本机关看得见的事项")
        one = a_time(duty, TODAY - timedelta(days=30))
        given = {"title": "只有本机关看得见的记录", "ground": "process", "way": "closed", "reason": "讨论中"}
        record = closing.record(at.officer, at.agency, given)
        published(at, "只有本机关看得见的信息", formed_on=TODAY - timedelta(days=90))
        list_ = handing.hand_over(
            at.officer, at.agency, "archive", "只有本机关看得见的馆", first=TODAY, last=TODAY, on=TODAY
        )
        stranger = logged_in(other.officer)
        lists = ("", "?stand=all", "catalogue/", "late/?year=all", "slow/?year=all", "closed/", "handovers/")
        for address in lists:
            page = stranger.get(f"{ROOT}{address}")
            assert page.status_code == 200
            assert "只有本机关看得见" not in words(page), address
        for address in (
            f"times/{one.public_id}/",
            f"times/{one.public_id}/file/",
            f"catalogue/{duty.public_id}/",
            f"catalogue/{duty.public_id}/change/",
            f"closed/{record.public_id}/",
            f"handovers/{list_.public_id}/",
            f"handovers/{list_.public_id}/list.docx",
            f"handovers/{list_.public_id}/receipt/",
        ):
            assert stranger.get(f"{ROOT}{address}").status_code == 404, address
        for address in (
            f"times/{one.public_id}/meet/",
            f"times/{one.public_id}/void/",
            f"times/{one.public_id}/reopen/",
            f"catalogue/{duty.public_id}/end/",
            f"catalogue/{duty.public_id}/occasion/",
            f"closed/{record.public_id}/review/",
            f"handovers/{list_.public_id}/receive/",
        ):
            assert stranger.post(f"{ROOT}{address}", {"reason": "x"}).status_code == 404, address
        for table in (
            "catalogue/export/",
            "late/export/?year=all",
            "slow/export/?year=all",
            "closed/export/",
        ):
            assert len(sheet_of(stranger.get(f"{ROOT}{table}"))) == 1

    def test_who_only_answers_cannot_change_the_catalogue(self, at: Desk) -> None:
        clerk = make_person(at.agency, Duty.CASE, name="clerk")
        duty = a_duty(at, responsible=clerk, deputy=None)
        client = logged_in(clerk)
        page = words(client.get(f"{ROOT}catalogue/{duty.public_id}/"))
        assert "终止这项任务" not in page
        assert "登记一次" in page
        change = client.post(f"{ROOT}catalogue/{duty.public_id}/change/", {"title": "改"})
        assert change.status_code == 302
        duty.refresh_from_db()
        assert duty.title == "部门预算"


class TestQueries:
    def test_lists_ask_as_much_with_many_rows(self, at: Desk) -> None:
        client = logged_in(at.officer)
        made = 0

        def fill(number: int) -> None:
            nonlocal made
            for nth in range(made, made + number):
                duty = a_duty(at, f"事项{nth}", column=column_of(at.agency))
                for back in (40, 5, -5):
                    a_time(duty, TODAY - timedelta(days=back), f"{nth}-{back}")
                given = {"title": f"记录{nth}", "ground": "process", "way": "closed", "reason": "讨论中"}
                closing.record(at.officer, at.agency, given | {"review_on": TODAY + timedelta(days=1)})
                HandOver.everything.create(
                    agency=at.agency,
                    to="archive",
                    place=f"馆{nth}",
                    first=TODAY,
                    last=TODAY,
                    on=TODAY,
                    by=at.officer,
                )
            made += number

        fill(2)
        first = DisclosureDuty.everything.first()
        one = Occurrence.objects.first()
        assert first is not None
        assert one is not None
        addresses = [
            "/office/",
            *(
                f"{ROOT}{name}"
                for name in (
                    "",
                    "?stand=all",
                    "catalogue/",
                    "late/?year=all",
                    "slow/",
                    "closed/",
                    "handovers/",
                    "catalogue/new/",
                    "catalogue/assign/?person=all",
                )
            ),
            f"{ROOT}catalogue/{first.public_id}/",
            f"{ROOT}times/{one.public_id}/",
        ]
        before = {address: count(client, address) for address in addresses}
        fill(8)
        assert {address: count(client, address) for address in addresses} == before
        assert max(before.values()) <= 40


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_the_scheduler_runs_the_day() -> None:
    from gongkai.duties.services import clockwork
    from gongkai.tasks.registry import job

    found = job("duties.daily")
    assert found is not None
    assert found.run == clockwork.daily


def test_events_of_publication_are_subscribed_to() -> None:
    from gongkai.publishing.registry import subscribers_of

    for kind in ("item.published", "item.withdrawn", "item.declined"):
        assert f"duties.{kind.partition('.')[2]}" in subscribers_of(kind)
