"""What people see when something goes wrong: Chinese words, never a traceback."""

import io
import logging

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.module_loading import import_string

from gongkai.project.urls import urlpatterns as addresses


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("张三的身份证号")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("张三的身份证号")


urlpatterns = [path("broken/", broken), path("forbidden/", forbidden), *addresses]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"), [("/broken/", 500), ("/forbidden/", 403), ("/no/such/page/", 404)]
)
def test_errors_are_said_in_chinese(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "Traceback" not in page
    assert "张三" not in page
    assert 'lang="zh' in page
    assert any("\u4e00" <= sign <= "\u9fff" for sign in page.partition("<title>")[2].partition("</title>")[0])


def test_an_unknown_host_is_refused_in_chinese(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert 'lang="zh' in answer.content.decode()


def test_a_forged_form_is_refused_in_chinese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/office/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "CSRF" not in page
    assert 'lang="zh' in page


def test_logs_name_the_place_and_quote_nothing() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    configured = settings.LOGGING["formatters"][settings.LOGGING["handlers"]["console"]["formatter"]]
    handler.setFormatter(import_string(configured["()"])())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client = Client(raise_request_exception=False)
        client.get("/broken/?name=李四")
        client.get("/no/such/page/?name=李四")
    finally:
        logger.removeHandler(handler)
    text = written.getvalue()
    assert "builtins.RuntimeError" in text
    assert "test_errors.py" in text
    assert "张三" not in text
    assert "李四" not in text
    assert "no/such/page" not in text
