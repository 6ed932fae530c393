"""A site on which something of every kind a person can see is there; one made for a whole test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from tests.portal.sites import a_platform
from tests.reporting.office import file_of, make_person, wrong_report

from gongkai.agencies.models import Agency, Deputy, Duty, Role, User
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage
from gongkai.report.model import Report
from gongkai.report.sample import sample, sample_previous
from gongkai.reporting import services
from gongkai.reporting.contents import report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Batch, BatchFile, Draft, Edition
from gongkai.reporting.services import batches

AGENCY = "示例市清河区自然资源局"
GRANTED = "f-applications.granted.person"


@dataclass
class Busy:
    """An agency with people and reports of every state."""

    agency: Agency
    officer: User
    administrator: User
    draft: Draft
    """Open, read from a file, with errors and a change."""
    edition: Edition
    """The correction of 2023's report."""
    old: Edition
    """What it corrected."""
    withdrawn: Edition
    batch: Batch
    """One file read, one refused, one waiting."""


def a_busy_site() -> Busy:
    """Make the agency at `/`, its people, an item, and reports published, corrected, withdrawn and being worked on."""
    agency = a_platform(AGENCY, phone="0531-00000000", address="示例路1号", hours="工作日9:00至17:00")
    agency.refresh_from_db()
    officer = make_person(agency, name="zhang")
    administrator = make_person(agency, Duty.ADMINISTRATOR, Duty.HEAD, name="admin")
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    administrator.refresh_from_db()
    today = timezone.localdate()
    Deputy.objects.create(
        role=Role.everyone.get(person=officer),
        person=administrator,
        first_day=today,
        last_day=today + timedelta(days=3),
    )
    add_items(agency)
    publish(officer, agency, sample_previous())
    old = publish(officer, agency, sample())
    correction = services.correct(officer, agency, old)
    correction = services.change(officer, agency, correction, 0, {"proactive.permits": "313"}, "漏计一件许可")
    edition = _publish(officer, agency, correction, "行政许可漏计一件")
    withdrawn = publish(officer, agency, replace(sample(), year=2021))
    services.withdraw(officer, agency, withdrawn, "数字有误")
    draft = services.upload(officer, agency, file_of(replace(wrong_report(), year=2024), "2024年年报.docx"))
    draft = services.change(
        officer, agency, draft, 0, {"applications.granted.other": "3"}, "对照台账，原文件抄错"
    )
    return Busy(agency, officer, administrator, draft, edition, old, withdrawn, a_batch(officer, agency))


def publish(officer: User, agency: Agency, report: Report) -> Edition:
    """Publish a report through the acts, its errors answered for."""
    return _publish(officer, agency, services.take_in(officer, agency, replace(report, agency=AGENCY)))


def _publish(officer: User, agency: Agency, draft: Draft, reason: str = "") -> Edition:
    errors = examine(agency, report_of(draft.content)).errors
    told = {key_of(one): "经核实，情况属实" for one in errors}
    return services.publish(officer, agency, draft, version=draft.version, acknowledged=told, reason=reason)


def a_batch(officer: User, agency: Agency) -> Batch:
    """Hand in four files: one cannot be stored, one is read, one is no report, one still waits."""
    files = [
        SimpleUploadedFile("空的.docx", b""),
        file_of(replace(sample(), year=2020), "2020年年报.docx"),
        SimpleUploadedFile("通知.txt", "关于召开会议的通知，请准时参加。".encode()),
        file_of(replace(sample(), year=2019), "2019年年报.html"),
    ]
    batch = services.upload_many(officer, agency, files)
    read_some(batch, 2)
    return batch


def read_some(batch: Batch, most: int) -> None:
    """Read the next files of a batch, as the worker would."""
    waiting = batch.files.filter(state=BatchFile.State.WAITING).values_list("pk", flat=True)
    for number in list(waiting[:most]):
        batches.read_waiting(number)


def add_items(agency: Agency) -> None:
    """Put an item of every kind into one of the agency's columns."""
    column = ColumnPage.objects.get(slug="permits", path__startswith=agency.platform.path)
    now = timezone.now()
    words = "<p>自即日起，不动产登记可以在网上预约。</p><ul><li>登记窗口</li><li>网上预约</li></ul>"
    for kind in ColumnPage.allowed_subpage_models():
        if kind is ColumnPage or not kind.is_creatable:
            continue
        page = kind(
            title=f"关于办理不动产登记的{kind._meta.verbose_name}",
            slug=kind.__name__.lower(),
            body=[("paragraph", words)],
            first_published_at=now,
            last_published_at=now,
            **_asked(kind),
        )
        with gate.opened():
            column.add_child(instance=page)


def _asked(kind: type[models.Model]) -> dict[str, Any]:
    """Fill in what a kind of item cannot do without."""
    given: dict[str, Any] = {}
    for field in kind._meta.local_concrete_fields:
        if field.primary_key or field.null or field.has_default() or not field.editable or field.is_relation:
            continue
        if field.choices:
            given[field.name] = next(value for value, _ in field.choices if value != "")
        elif isinstance(field, models.DateField):
            given[field.name] = timezone.now()
        elif isinstance(field, models.IntegerField):
            given[field.name] = 2023
        elif not field.blank:
            given[field.name] = "示例"
    return given


def enter(page: Page, person: User) -> None:
    """Log the person in within the window, without the way over the form."""

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    where = urlsplit(page.url)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": f"{where.scheme}://{where.netloc}",
            }
        ]
    )
