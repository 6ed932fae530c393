"""Forms of the office pages on duties. The acts check; forms only read and say what is meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.duties import grounds
from gongkai.duties.models import DisclosureDuty, HandOver, NotDisclosed
from gongkai.duties.people import people_at
from gongkai.law.disclosure import BASES
from gongkai.portal.models import ColumnPage
from gongkai.publishing.queries import columns_in

_FIELD = DisclosureDuty._meta.get_field


def day(**more: Any) -> forms.DateField:
    """Give a field for a day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _words(name: str, **more: Any) -> forms.CharField:
    field: Any = _FIELD(name)
    return forms.CharField(
        label=field.verbose_name, max_length=field.max_length, required=not field.blank, **more
    )


class _ColumnField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return "　" * max(0, obj.depth - 3) + str(obj.title)


class DutyForm(forms.Form):
    """One line of the catalogue."""

    title = _words("title", help_text="如“机构职能”“部门预算”“行政处罚决定”")
    content = _words("content", help_text="公开哪些内容")
    column = _ColumnField(
        ColumnPage.objects.none(),
        label="栏目",
        required=False,
        help_text="在这个栏目发布信息时，自动提示是否用来办理",
    )
    basis = forms.ChoiceField(
        label="公开依据",
        required=False,
        choices=[("", "—"), *((one.code, f"条例{one.label}：{one.covers[:24]}") for one in BASES)],
    )
    basis_words = _words("basis_words", help_text="条例以外的依据，写明文件和条款；与上一项至少填一项")
    kind = forms.ChoiceField(
        label="种类",
        choices=DisclosureDuty.Kind.choices,
        help_text="固定：长期公开，变更了才更新；常规：每期公开一次；临时：发生了就公开",
    )
    period = forms.ChoiceField(
        label="周期",
        required=False,
        choices=[("", "—"), *DisclosureDuty.Period.choices],
        help_text="只有常规的任务要选",
    )
    limit = forms.ChoiceField(
        label="时限", choices=_FIELD("limit").choices, help_text="从信息形成或者变更之日起算"
    )  # type: ignore[union-attr]
    own_days = forms.IntegerField(
        label="自定天数", required=False, min_value=0, max_value=366, help_text="时限选“本机关自定”的才填"
    )
    own_working = forms.BooleanField(label="自定天数按工作日计算", required=False, initial=True)
    own_source = _words("own_source")
    stays = forms.ChoiceField(
        label="公开不少于",
        required=False,
        choices=[("", "—"), *_FIELD("stays").choices],  # type: ignore[union-attr]
        help_text="公开征求意见等有最短公开期限的才选；期满前撤回的，要重新公开",
    )
    stay_days = forms.IntegerField(
        label="自定公开天数",
        required=False,
        min_value=1,
        max_value=366,
        help_text="“公开不少于”选“本机关自定”的才填",
    )
    review_months = forms.IntegerField(
        label="固定内容每几个月核对一次", initial=12, min_value=0, max_value=120, help_text="0为不核对"
    )
    section = _words("section", help_text="如“办公室”“行政执法监督科”")
    responsible = forms.ModelChoiceField(User.objects.none(), label="责任人")
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="替补责任人",
        required=False,
        help_text="责任人离任后自动接办；应是另一个人",
    )
    begins_on = day(label="自", help_text="从这一天起列出任务", initial=timezone.localdate)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns: Any = self.fields["column"]
        columns.queryset = ColumnPage.objects.filter(
            pk__in=[one.pk for one in columns_in([agency])]
        ).order_by("path")
        for name in ("responsible", "deputy"):
            people: Any = self.fields[name]
            people.queryset = people_at(agency)


class AssignForm(forms.Form):
    """Who answers for the chosen duties."""

    responsible = forms.ModelChoiceField(User.objects.none(), label="责任人")
    deputy = forms.ModelChoiceField(User.objects.none(), label="替补责任人", required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            people: Any = field
            people.queryset = people_at(agency)


class OccasionForm(forms.Form):
    """An occasion, in two fields."""

    name = forms.CharField(label="事项", max_length=60)
    formed_on = day(label="形成或者变更日期")

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = (
            "如“分管领导调整”“办公地址变更”" if fixed else "如“某某办法印发”“3月12日处罚决定”；不写个人信息"
        )


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="理由", max_length=200)


class EndForm(ReasonForm):
    """The end of a duty."""

    on = day(label="终止日期", initial=timezone.localdate)


class ImportForm(forms.Form):
    """A catalogue as a table."""

    file = forms.FileField(label="目录表格（xlsx）")


class ClosedForm(forms.Form):
    """A document that is not disclosed of one's own accord."""

    ground = forms.ChoiceField(label="依据条款", choices=[("", "请选择"), *grounds.choices()])
    way = forms.ChoiceField(label="决定", choices=NotDisclosed.Way.choices, initial=NotDisclosed.Way.CLOSED)
    title = forms.CharField(
        label="名称", max_length=255, required=False, help_text="依法确定为国家秘密的不写名称、文号和理由"
    )
    number = forms.CharField(label="文号", max_length=100, required=False)
    reason = forms.CharField(
        label="理由", max_length=300, required=False, help_text="为什么适用这一条；不写应当保密的内容"
    )
    decided_on = day(label="决定日期", initial=timezone.localdate)
    review_on = day(
        label="下次评估日期", required=False, help_text="不填的按本机关设置的间隔计算（条例第十八条）"
    )


class ReviewForm(forms.Form):
    """One look at whether it can be disclosed now."""

    disclose = forms.ChoiceField(
        label="评估结论", choices=[("no", "维持，不公开"), ("yes", "可以公开")], widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label="意见", max_length=300, help_text="情势有没有变化，为什么；不写应当保密的内容"
    )
    on = day(label="评估日期", initial=timezone.localdate)
    again_on = day(label="下次评估日期", required=False, help_text="维持的才填；不填的按本机关设置的间隔计算")


class IntervalForm(forms.Form):
    """After how many months to look again."""

    months = forms.IntegerField(label="每几个月评估一次", min_value=1, max_value=60)


class HandOverForm(forms.Form):
    """What to hand to whom."""

    to = forms.ChoiceField(label="移交给", choices=HandOver.To.choices)
    place = forms.CharField(label="接收单位", max_length=100, help_text="如“历下区档案馆”“历下区图书馆”")
    first = day(label="公开日期自")
    last = day(label="至")
    on = day(label="移交日期", initial=timezone.localdate)


class CancelForm(forms.Form):
    """Why a list is cancelled."""

    reason = forms.CharField(label="理由", max_length=300, help_text="如“清单有误，重新移交”")


class ReceiptForm(forms.Form):
    """Who signed for it."""

    received_by = forms.CharField(label="签收人", max_length=60)
    received_on = day(label="签收日期", initial=timezone.localdate)
    receipt = forms.FileField(label="签收回执（扫描件，可以不传）", required=False)
