"""Acts by which an application comes in: registered from any channel, confirmed, signed for; split, given to somebody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.agencies.queries import may
from gongkai.applications import keys
from gongkai.applications.deriving import renew
from gongkai.applications.models import Application, Event, EventKind, Matter, Paper, Person
from gongkai.applications.rights import RIGHTS
from gongkai.law.applicants import Applicant
from gongkai.law.events import Channel
from gongkai.law.timelimits import RECEIVED_BY
from gongkai.numbering.services import next_number

from .recording import append, events_of, keep_texts, lock, record, require_day, words

__all__ = [
    "Entry",
    "Registered",
    "Who",
    "assign",
    "confirm",
    "contact_failed",
    "note",
    "register",
    "sign_for",
    "split",
]

SERIES = "application"
MOST_PERSONS = 200
MOST_PIECES = 100
_CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Who:
    """An applicant or agent as handed in; only the name is always needed (条例第二十九条 asks for name, identity and contact)."""

    name: str
    identity_type: str = ""
    identity_number: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    agent: bool = False


@dataclass(frozen=True)
class Entry:
    """An application as it came in. `signed_for_on` and `confirmed_on` where they are known already.

    `content` is what is asked for, `form` how it should be given (提供方式、获取途径); `purpose` may be empty, always.
    """

    channel: str
    applicant_kind: str
    submitted_on: date
    persons: tuple[Who, ...]
    content: str = ""
    form: str = ""
    purpose: str = ""
    signed_for_on: date | None = None
    confirmed_on: date | None = None
    matter: str = Matter.DISCLOSURE
    secret: bool = False
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Registered:
    """The case, and the query code (查询码) for its applicant, which is kept nowhere else."""

    case: Application
    code: str


@act("application.register", *RIGHTS["application.register"])
def register(doing: Doing, entry: Entry) -> Registered:
    """Register an application from any channel; it gets its number, the applicant a query code. Raises `Refused`.

    Nothing that comes in may be turned away: what is not clear is corrected (补正), what is not ours is answered.
    """
    _require(entry)
    today = timezone.localdate()
    code = new_code()
    content = words(entry.content, "所需政府信息的内容描述", needed=not entry.secret)
    case = Application(
        agency=doing.agency,
        year=today.year,
        sequence=next_number(doing.agency.public_id, SERIES, today.year),
        matter=entry.matter,
        channel=entry.channel,
        applicant_kind=entry.applicant_kind,
        joint=sum(not who.agent for who in entry.persons),
        secret=entry.secret,
        demonstration=doing.agency.demonstration,
        content_hash=keys.lookup("content", content),
        code_hash=code_hash(code),
        registered_by=doing.person,
        registered_at=timezone.now(),
        status="awaiting_confirmation",
    )
    case.save(force_insert=True)
    _keep_persons(case, entry.persons)
    first = append(doing, case, EventKind.SUBMITTED, entry.submitted_on, {})
    texts = [(Paper.Kind.CONTENT, content), (Paper.Kind.FORM, entry.form.strip())]
    keep_texts(case, first, [] if entry.secret else [*texts, (Paper.Kind.PURPOSE, entry.purpose.strip())])
    for kind, on in ((EventKind.SIGNED_FOR, entry.signed_for_on), (EventKind.CONFIRMED, entry.confirmed_on)):
        if on is not None and RECEIVED_BY[Channel(entry.channel)].value == kind:
            append(doing, case, kind, require_day(on), {})
    append(doing, case, EventKind.REGISTERED, today, {})
    renew(case)
    doing.on("application", case.public_id)
    doing.note(number=case.number, channel=case.channel)
    return Registered(case, code)


def new_code() -> str:
    """Make a query code: ten signs that are not mistaken for each other, some 50 bits of chance."""
    return "".join(secrets.choice(_CODE_SIGNS) for _ in range(10))


def code_hash(code: str) -> str:
    """Give the keyed hash under which a query code is looked up."""
    return keys.lookup("code", code)


def _require(entry: Entry) -> None:
    if entry.channel not in {one.value for one in Channel}:
        raise Refused("请选择申请的渠道。")
    if entry.applicant_kind not in {one.key for one in Applicant}:
        raise Refused("请选择申请人的类别。")
    if entry.matter not in Matter.values:
        raise Refused("没有这种申请事项。")
    applicants = [who for who in entry.persons if not who.agent]
    if not applicants:
        raise Refused("请填写申请人的姓名或者名称。")
    if len(entry.persons) > MOST_PERSONS:
        raise Refused(f"申请人和代理人最多{MOST_PERSONS}个。")
    submitted = require_day(entry.submitted_on, "提交日期")
    for on, what in ((entry.signed_for_on, "签收"), (entry.confirmed_on, "确认")):
        if on is not None and require_day(on, f"{what}日期") < submitted:
            raise Refused(f"{what}日期早于提交日期，请核对。")
    for who in entry.persons:
        words(who.name, "申请人的姓名或者名称", longest=200)
        written = (who.identity_number, who.phone, who.address, who.email, who.contact, who.representative)
        for value in (*written, who.postcode, who.identity_type):
            words(value, "申请人信息的每一项", needed=False, longest=300)


def _keep_persons(case: Application, persons: Sequence[Who]) -> None:
    Person.everything.bulk_create(person_row(case, order, who) for order, who in enumerate(persons, 1))


def person_row(case: Application, order: int, who: Who) -> Person:
    """Make the row of an applicant or agent, unsaved, with the hashes it is found by."""
    name, number = who.name.strip(), who.identity_number.strip()
    identity = keys.identity(name, number, who.phone)
    return Person(
        application=case,
        order=order,
        role=Person.Role.AGENT if who.agent else Person.Role.APPLICANT,
        name=name,
        identity_type=who.identity_type.strip()[:20],
        identity_number=number,
        representative=who.representative.strip(),
        contact=who.contact.strip(),
        phone=who.phone.strip(),
        address=who.address.strip(),
        postcode=who.postcode.strip(),
        email=who.email.strip(),
        identity_hash=identity,
        name_hash=keys.lookup("name", name),
    )


@act("application.confirm", *RIGHTS["application.confirm"])
def confirm(
    doing: Doing,
    case: Application,
    on: date,
    *,
    how: str = "",
    happened: bool = False,
    seen: int | None = None,
) -> Event:
    """Record that receipt was confirmed with the applicant (条例第三十一条): for ordinary mail, online, fax, e-mail the day of receipt."""
    case = lock(doing, case, seen)
    return record(
        doing, case, EventKind.CONFIRMED, on, texts=[(Paper.Kind.NOTE, how.strip())], happened=happened
    )


@act("application.contact_failed", *RIGHTS["application.contact_failed"])
def contact_failed(
    doing: Doing, case: Application, on: date, *, how: str = "", seen: int | None = None
) -> Event:
    """Record that the applicant could not be reached (国办公开办函〔2015〕207号); the limit begins when contact is found again."""
    case = lock(doing, case, seen)
    return record(doing, case, EventKind.CONTACT_FAILED, on, texts=[(Paper.Kind.NOTE, how.strip())])


@act("application.sign_for", *RIGHTS["application.sign_for"])
def sign_for(
    doing: Doing, case: Application, on: date, *, happened: bool = False, seen: int | None = None
) -> Event:
    """Record the day the mail room signed for the letter: the day of receipt of registered mail (条例第三十一条第（二）项)."""
    case = lock(doing, case, seen)
    return record(doing, case, EventKind.SIGNED_FOR, on, happened=happened)


@act("application.split", *RIGHTS["application.split"])
def split(
    doing: Doing, case: Application, contents: Sequence[str], *, seen: int | None = None
) -> list[Application]:
    """Split an application that asks for several things into pieces with numbers of their own (国办函〔2020〕109号第四条).

    The pieces were received when the whole was, and have its applicants. The whole goes on in them. Raises `Refused`.
    """
    case = lock(doing, case, seen)
    if not 2 <= len(contents) <= MOST_PIECES:
        raise Refused(f"拆分后应有2至{MOST_PIECES}件。")
    if case.parent_id:
        raise Refused("拆分出来的申请不能再拆分。")
    if case.secret:
        raise Refused("涉及国家秘密的申请不录入内容，不能拆分。")
    intake = (EventKind.SUBMITTED, EventKind.SIGNED_FOR, EventKind.CONTACT_FAILED, EventKind.CONFIRMED)
    events = list(events_of(case).order_by("sequence"))
    if any(
        event.kind not in (*intake, EventKind.REGISTERED, EventKind.ASSIGNED, EventKind.NOTED)
        for event in events
    ):
        raise Refused("已经开始办理的申请不能拆分；请在登记以后、办理以前拆分。")
    today = timezone.localdate()
    texts = [words(content, "每一件的内容描述") for content in contents]
    pieces = []
    for text in texts:
        piece = Application(
            agency=case.agency,
            year=today.year,
            sequence=next_number(doing.agency.public_id, SERIES, today.year),
            matter=case.matter,
            channel=case.channel,
            applicant_kind=case.applicant_kind,
            joint=case.joint,
            parent=case,
            demonstration=case.demonstration,
            content_hash=keys.lookup("content", text),
            code_hash=case.code_hash,
            officer=case.officer,
            registered_by=doing.person,
            registered_at=timezone.now(),
            status=case.status,
        )
        piece.save(force_insert=True)
        for person in Person.objects.for_agency(case.agency_id).filter(application=case):
            person.pk, person._state.adding, person.application = None, True, piece
            person.save()
        first = None
        for event in events:
            if event.kind in intake:
                copied = append(doing, piece, event.kind, event.on, event.data, problem=event.problem)
                first = first or copied
        registered = append(doing, piece, EventKind.REGISTERED, today, {"split_from": case.number})
        keep_texts(piece, first or registered, [(Paper.Kind.CONTENT, text)])
        renew(piece)
        pieces.append(piece)
    record(doing, case, EventKind.SPLIT, today, {"into": [piece.number for piece in pieces]})
    return pieces


@act("application.assign", *RIGHTS["application.assign"])
def assign(doing: Doing, case: Application, officer: User, *, seen: int | None = None) -> Event:
    """Give the case to an officer of the agency (交办), or to another one."""
    case = lock(doing, case, seen)
    if not may(officer, _agency(doing), *RIGHTS["application.register"]):
        raise Refused(f"{officer.get_full_name()}不是本机关的申请经办人，请先在人员管理里给予职责。")
    case.officer = officer
    case.save(update_fields=["officer"])
    return record(doing, case, EventKind.ASSIGNED, timezone.localdate(), {"officer": officer.public_id})


@act("application.note", *RIGHTS["application.note"])
def note(doing: Doing, case: Application, text: str, *, seen: int | None = None) -> Event:
    """Leave a note in the case, for whoever works on it."""
    case = lock(doing, case, seen)
    texts = [(Paper.Kind.NOTE, words(text, "备注"))]
    return record(doing, case, EventKind.NOTED, timezone.localdate(), texts=texts)


def _agency(doing: Doing) -> Agency:
    agency: Agency = doing.agency
    return agency
