"""What tests of the office need: agencies with platform and people, reports, and files to upload."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.portal.services import make_platform
from gongkai.report.model import Report
from gongkai.report.sample import sample
from gongkai.report.writing import render

AGENCY = "示例市清河区自然资源局"


def make_agency(name: str = AGENCY, slug: str = "ziran", **fields: Any) -> Agency:
    """An agency with its platform, which has the column of reports."""
    agency = Agency.objects.create(full_name=name, short_name=name[-5:], slug=slug, **fields)
    make_platform(agency)
    return Agency.objects.get(pk=agency.pk)


def make_person(agency: Agency | None = None, *duties: Duty, name: str = "zhang") -> User:
    """A person who may enter the back office, with these duties for the agency (信息员 if none is said)."""
    person = User.objects.create_user(name, password="a long password 3", full_name=f"{name}某")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    if agency is not None:
        for duty in duties or (Duty.OFFICER,):
            Role.everyone.create(person=person, agency=agency, duty=duty)
    return User.objects.get(pk=person.pk)


def report(**changes: Any) -> Report:
    """The sound sample report."""
    return replace(sample(), **changes)


def wrong_report(place: str = "applications.granted.person", by: int = 1) -> Report:
    """The sample report with one figure retyped wrongly."""
    sound = sample()
    return replace(sound, figures={**sound.figures, place: (sound.figures[place] or 0) + by})


def file_of(one: Report, name: str = "2023年年报.docx") -> SimpleUploadedFile:
    """The report as a file somebody uploads."""
    return SimpleUploadedFile(name, render(one, name.rsplit(".", 1)[1]))
