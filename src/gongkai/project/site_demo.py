"""The demonstration: Lixia District Justice Bureau with its platform, its 238 items of 2022, its report, and people to log in as.

Whatever is invented is marked 演示数据. Running it again changes nothing that is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.agencies import services as agencies
from gongkai.agencies.models import Agency, Duty, User
from gongkai.project import lixia, site_applications, site_duties, site_items, site_registers, site_search
from gongkai.project.database import Unusable
from gongkai.reporting import services as reporting
from gongkai.reporting.models import Edition


@dataclass(frozen=True)
class Person:
    """Somebody to log in as."""

    username: str
    full_name: str
    duty: Duty
    everything: bool = False


PEOPLE = (
    Person("xinxiyuan", "演示信息员", Duty.OFFICER),
    Person("shenheren", "演示审核人", Duty.REVIEWER),
    Person("baomi", "演示保密审查人", Duty.SECRECY),
    Person("fuzeren", "演示机关负责人", Duty.HEAD),
    Person("jinji", "演示紧急发布人", Duty.URGENT),
    Person("jingban", "演示申请经办人", Duty.CASE),
    Person("admin", "演示系统管理员", Duty.ADMINISTRATOR, everything=True),
)


def prepare() -> Path:
    """Make what is missing of the demonstration; gives the file with the accounts. Needs a migrated database.

    Raises `Unusable` for a database that holds an agency that is not for demonstration.
    """
    if Agency.objects.filter(demonstration=False).exists():
        raise Unusable("这个数据库里已有正式的机关，不能再装演示数据；请换一个数据文件夹或者数据库")
    agency = Agency.objects.filter(full_name=lixia.AGENCY).first() or agencies.create_agency(None, _agency())
    site_items.make_columns(agency)
    accounts = accounts_file()
    _make_people(agency, accounts)
    if not Edition.objects.for_agency(agency.pk).filter(year=lixia.YEAR).exists():
        _publish(agency)
    officer, reviewer = (User.objects.get(username=one.username) for one in PEOPLE[:2])
    site_items.bring_in_history(agency, officer, reviewer)
    site_items.make_drafts(agency, officer)
    site_items.enter_hand_figure(agency, officer)
    site_registers.enter(agency, officer)
    site_search.keep(agency, reviewer)
    site_duties.enter(agency, officer, reviewer)
    site_applications.enter(agency, User.objects.get(username="jingban"))
    return accounts


def accounts_file() -> Path:
    """Say where login names and passwords are kept."""
    return Path(settings.HOME) / "accounts.txt"


def _agency() -> Agency:
    return Agency(
        full_name=lixia.AGENCY,
        short_name=lixia.SHORT_NAME,
        slug="lixia-sfj",
        kind=Agency.Kind.DEPARTMENT,
        demonstration=True,
        office="办公室（演示数据）",
        address="济南市历下区示例路1号（演示数据）",
        hours="工作日9:00—12:00、13:30—17:00（演示数据）",
        phone="0531-00000000（演示数据）",
        fax="0531-00000001（演示数据）",
        email="demo@example.com",
        sponsor=f"{lixia.AGENCY}（演示网站，不是该机关的网站）",
        icp="演示数据",
        police_mark="演示数据",
    )


def _make_people(agency: Agency, accounts: Path) -> None:
    """Make the people who are missing. Passwords are written down first: nobody is made whose password is not."""
    kept = _read(accounts)
    missing = [one for one in PEOPLE if not User.objects.filter(username=one.username).exists()]
    kept |= {one.username: agencies.new_password() for one in missing if one.username not in kept}
    _write(accounts, kept)
    for one in missing:
        who = User(username=one.username, full_name=one.full_name, is_superuser=one.everything)
        agencies.create_person(None, agency, who, [one.duty], kept[one.username])


def _read(accounts: Path) -> dict[str, str]:
    if not accounts.is_file():
        return {}
    lines = (line.split("\t") for line in accounts.read_text(encoding="utf-8").splitlines())
    return {cells[0]: cells[1] for cells in lines if len(cells) == 3}


def _write(accounts: Path, passwords: dict[str, str]) -> None:
    lines = [
        f"{one.username}\t{passwords[one.username]}\t{one.full_name}\n"
        for one in PEOPLE
        if one.username in passwords
    ]
    fresh = accounts.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(accounts)


def _publish(agency: Agency) -> None:
    officer = User.objects.get(username=PEOPLE[0].username)
    with transaction.atomic():
        draft = reporting.take_in(None, agency, lixia.report())
        reporting.publish(officer, agency, draft, version=draft.version)
