"""What holds for duties whoever acts: nobody is left without an administrator, nobody gives away sight that is not theirs.

And what nobody is left to do is named, to be given to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from .acts import Refused
from .models import Agency, Duty, Role, User
from .queries import may

__all__ = [
    "require_another_administrator",
    "require_another_platform_administrator",
    "require_may_give_supervision",
    "undone_without",
]


def require_another_administrator(agency: Agency, who: User) -> None:
    """Refuse to let go of the only administrator (系统管理员) of an agency that stands, inside an act.

    The agency's row is locked: of two that are let go at once, the second is refused.
    """
    if agency.dissolved_on is not None or not who.is_active:
        return
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = Role.everyone.filter(agency=agency, duty=Duty.ADMINISTRATOR)
    if held.filter(person=who).exists() and not _by_others(held, who):
        raise Refused(
            f"{who}是{agency.short_name}唯一的系统管理员；请先授予另一位人员系统管理员职责，再办理这件事。"
        )


def require_another_platform_administrator(who: User) -> None:
    """Refuse to let go of the only administrator of the platform (平台管理员), inside an act; locks all of them."""
    open_ones = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").select_for_update()
    if [one.pk for one in open_ones] == [who.pk]:
        raise Refused(f"{who}是唯一的平台管理员，不能停用；请先用 gongkai createadmin 建立另一位平台管理员。")


def require_may_give_supervision(person: User | None, agency: Agency) -> None:
    """Refuse to have 主管部门工作人员 given by others than the administrators of the platform or of the agency above.

    The duty opens what all agencies below are working on; an agency's own administrator must not take that.
    """
    if person is None or may(person, agency):  # no duty named: the platform's administrators
        return
    above = agency.parent
    if above is not None and may(person, above, Duty.ADMINISTRATOR):
        return
    givers = "平台管理员" if above is None else f"上级机关{above.short_name}的系统管理员或者平台管理员"
    raise Refused(f"主管部门工作人员能看到所有下级机关的材料，这项职责只能由{givers}授予。")


def undone_without(who: User, roles: Iterable[Role]) -> list[Role]:
    """Give those of a person's duties for standing agencies that nobody else with an open account has."""
    return [
        role
        for role in roles
        if role.agency.dissolved_on is None
        and not _by_others(Role.everyone.filter(agency=role.agency, duty=role.duty), who)
    ]


def _by_others(roles: QuerySet[Role], who: User) -> bool:
    return bool(roles.filter(person__is_active=True).exclude(person=who).exists())
