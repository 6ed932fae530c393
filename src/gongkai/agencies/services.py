"""What can be done to agencies, roles and deputies, and the first set-up. What is done to people's accounts: `people`.

Agencies are made, dissolved and succeeded by the platform's administrators (superusers); an agency's administrator (系统管理员)
keeps its contact data and its people. Every function here is an act (`acts`): right, state, audit entry.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.audit.services import record

from . import first_run as token
from .access import bring_up_to_date, open_pages
from .acts import Doing, Refused, act
from .models import Agency, Deputy, Duty, Role, Succession, User
from .people import (
    change_own_password,
    change_person,
    close_account,
    create_administrator,
    create_person,
    new_password,
    open_account,
    reset_password,
)
from .registry import make_platform
from .safeguards import require_another_administrator, require_may_give_supervision, undone_without

__all__ = [
    "CONTACT_FIELDS",
    "IDENTITY_FIELDS",
    "bring_up_to_date",
    "change_agency",
    "change_own_password",
    "change_person",
    "close_account",
    "create_administrator",
    "create_agency",
    "create_person",
    "dissolve_agency",
    "end_deputy",
    "first_run",
    "give_role",
    "make_platform",
    "new_password",
    "open_account",
    "open_pages",
    "reset_password",
    "set_deputy",
    "succeed",
    "take_role",
]

IDENTITY_FIELDS = (
    "full_name",
    "short_name",
    "slug",
    "credit_code",
    "kind",
    "parent",
    "established_on",
    "demonstration",
)
CONTACT_FIELDS = (
    "office",
    "address",
    "hours",
    "phone",
    "fax",
    "postcode",
    "email",
    "sponsor",
    "site_id_code",
    "icp",
    "police_mark",
    "main_colour",
)


@act("agency.create")
def create_agency(doing: Doing) -> Agency:
    """Save a new agency: ``create_agency(person, Agency(full_name=…))``. Raises ValidationError by field."""
    agency = doing.agency
    if agency.pk is not None:
        raise Refused(f"{agency.full_name}已经建立。")
    agency.credit_code = agency.credit_code or None
    agency.full_clean()
    agency.save()
    doing.on("agency", agency.public_id)
    doing.note(kind=agency.kind)
    return agency


@act("agency.change", Duty.ADMINISTRATOR)
def change_agency(doing: Doing, values: dict[str, Any]) -> Agency:
    """Change the agency's data, given by field. Name, code, kind and parent are the platform's administrators' to change."""
    if unknown := values.keys() - {*IDENTITY_FIELDS, *CONTACT_FIELDS}:
        raise ValueError(f"not fields of an agency: {sorted(unknown)}")
    agency = Agency.objects.select_for_update().get(pk=doing.agency.pk)
    _require_standing(agency)
    changed = [name for name, value in values.items() if getattr(agency, name) != value]
    if doing.person is not None and not doing.person.is_superuser and set(changed) & set(IDENTITY_FIELDS):
        raise Refused("机关的名称、代码、种类和上级机关由平台管理员修改；请与平台管理员联系。")
    for name in changed:
        setattr(agency, name, values[name])
    agency.credit_code = agency.credit_code or None
    agency.full_clean()
    agency.save()
    doing.on("agency", agency.public_id)
    doing.note(fields=sorted(changed))
    return agency


@act("agency.dissolve")
def dissolve_agency(doing: Doing, on: date) -> Agency:
    """Record that the agency was dissolved (撤销) on this day. Its pages stay; nobody is given new duties for it."""
    agency = Agency.objects.select_for_update().get(pk=doing.agency.pk)
    _require_standing(agency)
    if children := agency.children.filter(dissolved_on=None).count():
        raise Refused(f"{agency.short_name}还有{children}个下级机关；请先为它们改换上级机关，或者登记撤销。")
    agency.dissolved_on = on
    agency.full_clean()
    agency.save(update_fields=["dissolved_on"])
    doing.on("agency", agency.public_id)
    doing.note(on=on.isoformat())
    return agency


@act("agency.succession")
def succeed(doing: Doing, successor: Agency, on: date, note: str = "") -> Succession:
    """Record that the agency's work passed to a successor (承继) on this day, in whole or in part."""
    predecessor = doing.agency
    if predecessor.pk == successor.pk:
        raise Refused("承继机关不能是原机关自己。")
    if Succession.objects.filter(predecessor=successor, successor=predecessor).exists():
        raise Refused(f"已经登记{predecessor.short_name}承继{successor.short_name}的职能，不能再反过来登记。")
    succession = Succession(predecessor=predecessor, successor=successor, on=on, note=note)
    succession.full_clean()
    succession.save()
    doing.on("agency", predecessor.public_id)
    doing.note(successor=successor.public_id, on=on.isoformat())
    return succession


def give_role(person: User | None, agency: Agency, who: User, duty: Duty) -> Role:
    """Give a person a duty for the agency. An administrator gives duties to the people of its own agency only.

    主管部门工作人员, who read what the agencies below are working on, are named by the administrators of the agency above.
    """
    if duty == Duty.SUPERVISOR:
        require_may_give_supervision(person, agency)
        return _give_supervision(person, agency, who)
    return _give(person, agency, who, duty)


