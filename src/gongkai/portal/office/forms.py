"""Forms for what is done to columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.law.disclosure import BASES
from gongkai.portal.models import ColumnPage

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
BASIS_CHOICES = [("", "——"), *((one.code, f"条例{one.label}：{one.covers[:24]}") for one in BASES)]


class _Dated(forms.Form):
    """An act has its legal day and a reason."""

    on = forms.DateField(label="日期", widget=_DAY, help_text="决定或者实际调整的日期，年度报告按它引用")
    reason = forms.CharField(label="理由", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class OpenForm(_Dated):
    """Open a column."""

    above = forms.ChoiceField(label="开设在")
    title = forms.CharField(label="栏目名称", max_length=40)
    slug = forms.CharField(
        label="网址中的名称",
        max_length=60,
        required=False,
        help_text="小写字母、数字和连字符；不填写由系统编",
    )
    basis = forms.ChoiceField(label="公开依据", choices=BASIS_CHOICES, required=False)
    introduction = forms.CharField(
        label="栏目说明",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="写给公众看：这里公开什么、多久更新",
    )
    field_order = ("above", "title", "slug", "basis", "introduction", "on", "reason")

    def __init__(self, *args: Any, columns: list[ColumnPage], platform: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [
            (str(one.translation_key), f"{'　' * (one.depth - platform - 1)}{one.title}") for one in columns
        ]
        self.fields["above"].choices = [*places, ("window", "（平台下面）部门之窗")]  # type: ignore[attr-defined]


class RenameForm(_Dated):
    """Give another name."""

    title = forms.CharField(label="新名称", max_length=40)
    field_order = ("title", "on", "reason")


class RewordForm(forms.Form):
    """Change what the column says of itself."""

    introduction = forms.CharField(label="栏目说明", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    none_here = forms.CharField(
        label="本机关无此项的说明",
        max_length=200,
        required=False,
        help_text="没有这项职责的，写明；免得成为空白栏目",
    )


class PlaceForm(_Dated):
    """Choose another column."""

    to = forms.ChoiceField(label="栏目")
    field_order = ("to", "on", "reason")

    def __init__(self, *args: Any, columns: list[ColumnPage], platform: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(one.translation_key), f"{'　' * (one.depth - platform - 1)}{one.title}") for one in columns
        ]


class CloseForm(_Dated):
    """Close; the reason is wanted."""

    reason = forms.CharField(label="理由", max_length=300)
    field_order = ("on", "reason")


class ReopenForm(_Dated):
    """Open again."""
