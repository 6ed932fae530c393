"""The forms of review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.agencies.models import User

from .models import Placement, Purge, Round, SecrecyForm
from .services import SecrecyAnswer

DOUBTS = [
    ("state_secret", "国家秘密"),
    ("work_secret", "工作秘密"),
    ("trade_secret", "商业秘密"),
    ("privacy", "个人隐私"),
    ("unsuitable", "其他不宜公开"),
]


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _words(
    label: str, most: int, *, required: bool = False, rows: int = 2, help_text: str = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=help_text
    )


class SendForm(forms.Form):
    """How an item is sent: everything but the answers to what the reading found."""

    note = _words("送审说明（可以不写）", 300, help_text="请审核人留意什么")
    publish_at = forms.DateTimeField(
        label="定时发布",
        required=False,
        widget=_Moment,
        help_text="不填的，签发后立即发布。发布时间由系统记录，不能往前填",
    )
    expires_at = forms.DateTimeField(
        label="公示到期", required=False, widget=_Moment, help_text="到时自动下线，原网址说明公示期满"
    )
    way = forms.ChoiceField(
        label="方式", choices=Round.Way, initial=Round.Way.NORMAL, widget=forms.RadioSelect
    )
    why = _words("紧急发布或者文字勘误的理由", 300, help_text="选这两种方式的必填，留在记录里")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, live: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not live:
            ways: Any = self.fields["way"]
            ways.choices = [one for one in Round.Way.choices if one[0] != Round.Way.WORDING]


class SecrecyFields(forms.Form):
    """What the confidentiality form asks of whoever fills it in; the rest the system knows (rules 06 §3.2)."""

    prefix = "secrecy"
    carrier = forms.ChoiceField(label="载体形式", choices=SecrecyForm.Carrier, widget=forms.RadioSelect)
    where = forms.CharField(label="拟公开方式", max_length=100, initial="政府网站")
    doubts = forms.MultipleChoiceField(
        label="保密审查意见：是否涉及",
        choices=DOUBTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不涉及的，不用勾选",
    )
    conclusion = forms.ChoiceField(
        label="处理结论",
        choices=SecrecyForm.Conclusion,
        widget=forms.RadioSelect,
        help_text="选“依申请公开”或者“不予公开”的，审核到此结束，信息不发布",
    )
    basis = _words(
        "依据", 200, help_text="结论不是“主动公开”或者有勾选的必填，如：《政府信息公开条例》第十五条"
    )

    def answer(self) -> SecrecyAnswer:
        """Give what was filled in; the form must be valid."""
        said = self.cleaned_data
        return SecrecyAnswer(
            said["conclusion"], said["basis"], frozenset(said["doubts"]), said["carrier"], said["where"]
        )


class DecideForm(forms.Form):
    """Comment and proofreading; which button was pressed says the rest."""

    comment = _words("意见", 500, required=True, rows=3)
    proofread = forms.BooleanField(
        label="已校对：人名、职务、地名、单位名称、数字、日期、文号、错别字", required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class DelegateForm(forms.Form):
    """To whom the step is handed, and why."""

    to = forms.ModelChoiceField(
        label="转交给", queryset=User.objects.none(), to_field_name="public_id", empty_label="请选择"
    )
    reason = _words("转交的理由", 300, required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.queryset = people if people is not None else User.objects.none()


class PaperForm(forms.Form):
    """A decision given on paper."""

    signer = forms.ModelChoiceField(
        label="签字人", queryset=User.objects.none(), to_field_name="public_id", empty_label="请选择"
    )
    on = forms.DateField(label="签字日期", widget=_Day)
    verdict = forms.ChoiceField(
        label="签字人的决定", choices=[("approve", "通过"), ("return", "退回")], widget=forms.RadioSelect
    )
    comment = _words("纸上写的意见", 500, required=True, rows=3)
    proofread = forms.BooleanField(label="纸上注明已校对", required=False)
    scan = forms.FileField(
        label="签字后的扫描件或者照片",
        help_text="PDF、JPG或者PNG。本系统为非涉密系统，严禁上传国家秘密和工作秘密",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["signer"]
        chosen.queryset = people if people is not None else User.objects.none()
        only = list(chosen.queryset[:2])
        chosen.initial = only[0].public_id if len(only) == 1 else None
        self.fields["on"].initial = timezone.localdate()


class WithdrawForm(forms.Form):
    """Why an item is withdrawn."""

    reason = _words(
        "撤回的理由（公开）",
        300,
        required=True,
        help_text="写在原网址上，任何人都能看到；不要写涉密内容和个人信息",
    )


class ReviewWithdrawalForm(forms.Form):
    """What the second person finds."""

    comment = _words("复核意见", 300, required=True)


class PlacementForm(forms.Form):
    """Where else an item was made public."""

    kind = forms.ChoiceField(label="渠道", choices=Placement.Kind)
    place = forms.CharField(label="地点或者名称", max_length=100, required=False)
    on = forms.DateField(label="日期", widget=_Day)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class OutsideForm(forms.Form):
    """The address on the agency's own site, and the number given there."""

    address = forms.CharField(
        label="本机关网站上的网址",
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    on = forms.DateField(
        label="在那里公开的日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    index_number = forms.CharField(label="外部平台编的索引号", max_length=60, required=False)


class PurgeForm(forms.Form):
    """The ground of a purge, and the word that confirms it."""

    WORD = "清除"
    why = forms.ChoiceField(label="原因", choices=Purge.Why, widget=forms.RadioSelect)
    note = _words("说明（可以不写）", 300, help_text="不写涉密内容、不写个人信息；这段话会保留")
    confirm = forms.CharField(label=f"请输入“{WORD}”两个字确认", max_length=10)

    def clean_confirm(self) -> str:
        """Ask for the word."""
        word = str(self.cleaned_data["confirm"]).strip()
        if word != self.WORD:
            raise forms.ValidationError(f"没有清除：请输入“{self.WORD}”两个字。")
        return word
