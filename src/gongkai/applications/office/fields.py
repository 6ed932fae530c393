"""Fields of the officers' forms: days, long texts, choices, in the words of the law and with a line of help each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

__all__ = ["Plain", "choice", "day", "line", "long", "tick", "whole"]


class Plain(forms.Form):
    """A form made of the fields it is given."""

    def __init__(self, *args: Any, asked: dict[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(asked)


def day(label: str, help_text: str = "", *, needed: bool = True, today: bool = False) -> forms.DateField:
    """Ask for a legal day; `today` stands in it at first."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=needed,
        initial=timezone.localdate() if today else None,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请写成年-月-日，例如 2024-06-03。"},
    )


def line(label: str, help_text: str = "", *, needed: bool = True, longest: int = 200) -> forms.CharField:
    """Ask for a line of words."""
    return forms.CharField(label=label, help_text=help_text, required=needed, max_length=longest)


def long(label: str, help_text: str = "", *, needed: bool = True, rows: int = 5) -> forms.CharField:
    """Ask for a text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=needed,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice(
    label: str, choices: Sequence[Any], help_text: str = "", *, needed: bool = True, initial: str = ""
) -> forms.ChoiceField:
    """Ask to choose one; nothing is chosen at first unless said."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *choices],
        help_text=help_text,
        required=needed,
        initial=initial,
    )


def whole(
    label: str, help_text: str = "", *, needed: bool = True, most: int = 1_000_000
) -> forms.IntegerField:
    """Ask for a whole number."""
    return forms.IntegerField(
        label=label, help_text=help_text, required=needed, min_value=0, max_value=most, localize=False
    )


def tick(label: str, help_text: str = "") -> forms.BooleanField:
    """Ask to tick or not."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)
