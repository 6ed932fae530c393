"""Forms for decisions, batches of them, and fees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.portal.models import ColumnPage
from gongkai.registers.decisions import values
from gongkai.registers.models import Decision
from gongkai.registers.models.decisions import DecisionKind
from gongkai.registers.services.fees import FIRST_YEAR
from gongkai.registers.services.open_data import KINDS

_PERSONAL = "里有身份证号码或者手机号码，登记簿不留，请删去"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionForm(forms.Form):
    """What is recorded of a decision."""

    kind = forms.ChoiceField(label="种类", choices=DecisionKind.choices)
    number = forms.CharField(
        label="决定书文号", max_length=100, help_text="例如 清自然资罚〔2024〕1号；同一文号只登记一次"
    )
    decided_on = forms.DateField(label="决定日期", widget=_day(), help_text="按这一天计入年度")
    subject = forms.CharField(
        label="事项", max_length=255, required=False, help_text="许可事项、违法行为类型或者强制措施种类"
    )
    party = forms.ChoiceField(
        label="行政相对人类别", choices=[("", "——"), *Decision.Party.choices], required=False
    )
    party_name = forms.CharField(
        label="行政相对人名称", max_length=200, required=False, help_text="只填单位；自然人不登记姓名"
    )
    party_code = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    result = forms.CharField(
        label="决定内容", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.CharField(
        label="依据", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    amount = forms.CharField(
        label="罚没金额（万元）", max_length=30, required=False, help_text="罚款和没收合计，单位万元"
    )

    def clean_number(self) -> str:
        return values.decision_number(self.cleaned_data["number"])

    def clean_decided_on(self) -> Any:
        on = self.cleaned_data["decided_on"]
        if on > timezone.localdate():
            raise ValidationError("决定日期还没有到")
        if on < values.FIRST:
            raise ValidationError("决定日期早于1949年10月1日，请核对")
        return on

    def clean_party_code(self) -> str:
        return self._understood("party_code", values.code) or ""

    def clean_amount(self) -> Any:
        return self._understood("amount", values.amount)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("party") not in (Decision.Party.SOLE, Decision.Party.BODY) and (
            found.get("party_name") or found.get("party_code")
        ):
            self.add_error(
                "party_name" if found.get("party_name") else "party_code",
                "自然人的姓名和证件号码不登记，请清空；是单位的，请选“法人及非法人组织”或者“个体工商户”",
            )
        for name in ("subject", "party_name", "result", "basis"):
            if values.holds_personal_number(found.get(name) or ""):
                self.add_error(name, f"{self.fields[name].label}{_PERSONAL}")
        return found

    def _understood(self, name: str, understand: Any) -> Any:
        text = self.cleaned_data[name].strip()
        if not text:
            return None
        try:
            return understand(text)
        except values.Wrong as wrong:
            raise ValidationError(wrong.message) from wrong


class CorrectForm(DecisionForm):
    """The right values in the place of wrong ones, and why."""

    reason = forms.CharField(
        label="更正理由", max_length=200, help_text="例如 文号录错；原来的登记作废留底，不会消失"
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=200)


class ChangeForm(forms.Form):
    """A decision changed or revoked, and what became of its publication."""

    on = forms.DateField(label="变更、撤销、确认违法或者无效的日期", widget=_day())
    withdrawn_on = forms.DateField(
        label="公开信息撤回日期", widget=_day(), required=False, help_text="还没有撤回的不填，撤回以后再登记"
    )
    never_public = forms.BooleanField(label="这件决定没有公开过，不需要撤回", required=False)


class WithdrawalForm(forms.Form):
    """What became of the publication of a decision that was changed."""

    withdrawn_on = forms.DateField(label="公开信息撤回日期", widget=_day(), required=False)
    never_public = forms.BooleanField(label="这件决定没有公开过，不需要撤回", required=False)


class ImportForm(forms.Form):
    """A table of decisions."""

    agency = forms.ChoiceField(label="机关")
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *DecisionKind.choices])
    file = forms.FileField(
        label="表格文件", allow_empty_file=True, help_text="Excel（.xlsx）或者CSV，最多20万行"
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = agencies[0][0]


class FeeForm(forms.Form):
    """Fee income of a year from one item."""

    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=9999)
    name = forms.CharField(
        label="收费项目", max_length=100, help_text="按收费目录清单上的名称，例如 不动产登记费"
    )
    amount = forms.DecimalField(
        label="收费金额（万元）", max_digits=14, decimal_places=6, min_value=0, help_text="全年合计，单位万元"
    )
    source = forms.CharField(
        label="数据来源", max_length=200, required=False, help_text="例如 财务科非税收入报表"
    )


class OpenDataForm(forms.Form):
    """What the public gets of the registers, and where it is put."""

    kind = forms.ChoiceField(label="数据", choices=[("", "请选择"), *KINDS.items()])
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=9999)
    column = forms.ChoiceField(label="放在栏目")
    looked = forms.BooleanField(
        label="已经核对：列入的都是依法应当公开的，不含国家秘密、商业秘密和个人隐私", required=False
    )

    def __init__(self, *args: Any, columns: list[ColumnPage], depth: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = {str(one.translation_key): one for one in columns}
        rows = [(key, f"{'　' * (one.depth - depth - 1)}{one.title}") for key, one in self.columns.items()]
        self.fields["column"].choices = [("", "请选择"), *rows]  # type: ignore[attr-defined]
