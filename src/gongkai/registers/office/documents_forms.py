"""Forms of the register of rules and normative documents, and of documents filed with the agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.portal.models import ColumnPage, PolicyPage
from gongkai.registers.models import Document, DocumentEvent, FiledDocument
from gongkai.registers.services.documents import CLEANING, FACTS, Happened, Maker

_Kind = DocumentEvent.Kind
_PARTY = "（党的机关）"
_SPLIT = str.maketrans(dict.fromkeys("；;，,\r\n", "、"))
_HAPPENS = [
    (kind.value, kind.label)
    for kind in (
        _Kind.AMENDED,
        _Kind.PARTLY_REPEALED,
        _Kind.EXTENDED,
        _Kind.REPEALED,
        _Kind.DECLARED_EXPIRED,
        _Kind.KEPT,
    )
]


class Day(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
            **given,
        )


class FactsForm(forms.Form):
    """What is said of a document besides its events."""

    kind = forms.ChoiceField(label="种类", choices=Document.Kind.choices, initial=Document.Kind.NORMATIVE)
    title = forms.CharField(label="标题", max_length=255)
    number = forms.CharField(
        label="文号", max_length=100, required=False, help_text="如：清应急规〔2022〕3号"
    )
    lead = forms.CharField(
        label="牵头机关",
        max_length=100,
        required=False,
        help_text="本机关单独制发或者牵头的，不填；其他机关牵头的，填它的全称，年度报告由它统计",
    )
    co_makers = forms.CharField(
        label="其他联合发文机关",
        required=False,
        max_length=1000,
        help_text="几个之间用顿号分开，不写本机关；党的机关后面加“（党的机关）”",
    )
    unified_number = forms.CharField(label="统一编号（三统一）", max_length=60, required=False)
    legality_by = forms.CharField(label="合法性审核机构", max_length=100, required=False)
    legality_on = Day(label="合法性审核日期", required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the acts take them."""
        given = self.cleaned_data
        return {name: given[name] for name in FACTS if name in given} | {"leads": not given["lead"].strip()}

    @property
    def makers(self) -> list[Maker]:
        """The bodies that made the document together with the agency, the lead first if it is another."""
        lead = self.cleaned_data["lead"].strip()
        names = [one.strip() for one in self.cleaned_data["co_makers"].translate(_SPLIT).split("、")]
        others = [
            Maker(name.removesuffix(_PARTY)[:100], party=name.endswith(_PARTY))
            for name in names
            if name and name != lead
        ]
        if not lead:
            return others
        return [Maker(lead.removesuffix(_PARTY), leads=True, party=lead.endswith(_PARTY)), *others]

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        """Give what the form begins with for a document."""
        makers = list(document.makers.all())
        named = [f"{one.name}{_PARTY}" if one.party else one.name for one in makers]
        lead = named[0] if makers and makers[0].leads else ""
        return {name: getattr(document, name) for name in FACTS} | {
            "lead": lead,
            "co_makers": "、".join(named[1:] if lead else named),
        }


class EntryForm(FactsForm):
    """Enter a document with the day it was made; what happened since is recorded on its own page."""

    made_on = Day(label="制发日期（成文日期）", help_text="以前年度制发的照实填写，年度报告按这个日期统计")
    valid_until = Day(label="有效期至", required=False, help_text="最后一天；长期有效的不填")
    replaces = forms.ChoiceField(
        label="代替的旧文件",
        required=False,
        help_text="登记后，旧文件同日记为废止，它的公开页面同时标明“废止”",
    )
    field_order = ("kind", "title", "number", "made_on", "valid_until", "lead", "co_makers", "replaces")

    def __init__(self, *args: Any, standing: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (one.public_id, f"{one.title}（{one.number}）" if one.number else one.title) for one in standing
        ]
        self.fields["replaces"].choices = [("", "——"), *rows]  # type: ignore[attr-defined]

    @property
    def made(self) -> Happened:
        """The making."""
        return Happened(_Kind.MADE, self.cleaned_data["made_on"], self.cleaned_data["valid_until"])