@act("role.give", Duty.ADMINISTRATOR)
def _give(doing: Doing, who: User, duty: Duty) -> Role:
    return _new_role(doing, who, duty)


@act("role.give", Duty.ADMINISTRATOR, above=True)
def _give_supervision(doing: Doing, who: User) -> Role:
    return _new_role(doing, who, Duty.SUPERVISOR)


def _new_role(doing: Doing, who: User, duty: Duty) -> Role:
    _require_standing(doing.agency)
    _require_of_agency(doing, who)
    if not who.is_active:
        raise Refused(f"{who}的账号已停用；请先恢复账号。")
    role, made = Role.everyone.get_or_create(person=who, agency=doing.agency, duty=duty)
    if not made:
        raise Refused(f"{who}已经是{doing.agency.short_name}的{duty.label}。")
    doing.on("person", who.public_id)
    doing.note(duty=str(duty))
    return role


@act("role.take", Duty.ADMINISTRATOR)
def take_role(doing: Doing, role: Role) -> list[Role]:
    """Take a duty away, with its deputyships. The last duty stays: who leaves has the account closed.

    The last administrator of an agency stays. Gives the role itself where nobody is left to do its duty.
    """
    _require_role_here(doing, role)
    if not Role.everyone.filter(person=role.person).exclude(pk=role.pk).exists():
        raise Refused(f"这是{role.person}的最后一项职责，不能取消。人员离开的，请停用账号。")
    if role.duty == Duty.ADMINISTRATOR:
        require_another_administrator(role.agency, role.person)
    undone = undone_without(role.person, [role])
    doing.on("person", role.person.public_id)
    doing.note(duty=role.duty, undone=[f"{role.agency.public_id}:{role.duty}" for role in undone])
    role.delete()
    return undone


@act("deputy.set", Duty.ADMINISTRATOR)
def set_deputy(doing: Doing, role: Role, who: User, first_day: date, last_day: date) -> Deputy:
    """Have somebody stand in for a role from one day to another, both included."""
    _require_role_here(doing, role)
    _require_standing(doing.agency)
    _require_of_agency(doing, who)
    if last_day < first_day:
        raise Refused("代理的最后一天早于第一天，请核对日期。")
    if who.pk == role.person_id:
        raise Refused("代理人不能是本人。")
    if role.duty == Duty.SUPERVISOR:
        require_may_give_supervision(doing.person, doing.agency)
    if not who.is_active:
        raise Refused(f"{who}的账号已停用，不能代理。")
    overlap = Q(first_day__lte=last_day, last_day__gte=first_day)
    if Deputy.objects.filter(overlap, role=role, person=who).exists():
        raise Refused(f"{who}在这段时间已经代理这项职责。")
    deputy = Deputy.objects.create(role=role, person=who, first_day=first_day, last_day=last_day)
    doing.on("person", role.person.public_id)
    doing.note(duty=role.duty, deputy=who.public_id, first=first_day.isoformat(), last=last_day.isoformat())
    return deputy


@act("deputy.end", Duty.ADMINISTRATOR)
def end_deputy(doing: Doing, deputy: Deputy) -> None:
    """End a deputyship now; who did what until now stays in the audit log."""
    _require_role_here(doing, deputy.role)
    doing.on("person", deputy.role.person.public_id)
    doing.note(duty=deputy.role.duty, deputy=deputy.person.public_id)
    deputy.delete()


def first_run(person: User, password: str, agency: Agency) -> tuple[User, Agency]:
    """Set the platform up: its administrator, the first agency, the agency's public platform.

    `person` and `agency` are not saved yet. Raises ValidationError by field, `Refused` when somebody was quicker.
    """
    person.is_superuser = True
    try:
        with token.claimed(), transaction.atomic():
            if not token.is_open():
                raise Refused("平台已经设置好了，请直接登录。")
            person.set_password(password)
            person.full_clean()
            person.save()
            create_agency(None, agency)
            Role.everyone.create(person=person, agency=agency, duty=Duty.ADMINISTRATOR)
            make_platform(person, agency)
            record(
                "platform.first_run",
                actor=person.public_id,
                agency=agency.public_id,
                object_type="agency",
                object_id=agency.public_id,
            )
    except token.AlreadyClaimed as error:
        raise Refused("平台正在由别人设置，或者已经设置好了；请刷新页面。") from error
    return person, agency


def _require_standing(agency: Agency) -> None:
    if agency.dissolved_on is not None:
        raise Refused(f"{agency.short_name}已于{agency.dissolved_on:%Y-%m-%d}撤销，资料和职责不再变动。")


def _require_role_here(doing: Doing, role: Role) -> None:
    if role.agency_id != doing.agency.pk:
        raise Refused("这项职责不是本机关的。")


def _require_of_agency(doing: Doing, who: User) -> None:
    """Let an agency's administrator reach only people who have a duty for the agency already."""
    if doing.person is None or doing.person.is_superuser:
        return
    if not Role.everyone.filter(person=who, agency=doing.agency).exists():
        raise Refused("只能选本机关的人员；跨机关任职由平台管理员办理。")
