"""Login, lock-out, first set-up, passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.agencies.office import Office

WRONG = "wrong-password-1"


def entries(act: str) -> list[Any]:
    from gongkai.audit.models import Entry

    return list(Entry.objects.filter(act=act).order_by("pk"))


def try_login(client: Client, username: str, password: str) -> Any:
    return client.post("/office/login/", {"username": username, "password": password, "next": "/office/"})


def test_login_and_logout_are_logged(client: Client, offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import PASSWORD

    officer = offices[0].officer
    assert try_login(client, officer.username, PASSWORD).status_code == 302
    assert [entry.actor for entry in entries("login.done")] == [officer.public_id]
    client.post("/office/logout/")
    assert [entry.actor for entry in entries("login.ended")] == [officer.public_id]
    assert client.get("/office/").status_code == 302


def test_too_many_wrong_passwords_lock_the_login(
    client: Client, offices: tuple[Office, Office], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.agencies.office import PASSWORD

    officer = offices[0].officer
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert try_login(client, officer.username, WRONG).status_code == 200
    response = try_login(client, officer.username, WRONG)
    page = response.content.decode()
    assert response.status_code == 429
    assert "登录已锁定" in page
    assert "15分钟" in page
    # The right password does not help now, and trying on writes nothing more.
    assert try_login(client, officer.username, PASSWORD).status_code == 429
    assert len(entries("login.failed")) == settings.AXES_FAILURE_LIMIT
    assert len(entries("login.locked")) == 1
    assert len({entry.details["name"] for entry in entries("login.failed")}) == 1
    kept = " ".join(str(entry.details) for entry in entries("login.failed") + entries("login.locked"))
    assert officer.username not in kept
    assert officer.username not in caplog.text
    # Others are not locked out with it.
    assert try_login(client, offices[1].officer.username, PASSWORD).status_code == 302


def test_a_closed_account_is_out_at_once(offices: tuple[Office, Office]) -> None:
    from tests.agencies.office import logged_in

    from gongkai.agencies import services

    office = offices[0]
    client = logged_in(office.officer)
    assert client.get("/office/").status_code == 200
    services.close_account(office.administrator, office.agency, office.officer)
    assert client.get("/office/").status_code == 302


def test_a_password_by_chance_must_be_changed_first(client: Client, offices: tuple[Office, Office]) -> None:
    from gongkai.agencies import services

    office = offices[0]
    password = services.reset_password(office.administrator, office.agency, office.officer)
    try_login(client, office.officer.username, password)
    assert client.get("/office/")["Location"] == "/office/account/password/"
    assert client.get("/office/pages/")["Location"] == "/office/account/password/"
    new = "a-new-password-77"
    for old, one, other, words in (
        ("不对", new, new, "现在的密码不对"),
        (password, "12345", "12345", "至少"),
        (password, new, "another-one-77", "不一样"),
        (password, password, password, "相同"),
    ):
        page = client.post(
            "/office/account/password/", {"old": old, "new": one, "again": other}
        ).content.decode()
        assert words in page
    assert (
        client.post("/office/account/password/", {"old": password, "new": new, "again": new}).status_code
        == 302
    )
    assert client.get("/office/").status_code == 200
    assert entries("person.password_change")[0].actor == office.officer.public_id


def _setup(**changes: str) -> dict[str, str]:
    from gongkai.agencies import first_run

    return {
        "token": first_run.token(),
        "username": "first",
        "person_name": "某某",
        "password": "a-long-password-9",
        "again": "a-long-password-9",
        "full_name": "甲市司法局",
        "short_name": "司法局",
        "slug": "sfj",
        "kind": "department",
        "credit_code": "",
    } | changes


def test_the_first_visit_sets_the_platform_up(client: Client, db: None) -> None:
    from gongkai.agencies import first_run
    from gongkai.agencies.models import Agency, User

    assert client.get("/office/")["Location"] == "/office/setup/"
    assert client.get("/office/login/")["Location"] == "/office/setup/"
    given = _setup()
    assert first_run.token_path().stat().st_mode & 0o777 == 0o600
    assert client.post("/office/setup/", given)["Location"] == "/office/"
    person, agency = User.objects.get(), Agency.objects.get()
    assert person.is_superuser
    assert agency.platform.live
    assert entries("platform.first_run")[0].object_id == agency.public_id
    assert "我的一天" in client.get("/office/").content.decode()
    assert client.get("/office/setup/").status_code == 404
    assert client.post("/office/setup/", given).status_code == 404
    assert not first_run.token_path().exists()
    assert not first_run.token()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token": "wrong"}, "设置口令不对"),
        ({"again": "another-1234"}, "不一样"),
        ({"password": "1234567890", "again": "1234567890"}, "密码"),
        ({"credit_code": "113701020041953193"}, "校验位"),
        ({"full_name": ""}, "全称"),
        ({"slug": "office"}, "另有用途"),
    ],
)
def test_a_wrong_setup_leaves_nothing(client: Client, db: None, changes: dict[str, str], words: str) -> None:
    from gongkai.agencies.models import Agency, User

    response = client.post("/office/setup/", _setup(**changes))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not User.objects.exists()
    assert not Agency.objects.exists()
    assert client.post("/office/setup/", _setup()).status_code == 302


def test_of_two_setups_one_gets_through(db: None) -> None:
    from gongkai.agencies import first_run, services
    from gongkai.agencies.acts import Refused
    from gongkai.agencies.models import Agency, User

    first_run.token()
    with first_run.claimed(), pytest.raises(Refused, match="别人"):
        services.first_run(
            User(username="a"), "a-long-password-9", Agency(full_name="甲", short_name="甲", slug="j")
        )
    assert not User.objects.exists()
