"""Forms of data calls and nil declarations. The acts check; forms only read and say what is meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from gongkai.agencies.models import Agency, Role, User
from gongkai.registers.models import Register
from gongkai.registers.services import calls as acts


def _people(agency: Agency) -> Any:
    held = Role.everyone.filter(person=OuterRef("pk"), agency=agency)
    return User.objects.filter(Exists(held), is_active=True).order_by("full_name", "pk")


class PeopleForm(forms.Form):
    """Who fills in, and who confirms."""

    filler = forms.ModelChoiceField(User.objects.none(), label="填报人")
    head = forms.ModelChoiceField(
        User.objects.none(), label="科室负责人", help_text="确认数据的人，不能是填报人自己"
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("filler", "head"):
            people: Any = self.fields[name]
            people.queryset = _people(agency)


class CallForm(PeopleForm):
    """What is asked of which section."""

    field_order = ("year", "section", "registers", "filler", "head", "due_on", "note")
    year = forms.IntegerField(label="年度", min_value=2008, max_value=2100)
    section = forms.CharField(label="科室", max_length=60, help_text="如“行政审批科”")
    registers = forms.MultipleChoiceField(
        label="征集哪些数据",
        choices=[(one.value, one.label) for one in acts.ASKABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text="处理决定的件数、收费金额；本系统里逐件登记的不要重复征集",
    )
    due_on = forms.DateField(
        label="填报截止", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label="填报说明", max_length=300, required=False, help_text="口径、统计时点等")


class NilForm(forms.Form):
    """A register that has nothing for a year."""

    register = forms.ChoiceField(label="事项", choices=Register.choices)
    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="如“本机关没有行政强制权”"
    )
