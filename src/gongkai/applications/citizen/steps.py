"""The order of the screens, what the draft holds of each, and the application made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.applications.services import Entry, Who
from gongkai.law.applicants import Applicant
from gongkai.law.events import Channel

from .drafting import Writing
from .forms import RESIDENT, ContentForm, DeliveryForm, KindForm, OrganisationForm, PersonForm, TogetherForm

__all__ = ["STEPS", "Step", "answers_of", "entry_of", "first_unsaid", "form_of", "step_after", "step_before"]


@dataclass(frozen=True)
class Step:
    """One screen: its name in the address, its heading, and why it is asked."""

    name: str
    title: str
    why: str = ""


STEPS = (
    Step("kind", "申请人类别", "用于选用合适的表格，并按国家统一格式统计。"),
    Step(
        "who",
        "申请人",
        "条例第二十九条要求写明姓名或者名称、身份证明、联系方式，其余的可以不填。这些信息加密保存。",
    ),
    Step(
        "together",
        "代理人和共同申请人",
        "没有代理人、也没有别人和您一起申请的，直接下一步。",
    ),
    Step(
        "content",
        "需要什么信息",
        "写清楚了，查找就快。名称、文号、其他特征填写一项就可以。",
    ),
    Step("already", "是不是已经公开"),
    Step("delivery", "怎样提供", "条例第二十九条要求写明获取信息的形式和途径。"),
    Step("files", "附件", "证件的照片、授权委托书、能说明所需信息的材料，可以在这里交。"),
    Step("review", "核对并提交"),
)
_NAMES = [step.name for step in STEPS]
_NEEDED = ("kind", "who", "content", "delivery")


def step_after(name: str) -> str:
    """Give the name of the next screen."""
    return _NAMES[min(_NAMES.index(name) + 1, len(_NAMES) - 1)]


def step_before(name: str) -> str:
    """Give the name of the screen before; "" before the first."""
    at = _NAMES.index(name)
    return _NAMES[at - 1] if at else ""


def form_of(name: str, said: Mapping[str, Any], data: Any = None) -> forms.Form:
    """Make the form of a screen, with what was said before."""
    kept = said.get(name, {})
    if name == "kind":
        return KindForm(data, initial=kept)
    if name == "who":
        made = PersonForm if _kind(said) is Applicant.PERSON else OrganisationForm
        return made(data, initial=kept)
    if name == "together":
        rows = data.get("rows", "0") if data is not None else kept.get("rows", 0)
        count = int(rows) if str(rows).isdecimal() and len(str(rows)) < 4 else 0
        return TogetherForm(data, rows=count, initial=kept)
    if name == "content":
        return ContentForm(data, initial=kept)
    return DeliveryForm(data, initial=kept, applicant=said.get("who", {}))


def first_unsaid(said: Mapping[str, Any]) -> str:
    """Give the first screen that must still be filled in, looking at all answers anew; "" when none."""
    for name in _NEEDED:
        if name not in said or not form_of(name, said, said[name]).is_valid():
            return name
    if "together" in said and not form_of("together", said, said["together"]).is_valid():
        return "together"
    return ""


def _kind(said: Mapping[str, Any]) -> Applicant:
    key = said.get("kind", {}).get("kind", "")
    return next((one for one in Applicant if one.key == key), Applicant.PERSON)


def answers_of(writing: Writing) -> list[tuple[Step, list[tuple[str, str]]]]:
    """List what was said, screen by screen, as it is shown for a last look."""
    said = writing.said
    shown: list[tuple[Step, list[tuple[str, str]]]] = []
    for step in STEPS:
        if step.name in ("already", "review"):
            continue
        if step.name == "files":
            rows = [(f"文件{place}", one.name) for place, one in enumerate(writing.files, 1)]
        else:
            form = form_of(step.name, said)
            rows = [
                (_SHORT.get(name, str(field.label)), _words(field, said.get(step.name, {}).get(name)))
                for name, field in form.fields.items()
                if said.get(step.name, {}).get(name) not in ("", None)
            ]
        shown.append((step, rows))
    return shown


_SHORT = {"kind": "身份", "form": "形式", "way": "途径", "other": "可用其他形式"}
"""How some answers are called where they are looked at once more."""


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "是" if value else "否"
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)


def entry_of(writing: Writing) -> Entry:
    """Make the application of a draft whose answers were looked at."""
    said = writing.said
    who, content, delivery = said["who"], said["content"], said["delivery"]
    kind = _kind(said)
    first = Who(
        name=who["name"],
        identity_type="统一社会信用代码" if kind.is_organisation else who.get("identity_type", ""),
        identity_number=who["identity_number"],
        representative=who.get("representative", ""),
        contact=who.get("contact", ""),
        phone=who.get("phone", ""),
        address=who.get("address", ""),
        postcode=who.get("postcode", ""),
        email=who.get("email", ""),
    )
    lines = [
        f"{label}：{content[name]}"
        for name, label in (("title", "名称"), ("document_number", "文号"), ("features", "其他特征"))
        if content.get(name)
    ]
    wishes = [f"形式：{delivery['form']}", f"途径：{delivery['way']}"]
    wishes += ["不能按这个形式提供的，可以用其他形式"] if delivery.get("other") else []
    wishes += [f"需要的帮助：{delivery['help']}"] if delivery.get("help") else []
    return Entry(
        channel=Channel.ONLINE.value,
        applicant_kind=kind.key,
        submitted_on=timezone.localdate(),
        persons=(first, *_others(said.get("together", {}))),
        content="\n".join(lines),
        form="\n".join(wishes),
        purpose=content.get("purpose", ""),
    )


def _others(said: Mapping[str, Any]) -> list[Who]:
    found = []
    for row in range(int(said.get("rows", 0))):
        if name := said.get(f"joint_name_{row}"):
            number = said.get(f"joint_number_{row}", "")
            found.append(_other(name, number, said.get(f"joint_phone_{row}", "")))
    if name := said.get("agent_name"):
        found.append(_other(name, said.get("agent_number", ""), said.get("agent_phone", ""), agent=True))
    return found


def _other(name: str, number: str, phone: str, *, agent: bool = False) -> Who:
    kind = RESIDENT if number[:17].isdecimal() and len(number) == 18 else ""
    return Who(name=name, identity_type=kind, identity_number=number, phone=phone, agent=agent)
