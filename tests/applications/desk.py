"""An agency with its people, and short ways to walk a case; days are handed in, so time is never waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.agencies.office import person

from gongkai.agencies.models import Agency, Duty, User
from gongkai.applications import services as acts
from gongkai.applications.models import Application

WORDS = "申请公开2023年法律援助经费的支出明细"


@dataclass
class Desk:
    agency: Agency
    case_officer: User
    reviewer: User
    legal: User
    head: User
    supervisor: User


def desk(slug: str = "jia") -> Desk:
    above = Agency.objects.create(
        full_name=f"{slug}市人民政府", short_name=f"{slug}市政府", slug=f"{slug}-gov"
    )
    agency = Agency.objects.create(
        full_name=f"{slug}市司法局", short_name=f"{slug}局", slug=slug, parent=above
    )
    return Desk(
        agency,
        person(f"{slug}case", agency, Duty.CASE),
        person(f"{slug}reviewer", agency, Duty.REVIEWER),
        person(f"{slug}legal", agency, Duty.LEGAL),
        person(f"{slug}head", agency, Duty.HEAD),
        person(f"{slug}above", above, Duty.SUPERVISOR),
    )


def entry(submitted_on: date = date(2024, 6, 3), **more: Any) -> acts.Entry:
    given = {
        "channel": "counter",
        "applicant_kind": "person",
        "submitted_on": submitted_on,
        "persons": (
            acts.Who(
                "欧阳测试", identity_type="身份证", identity_number="11010119900101100X", phone="13800000000"
            ),
        ),
        "content": WORDS,
        "form": "电子邮件",
    }
    return acts.Entry(**(given | more))


def registered(at: Desk, submitted_on: date = date(2024, 6, 3), **more: Any) -> Application:
    return acts.register(at.case_officer, at.agency, entry(submitted_on, **more)).case


def granted(at: Desk, case: Application, on: date, served: date | None = None) -> None:
    """Draft, sign and serve an answer that grants."""
    part = acts.PartOf("granted", "36-2")
    decision = acts.draft(at.case_officer, at.agency, case, on, [part], access="随函附送")
    acts.sign(at.reviewer, at.agency, case, decision, on, "甲司公复〔2024〕1号")
    acts.serve(at.case_officer, at.agency, case, served or on, "post")


def again(case: Application) -> Application:
    return Application.everything.get(pk=case.pk)
