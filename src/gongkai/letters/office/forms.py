"""Forms of the pages on letters."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.law.remedies import Body, Reviewer
from gongkai.letters.blocks import MOST_CHARACTERS
from gongkai.letters.models import LetterSettings

__all__ = ["RestoreForm", "SettingsForm", "TemplateForm"]


class TemplateForm(forms.Form):
    """A template and why it was changed; `based_on` is the version it began with."""

    text = forms.CharField(
        label="模板",
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false"}),
    )
    note = forms.CharField(
        label="说明", required=False, max_length=200, help_text="改了什么、为什么；可以不填"
    )
    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    source = forms.ChoiceField(
        choices=[("edited", ""), ("word", "")], required=False, widget=forms.HiddenInput
    )


class RestoreForm(forms.Form):
    """Why the standard wording is taken again."""

    note = forms.CharField(label="说明", required=False, max_length=200)


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the letters need to know: a field for each part a reviewing body may play."""

    online = forms.URLField(
        label="提交行政复议申请的网址",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="网上送达的答复必须写明（行政复议法第二十二条）",
    )

    class Meta:
        model = LetterSettings
        fields = (
            "body",
            "court",
            "online",
            "prefix",
            "numbers",
            "partly_review_first",
            "inquiry_review_first",
            "withdrawn_remedy",
        )
        help_texts = {  # noqa: RUF012
            "body": "决定由哪个机关复议（行政复议法第二十四条至第二十八条）",
            "court": "写全称，如“示例市清河区人民法院”",
            "prefix": "文号中年份以前的部分，如“清水公复”",
            "partly_review_first": "未核实：不公开的部分依条例第十四条至第十六条的，默认写前置",
            "inquiry_review_first": "未核实：前置限于条例第十四条至第十六条的不予公开，默认不写前置",
            "withdrawn_remedy": "未核实：没有对申请作出决定，默认不写",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a field for each reviewing body."""
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [(one.key, one.term) for one in Body]  # type: ignore[attr-defined]
        known = self.instance.reviewers or {}
        for one in Reviewer:
            if one is not Reviewer.ITSELF:
                self.fields[f"reviewer_{one.key}"] = forms.CharField(
                    label=f"{one.term}的全称", required=False, max_length=100, initial=known.get(one.key, "")
                )

    def values(self) -> dict[str, Any]:
        """Give the values as the act takes them."""
        cleaned = self.cleaned_data
        reviewers = {
            name.removeprefix("reviewer_"): value
            for name, value in cleaned.items()
            if name.startswith("reviewer_")
        }
        return {name: cleaned[name] for name in self.Meta.fields} | {"reviewers": reviewers}
