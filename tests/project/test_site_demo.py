"""The demonstration: made once, kept on the next run, nothing of it in a real installation."""

import stat

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django_tasks_db.models import DBTaskResult

from gongkai.agencies.models import Agency, Role, User
from gongkai.audit.models import Entry
from gongkai.audit.queries import verify
from gongkai.portal.models import ColumnPage
from gongkai.project import lixia
from gongkai.project.database import Unusable
from gongkai.project.site_demo import PEOPLE, accounts_file, prepare
from gongkai.reporting.models import Draft, Edition
from gongkai.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_accounts_left() -> None:
    accounts_file().unlink(missing_ok=True)


def passwords() -> dict[str, str]:
    return {
        cells[0]: cells[1]
        for line in accounts_file().read_text(encoding="utf-8").splitlines()
        for cells in [line.split("\t")]
    }


def test_it_is_all_there(client: Client) -> None:
    accounts = prepare()
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


def test_everybody_can_log_in() -> None:
    prepare()
    request = RequestFactory().get("/")
    for one in PEOPLE:
        person = authenticate(request, username=one.username, password=passwords()[one.username])
        assert isinstance(person, User), one
        assert Role.everyone.filter(person=person, duty=one.duty).exists()
    assert [one.username for one in User.objects.filter(is_superuser=True)] == ["admin"]


def test_running_it_again_keeps_everything() -> None:
    prepare()
    before = passwords()
    User.objects.get(username="admin").delete()
    entries = Entry.objects.count()
    prepare()
    assert passwords() == before
    assert Entry.objects.count() == entries + 1, "only the missing person is made anew"
    assert Edition.everything.count() == 1
    assert Draft.everything.count() == 1


def test_invented_data_say_so() -> None:
    prepare()
    agency = Agency.objects.get()
    for field in ("office", "address", "hours", "phone", "fax", "icp", "police_mark"):
        assert "演示数据" in getattr(agency, field), field


def test_a_real_installation_is_refused() -> None:
    Agency.objects.create(full_name="某某市某某局", short_name="某某局", slug="real")
    with pytest.raises(Unusable, match="已有正式的机关"):
        prepare()
    assert not User.objects.exists()


def test_background_work_and_audit_log_are_sound() -> None:
    prepare()
    run_waiting()
    assert not DBTaskResult.objects.failed().exists()
    assert verify().faults == ()
