"""What can be done to people's accounts. Other floors reach it through `services`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from gongkai.audit.services import record

from .acts import Doing, Refused, act
from .models import Duty, Role, User
from .queries import may
from .safeguards import (
    require_another_administrator,
    require_another_platform_administrator,
    require_may_give_supervision,
    undone_without,
)

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 14
PERSON_FIELDS = ("full_name", "phone")


def new_password() -> str:
    """Make a password by chance, of signs that are not mistaken for each other: some 80 bits."""
    while True:
        made = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        if any(sign.isdigit() for sign in made) and any(sign.isalpha() for sign in made):
            return made


@act("person.create", Duty.ADMINISTRATOR)
def create_person(doing: Doing, who: User, duties: Iterable[Duty], password: str = "") -> str:
    """Save a new person with duties for the agency; the password, made by chance if none is given, is returned.

    ``create_person(person, agency, User(username=…, full_name=…), [Duty.OFFICER])``. The person must change a password made
    by chance at the first login. Raises ValidationError by field.
    """
    given = list(duties)
    if doing.agency.dissolved_on is not None:
        raise Refused(f"{doing.agency.short_name}已撤销，不能再增加人员。")
    if not given:
        raise Refused("请至少选一项职责：没有职责的人员不能登录后台。")
    if who.is_superuser and doing.person is not None and not doing.person.is_superuser:
        raise Refused("平台管理员只能由平台管理员增加。")
    if Duty.SUPERVISOR in given:
        require_may_give_supervision(doing.person, doing.agency)
    if password:
        validate_password(password, who)
    else:
        password = new_password()
        who.must_change_password = True
    who.set_password(password)
    who.full_clean()
    who.save()
    for duty in given:
        Role.everyone.create(person=who, agency=doing.agency, duty=duty)
    doing.on("person", who.public_id)
    doing.note(duties=sorted(str(duty) for duty in given))
    return password


@act("person.create_administrator")
def create_administrator(doing: Doing, who: User, password: str) -> User:
    """Save a new administrator of the platform (平台管理员): ``create_administrator(person, None, User(…), password)``.

    Raises ValidationError: name taken or unfit, password too weak.
    """
    who.is_superuser = True
    validate_password(password, who)
    who.set_password(password)
    who.full_clean()
    who.save(force_insert=True)
    doing.on("person", who.public_id)
    return who


@act("person.change", Duty.ADMINISTRATOR)
def change_person(doing: Doing, who: User, values: dict[str, Any]) -> User:
    """Change a person's name and telephone number."""
    require_own(doing, who)
    if unknown := values.keys() - set(PERSON_FIELDS):
        raise ValueError(f"not to be changed here: {sorted(unknown)}")
    who = User.objects.select_for_update().get(pk=who.pk)
    changed = [name for name, value in values.items() if getattr(who, name) != value]
    for name in changed:
        setattr(who, name, values[name])
    who.full_clean()
    who.save(update_fields=changed)
    doing.on("person", who.public_id)
    doing.note(fields=sorted(changed))
    return who


@act("person.close", Duty.ADMINISTRATOR)
def close_account(doing: Doing, who: User) -> list[Role]:
    """Close the account: who is logged in is out at the next click. What the person did stays under the name.

    The last administrator of an agency or of the platform stays. Gives the duties that nobody is left to do.
    """
    require_own(doing, who)
    if doing.person is not None and who.pk == doing.person.pk:
        raise Refused("不能停用自己的账号；请由另一位管理员来做。")
    if not who.is_active:
        raise Refused(f"{who}的账号已经停用。")
    roles = list(Role.everyone.filter(person=who).select_related("agency").order_by("agency", "pk"))
    if who.is_superuser:
        require_another_platform_administrator(who)
    for role in roles:
        if role.duty == Duty.ADMINISTRATOR:
            require_another_administrator(role.agency, who)
    undone = undone_without(who, roles)
    User.objects.filter(pk=who.pk).update(is_active=False)
    doing.on("person", who.public_id)
    doing.note(undone=[f"{role.agency.public_id}:{role.duty}" for role in undone])
    return undone


@act("person.open", Duty.ADMINISTRATOR)
def open_account(doing: Doing, who: User) -> None:
    """Open a closed account again, with the duties it had."""
    require_own(doing, who)
    if who.is_active:
        raise Refused(f"{who}的账号正在使用，不必恢复。")
    User.objects.filter(pk=who.pk).update(is_active=True)
    doing.on("person", who.public_id)


@act("person.password_reset", Duty.ADMINISTRATOR)
def reset_password(doing: Doing, who: User) -> str:
    """Give a new password by chance, to be changed at the next login, and return it; the old sessions end."""
    require_own(doing, who)
    if doing.person is not None and who.pk == doing.person.pk:
        raise Refused("自己的密码请在“我的账号”里修改。")
    password = new_password()
    who.set_password(password)
    who.must_change_password = True
    who.save(update_fields=["password", "must_change_password"])
    doing.on("person", who.public_id)
    return password


def change_own_password(person: User, password: str) -> None:
    """Set one's own new password. Raises ValidationError where it is against the password rules."""
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = False
    with transaction.atomic():
        person.save(update_fields=["password", "must_change_password"])
        record(
            "person.password_change",
            actor=person.public_id,
            object_type="person",
            object_id=person.public_id,
        )


def require_own(doing: Doing, who: User) -> None:
    """Refuse unless the person is the agency's, and every other agency the person serves is the administrator's too.

    Else an administrator could take over, by a new password, the account of somebody who serves elsewhere.
    """
    if doing.person is None or doing.person.is_superuser:
        return
    roles = list(Role.everyone.filter(person=who).select_related("agency"))
    if all(role.agency_id != doing.agency.pk for role in roles):
        raise Refused("只能管理本机关的人员。")
    if who.is_superuser:
        raise Refused(f"{who}是平台管理员，账号由平台管理员管理。")
    elsewhere = {
        role.agency.short_name for role in roles if not may(doing.person, role.agency, Duty.ADMINISTRATOR)
    }
    if elsewhere:
        raise Refused(f"{who}同时在{'、'.join(sorted(elsewhere))}任职，账号由平台管理员管理。")
