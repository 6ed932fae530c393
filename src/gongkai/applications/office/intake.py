"""Intake (登记) from every channel on one screen; what looks like a repeat is shown before it is saved; the receipt once after."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.applications import services as acts
from gongkai.applications.models import Application, Matter
from gongkai.applications.queries import likely_repeats
from gongkai.law.applicants import Applicant
from gongkai.law.events import Channel, EventType
from gongkai.law.timelimits import RECEIVED_BY

from .common import agencies_to, case_in, chosen_agency, may_do, office_view, show, the_day
from .fields import choice, day, line, long, tick

__all__ = ["FIRST", "EntryForm", "register"]

_DONE = "applications_registered"
_KEPT_NONCES = 20
FIRST = (
    *("channel", "submitted_on", "signed_for_on", "confirmed_on", "applicant_kind", "name"),
    *("identity_number", "phone", "address", "content", "form"),
)
"""The fields that stand open: all a letter needs. The rest is folded."""
_RECEIPT = {
    EventType.SUBMITTED: "提交之日",
    EventType.SIGNED_FOR: "收发室签收之日",
    EventType.CONFIRMED: "与申请人确认之日",
}


class EntryForm(forms.Form):
    """An application as it came in; only what the law asks for is asked (条例第二十九条)."""

    channel = choice("渠道", [(one.value, one.term) for one in Channel])
    submitted_on = day("提交、寄出或者发来之日", "信函按邮戳，网上、传真、邮件按发来之日", today=True)
    signed_for_on = day(
        "收发室签收之日", "只有需签收的邮件填：单位收发室签收的那一天，不是转到您手里的这一天", needed=False
    )
    confirmed_on = day(
        "与申请人确认之日", "平常信函、网上、传真、邮件填；还没有确认的不填，确认以后再登记", needed=False
    )
    applicant_kind = choice("申请人类别", [(one.key, one.term) for one in Applicant])
    name = line("申请人姓名或者名称")
    identity_number = line("证件号码或者统一社会信用代码", needed=False, longest=60)
    phone = line("联系电话", needed=False, longest=60)
    address = line("联系地址", "答复要寄送的，写到门牌", needed=False, longest=300)
    content = long("所需政府信息的内容描述", "名称、文号或者便于查询的其他特征，照申请书原文", needed=False)
    form = line("提供方式和获取途径", "例如 纸质、邮寄；没有写的不填", needed=False)
    identity_type = line("证件种类", "例如 居民身份证", needed=False, longest=20)
    representative = line("法定代表人或者负责人", needed=False)
    contact = line("联系人", needed=False)
    email = line("电子邮箱", needed=False)
    postcode = line("邮政编码", needed=False, longest=10)
    agent = line("代理人姓名", "有授权委托书的；联系电话写在后面，用空格隔开", needed=False)
    others = long("其他申请人", "几个人一起申请的，每行一个姓名", needed=False, rows=3)
    purpose = long("用途", "申请人自愿填写的才记，不得要求填写", needed=False, rows=2)
    matter = choice("事项", Matter.choices, initial=Matter.DISCLOSURE)
    secret = tick("涉及国家秘密", "只记依据、结论和决定人：不录内容，不收文件")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("secret") and not found.get("content"):
            self.add_error("content", "请写明所需政府信息的内容描述。")
        if found.get("secret") and (found.get("content") or found.get("form") or found.get("purpose")):
            self.add_error("content", "涉及国家秘密的申请不录入内容、提供方式和用途，请清空。")
        if found.get("channel"):
            own = RECEIVED_BY[Channel(found["channel"])]
            for name, kind in (
                ("signed_for_on", EventType.SIGNED_FOR),
                ("confirmed_on", EventType.CONFIRMED),
            ):
                if found.get(name) and own is not kind:
                    term = Channel(found["channel"]).term
                    self.add_error(name, f"“{term}”以{_RECEIPT[own]}为收到之日，这一项请清空。")
        return found

    @property
    def first(self) -> list[Any]:
        """The fields that stand open."""
        return [self[name] for name in FIRST]

    @property
    def folded(self) -> list[Any]:
        """The fields that few applications need."""
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def unfolds(self) -> bool:
        """Whether one of the folded fields was filled in or is wrong."""
        usual = {"matter": Matter.DISCLOSURE}
        return any(
            field.errors or (field.value() or "") != usual.get(field.name, "") for field in self.folded
        )

    def entry(self) -> acts.Entry:
        """Give the application as the act takes it."""
        given = self.cleaned_data
        personal = ("identity_type", "identity_number", "representative", "contact", "phone")
        first = acts.Who(
            given["name"], **{name: given[name] for name in (*personal, "address", "postcode", "email")}
        )
        others = [acts.Who(name.strip()) for name in given["others"].splitlines() if name.strip()]
        agents = []
        if given["agent"]:
            name, _, phone = given["agent"].partition(" ")
            agents = [acts.Who(name, phone=phone.strip(), agent=True)]
        same = ("channel", "applicant_kind", "submitted_on", "content", "form", "purpose")
        days = ("signed_for_on", "confirmed_on", "matter", "secret")
        return acts.Entry(persons=(first, *others, *agents), **{name: given[name] for name in (*same, *days)})


def _may(person: Any, agency: Agency) -> bool:
    return may_do(person, agency, "application.register")


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Take in an application."""
    person: Any = request.user
    agencies = agencies_to(person, _may)
    agency = chosen_agency(request, agencies)
    form = EntryForm(request.POST or None, label_suffix="")
    repeats: list[tuple[str, list[Application]]] = []
    if request.method == "POST":
        nonce = request.POST.get("nonce", "")[:40]
        if done := request.session.get(_DONE, {}).get(nonce):
            messages.warning(request, "这份申请刚才已经登记，没有重复登记。查询码只在登记时显示一次。")
            return redirect("applications:case", case_in(request, done).public_id)
        if form.is_valid():
            given = form.cleaned_data
            repeats = likely_repeats(
                person,
                agency,
                name=given["name"],
                number=given["identity_number"],
                phone=given["phone"],
                content=given["content"],
            )
            if not repeats or "looked" in request.POST:
                try:
                    made = acts.register(person, agency, form.entry())
                except Refused as refused:
                    form.add_error(None, refused.message)
                else:
                    return _receipt(request, made, nonce)
    context = {
        "form": form,
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "repeats": repeats,
        "nonce": request.POST.get("nonce") or secrets.token_urlsafe(16),
    }
    return show(request, "register", "register", context, status=422 if form.errors or repeats else 200)


def _receipt(request: HttpRequest, made: acts.Registered, nonce: str) -> HttpResponse:
    """Show number and query code, once; a form sent again leads to the case instead of making another."""
    known = dict(list(request.session.get(_DONE, {}).items())[-_KEPT_NONCES:])
    request.session[_DONE] = known | {nonce: made.case.public_id}
    case = case_in(request, made.case.public_id)
    received, day_ = case.received_on, the_day()
    context = {
        "case": case,
        "code": made.code,
        "gone": day_.days.count_workdays(received, day_.today) if received else 0,
        "waits_for": _RECEIPT[RECEIVED_BY[Channel(case.channel)]],
        "now": timezone.localtime(),
        "left": day_.left(case.due_on) if case.due_on else None,
    }
    return show(request, "receipt", "register", context)