class EventForm(forms.Form):
    """What happened to a document."""

    kind = forms.ChoiceField(label="事项", choices=_HAPPENS)
    on = Day(label="日期", help_text="决定生效的日期，不是登记的日期；以前的可以补登")
    valid_until = Day(
        label="新的有效期至", required=False, help_text="只在有效期延长时填；改为长期有效的不填"
    )
    by_document = forms.CharField(
        label="依据的文件",
        max_length=200,
        required=False,
        help_text="作出修改、废止决定的文件，写文号或者标题",
    )
    note = forms.CharField(label="说明", max_length=300, required=False)

    @property
    def happened(self) -> Happened:
        """The event as the acts take it."""
        given = self.cleaned_data
        until = given["valid_until"] if given["kind"] in (_Kind.EXTENDED, _Kind.MADE) else None
        return Happened(given["kind"], given["on"], until, given["by_document"], given["note"])


class CorrectForm(forms.Form):
    """Cancel a record that was wrong, and say what is right."""

    event = forms.ChoiceField(label="有误的登记")
    reason = forms.CharField(label="更正理由", max_length=300)
    on = Day(label="正确的日期", required=False, help_text="整条都不该登记的，不填")
    valid_until = Day(label="正确的有效期至", required=False, help_text="制发、有效期延长才填")

    def __init__(self, *args: Any, events: list[DocumentEvent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._events = {str(one.number): one for one in events}
        choices = [(number, f"第{number}条：{one}") for number, one in self._events.items()]
        self.fields["event"].choices = choices  # type: ignore[attr-defined]

    @property
    def wrong(self) -> DocumentEvent:
        """The record to be cancelled."""
        return self._events[self.cleaned_data["event"]]

    @property
    def instead(self) -> Happened | None:
        """What is right; None if nothing takes its place."""
        on: date | None = self.cleaned_data["on"]
        if on is None:
            return None
        wrong = self.wrong
        return Happened(wrong.kind, on, self.cleaned_data["valid_until"], wrong.by_document, wrong.note)


class LinkForm(forms.Form):
    """Choose the page that publishes a document."""

    page = forms.ChoiceField(label="公开页面", required=False)

    def __init__(self, *args: Any, pages: list[PolicyPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = {one.slug: one for one in pages}
        rows = [
            (
                slug,
                f"{one.title}{f'（{one.document_number}）' if one.document_number else ''}{'' if one.live else '［没有公开］'}",
            )
            for slug, one in self.pages.items()
        ]
        self.fields["page"].choices = [("", "没有公开页面"), *rows]  # type: ignore[attr-defined]


class FilingForm(forms.Form):
    """Record that a document of ours was filed (备案)."""

    number = forms.CharField(label="备案号", max_length=60)
    on = Day(label="备案日期")
    filed_with = forms.CharField(label="备案机关", max_length=100, required=False)


class CleaningForm(forms.Form):
    """What is common to the results of a cleaning (清理)."""

    on = Day(label="清理结果公布的日期")
    by_document = forms.CharField(label="公布清理结果的文件", max_length=200, help_text="文号或者标题")
    note = forms.CharField(label="说明", max_length=300, required=False)


class ImportForm(forms.Form):
    """Choose a file to bring in."""

    file = forms.FileField(label="文件（.xlsx、.csv）")
    skip_wrong = forms.BooleanField(label="有错误的行先不导入，其余的照常导入", required=False)


class ReceivedForm(forms.Form):
    """Record a document that another body filed with the agency."""

    filer = forms.CharField(label="报备机关", max_length=100)
    title = forms.CharField(label="文件标题", max_length=255)
    number = forms.CharField(label="文号", max_length=100, required=False)
    made_on = Day(label="成文日期", required=False)
    received_on = Day(label="收到日期", initial=timezone.localdate)
    valid_until = Day(label="有效期至", required=False)


class ResultForm(forms.Form):
    """Say what the review of a filing found."""

    result = forms.ChoiceField(
        label="审查结果", choices=[one for one in FiledDocument.Result.choices if one[0]]
    )
    number = forms.CharField(label="备案号", max_length=60, required=False, help_text="准予备案的填写")
    on = Day(label="备案日期", required=False, help_text="准予备案的填写")


class CatalogueForm(forms.Form):
    """Make the list of a quarter as a draft."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2199)
    quarter = forms.TypedChoiceField(
        label="季度", coerce=int, choices=[(n, f"第{'一二三四'[n - 1]}季度") for n in range(1, 5)]
    )
    column = forms.ChoiceField(label="放在栏目")

    def __init__(self, *args: Any, columns: list[ColumnPage], depth: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = {str(one.translation_key): one for one in columns}
        rows = [(key, f"{'　' * (one.depth - depth - 1)}{one.title}") for key, one in self.columns.items()]
        self.fields["column"].choices = rows  # type: ignore[attr-defined]


RESULTS = [("", "不清理"), *CLEANING.items()]
