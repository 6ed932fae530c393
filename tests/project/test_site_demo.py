"""The demonstration: made once, kept on the next run, nothing of it in a real installation."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.models import Agency, Role, User
from gongkai.agencies.queries import scope_of
from gongkai.applications.checking import check
from gongkai.applications.models import Application
from gongkai.applications.table import table_three
from gongkai.audit.models import Entry
from gongkai.audit.queries import verify
from gongkai.duties.models import DisclosureDuty, HandOver, NotDisclosed
from gongkai.duties.people import ownerless
from gongkai.duties.queries import lines_of, occurrences_in
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.status import Status
from gongkai.portal.counting import counts_by_column
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.project import lixia, site_items
from gongkai.project.lixia_columns import COUNTS, WINDOW_COUNTS
from gongkai.project.site_demo import PEOPLE, accounts_file, prepare
from gongkai.publishing.models import ImportBatch, Round
from gongkai.publishing.review import waiting_for
from gongkai.registers.models import Document
from gongkai.registers.table import rows_at, table_two
from gongkai.reporting.figures import counts_of, hand_figures, recorded
from gongkai.reporting.models import Draft, Edition, HandFigure
from gongkai.tasks.worker import run_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, made once for all tests here and taken back after them: it takes some fifteen seconds."""
    accounts_file().unlink(missing_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        prepare()
        yield
        transaction.set_rollback(True)


def passwords() -> dict[str, str]:
    return {
        cells[0]: cells[1]
        for line in accounts_file().read_text(encoding="utf-8").splitlines()
        for cells in [line.split("\t")]
    }


def test_it_is_all_there(client: Client) -> None:
    accounts = accounts_file()
    assert accounts.parent == settings.HOME
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    agency = Agency.objects.get()
    assert agency.demonstration
    titles = set(ColumnPage.objects.values_list("title", flat=True))
    assert {
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    } <= titles
    edition = Edition.everything.get()
    assert (edition.year, edition.number) == (lixia.YEAR, 1)
    assert lixia.AGENCY in client.get("/").content.decode()
    page = client.get(edition.page.url)
    assert page.status_code == 200
    assert "84" in page.content.decode()


def test_applications_are_none_in_the_reports_year_and_some_now() -> None:
    agency, today = Agency.objects.get(), timezone.localdate()
    assert set(table_three(agency, lixia.YEAR).values()) == {0}
    cases = Application.objects.for_agency(agency.pk)
    assert cases.count() >= 20
    open_ones = cases.filter(status__in=[one.key for one in Status if one.open])
    assert open_ones.filter(due_on__gte=today).exists()
    assert len(set(cases.values_list("status", flat=True))) >= 4, "something at most stages"
    assert list(check(agency.pk)) == []


def test_items_are_as_many_as_the_report_counts(client: Client, django_assert_num_queries: Any) -> None:
    went_the_way_of_history(client)
    has_something_to_do()
    agency = Agency.objects.get()
    counts = counts_of(agency, lixia.YEAR)
    below = {line.column.key: {one.column.title: one.number for one in line.below} for line in counts.lines}
    assert below["statutory"] == COUNTS
    assert below["window"] == WINDOW_COUNTS
    assert (counts.of("statutory"), counts.of("window"), counts.total) == (60, 178, 238)
    with django_assert_num_queries(1):
        counts_by_column(agency, lixia.YEAR)
    [hand] = hand_figures(agency, lixia.YEAR)
    assert (hand.value, recorded(counts, hand.key)) == (84, 238), (
        "the printed 84 does not follow from the records"
    )
    assert hand.entered_by is not None
    assert hand.source
    assert hand.reason


def went_the_way_of_history(client: Client) -> None:
    batch = ImportBatch.everything.get(name=site_items.HISTORY)
    assert (batch.imported_by.full_name, batch.approved_by.full_name) == ("演示信息员", "演示审核人")
    assert set(batch.rows.values_list("state", flat=True)) == {"published"}
    items = list(ItemPage.objects.filter(live=True))
    assert len(items) == len({item.title for item in items}) == 238
    calendar = WorkdayCalendar()
    for item in items:
        day = timezone.localdate(item.published_at)
        assert day.year == lixia.YEAR
        assert calendar.is_workday(day), item.title
        assert item.imported
    in_order = sorted(items, key=lambda item: item.index_number)
    moments = [item.published_at for item in in_order]
    assert moments == sorted(moments)
    kinds = {item.specific_class._meta.model_name for item in items}
    assert kinds == {
        "itempage",
        "policypage",
        "picturepage",
        "guidepage",
        "institutionpage",
        "meetingpage",
        "budgetpage",
        "dutylistpage",
        "enforcementpage",
        "datatablepage",
        "consultationpage",
    }
    for kind in kinds:
        item = next(one for one in items if one.specific_class._meta.model_name == kind)
        page = client.get(item.url)
        assert page.status_code == 200, kind
        assert "演示数据" in page.content.decode(), kind
    for row in batch.rows.all():
        assert "演示数据" in str(row.item.specific.body), row.item.title


def test_titles_are_those_the_report_names(shared: Path) -> None:
    published = (shared / "reports" / "lixia-2022.txt").read_text(encoding="utf-8")
    titles = "".join(ItemPage.objects.values_list("title", flat=True))
    for words in (
        "历下区委全面依法治区委员会荣获",
        "毕经海到区司法局调研指导工作",
        "（有效）2022年度第一季度济南市历下区行政规范性文件备案目录",
        "2021年历下区司法局部门决算公开",
        "历下发〔2021〕22号",
        "“转作风、抓落实、争一流、促发展”活动动员部署会",
        "区司法局2021年度行政执法总体情况",
    ):
        assert words in published
        assert words in titles


def test_table_two_is_that_of_the_report() -> None:
    """行政规范性文件 1/0/1, all else nought by declaration; the figure leads to the document, the document to its page."""
    agency = Agency.objects.get()
    values = {place: figure.value for place, figure in table_two(agency, lixia.YEAR).items()}
    assert values == {place: lixia.report().figures[place] for place in values}
    [row] = rows_at(agency, lixia.YEAR, "proactive.normative_documents.made")
    document = Document.objects.for_agency(agency.pk).get(number=row.number)
    assert document.item is not None
    assert document.item.live


def has_something_to_do() -> None:
    one = Round.everything.get()
    assert one.sent_by == User.objects.get(username="xinxiyuan")
    assert waiting_for(User.objects.get(username="shenheren")) == [one]
    assert ItemPage.objects.filter(live=False, owner=one.sent_by).count() == 4


def test_everybody_can_log_in() -> None:
    request = RequestFactory().get("/")
    for one in PEOPLE:
        person = authenticate(request, username=one.username, password=passwords()[one.username])
        assert isinstance(person, User), one
        assert Role.everyone.filter(person=person, duty=one.duty).exists()
    assert [one.username for one in User.objects.filter(is_superuser=True)] == ["admin"]


def test_duties_are_due_late_and_met() -> None:
    """Duties with an owner and a deputy each, times of every kind, what is to be looked at again, a list that waits for its receipt."""
    duties = DisclosureDuty.objects.everywhere("test")
    assert duties.count() == 31
    assert not ownerless(duties).exists()
    officer, today = User.objects.get(username="xinxiyuan"), timezone.localdate()
    stands = {line.stand for line in lines_of(occurrences_in(scope_of(officer)), today)}
    assert stands >= {"late", "soon", "waiting", "met"}
    assert HandOver.everything.get().items.count() == 238
    assert NotDisclosed.everything.get().review_on > today


def test_running_it_again_keeps_everything() -> None:
    before = passwords()
    User.objects.get(username="admin").delete()
    entries = Entry.objects.count()
    prepare()
    assert passwords() == before
    assert Entry.objects.count() == entries + 1, "only the missing person is made anew"
    assert Edition.everything.count() == 1
    assert Draft.everything.count() == 1
    assert ItemPage.objects.count() == 238 + 4
    assert HandFigure.everything.count() == 1


def test_invented_data_say_so() -> None:
    agency = Agency.objects.get()
    for field in ("office", "address", "hours", "phone", "fax", "icp", "police_mark"):
        assert "演示数据" in getattr(agency, field), field


def test_background_work_and_audit_log_are_sound() -> None:
    run_waiting()
    assert not DBTaskResult.objects.failed().exists()
    assert verify().faults == ()
