"""The questions of the form, a group a screen. Only what 条例第二十九条 demands must be answered; 用途 need not."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from gongkai.agencies.credit_code import validate_credit_code
from gongkai.files.reading.numbers import is_id_number
from gongkai.law.applicants import Applicant

__all__ = [
    "ContentForm",
    "DeliveryForm",
    "FilesForm",
    "KindForm",
    "OrganisationForm",
    "PersonForm",
    "ReviewForm",
    "TogetherForm",
]

RESIDENT = "居民身份证"
_PAPERS = (
    RESIDENT,
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
    "其他证件",
)
_MOST_JOINT = 20
_number = RegexValidator(r"^[0-9A-Za-z\-()（）]{4,40}$", "证件号码应为数字、字母，请核对是否多了别的字符")
_phone = RegexValidator(r"^[0-9+\-\s()（）转]{5,40}$", "电话号码只写数字、+、-和“转”，例如 13800000000")


def _kind_choices() -> list[tuple[str, str]]:
    return [(one.key, "公民（自然人）" if one is Applicant.PERSON else one.term) for one in Applicant]


class _Form(forms.Form):
    """A form in words of our own. Of the fields in `either` one at least must be filled in."""

    either: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, label_suffix="", **more)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "这一项需要填写"
            if isinstance(field.widget, forms.RadioSelect):
                field.error_messages["required"] = "请选择一项"
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput):
                field.error_messages["max_length"] = f"最多{field.max_length}个字，请缩短"


class KindForm(_Form):
    """Who applies: the columns of table 三."""

    kind = forms.ChoiceField(label="您以什么身份申请", choices=_kind_choices, widget=forms.RadioSelect)


class _Contact(_Form):
    """How to reach the applicant: one way at least."""

    either = ("phone", "email", "address")
    phone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        validators=[_phone],
        help_text="网上提交的申请，自双方确认之日起计算期限；留电话便于及时与您确认",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        max_length=200,
        required=False,
        help_text="有进展时发邮件提醒您来查看，邮件里不写申请的内容",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "邮箱地址不完整，应像 name@example.cn 这样"},
    )
    address = forms.CharField(
        label="联系地址",
        max_length=200,
        required=False,
        help_text="希望邮寄答复的，请写能收到信的地址",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label="邮政编码",
        max_length=6,
        required=False,
        validators=[RegexValidator(r"^\d{6}$", "邮政编码应为6位数字")],
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the applicant."""
        given = super().clean() or {}
        wrong = any(name in self.errors for name in self.either)
        if not wrong and not any(given.get(name) for name in self.either):
            self.add_error("phone", "电话、邮箱、地址请至少填写一项，否则无法与您联系")
        return given


def _check_identity(form: forms.Form, paper: str, number: str, name: str) -> None:
    if paper == RESIDENT and number and not is_id_number(number, timezone.localdate()):
        form.add_error(name, "身份证号码不对：应为18位，请核对是否抄错了一位")


class PersonForm(_Contact):
    """A citizen: name, identity (身份证明), contact."""

    name = forms.CharField(
        label="姓名", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    identity_type = forms.ChoiceField(label="证件种类", choices=[(one, one) for one in _PAPERS])
    identity_number = forms.CharField(
        label="证件号码",
        max_length=40,
        validators=[_number],
        help_text="条例要求提供身份证明。号码加密保存，只有办理、审核的工作人员能看到",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order: ClassVar = ["name", "identity_type", "identity_number"]

    def clean_identity_number(self) -> str:
        """Give letters as they are printed."""
        return str(self.cleaned_data["identity_number"]).upper()

    def clean(self) -> dict[str, Any]:
        """Check the check sign of an ID number."""
        given = super().clean()
        _check_identity(
            self, given.get("identity_type", ""), given.get("identity_number", ""), "identity_number"
        )
        return given


class OrganisationForm(_Contact):
    """A legal person or other organisation: name, credit code, who speaks for it, contact."""

    name = forms.CharField(
        label="单位名称",
        max_length=200,
        help_text="请写全称，与证照一致",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    identity_number = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="18位，在营业执照、法人证书上；用作单位的身份证明",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    representative = forms.CharField(label="法定代表人或者负责人", max_length=100, required=False)
    contact = forms.CharField(label="联系人", max_length=100, required=False)
    field_order: ClassVar = ["name", "identity_number", "representative", "contact"]

    def clean_identity_number(self) -> str:
        """Check the check sign of the credit code."""
        code = str(self.cleaned_data["identity_number"]).replace(" ", "").upper()
        validate_credit_code(code)
        return code


class TogetherForm(_Form):
    """Joint applicants and an agent; nothing here must be filled in. `rows` says how many joint applicants are asked for."""

    agent_name = forms.CharField(label="代理人姓名", max_length=100, required=False)
    agent_number = forms.CharField(
        label="代理人身份证号码", max_length=40, required=False, validators=[_number]
    )
    agent_phone = forms.CharField(label="代理人电话", max_length=40, required=False, validators=[_phone])

    def __init__(self, *args: Any, rows: int = 0, **more: Any) -> None:
        self.rows = min(max(rows, 0), _MOST_JOINT)
        super().__init__(*args, **more)
        for row in range(self.rows):
            who = f"第{row + 2}位申请人"
            self.fields[f"joint_name_{row}"] = forms.CharField(
                label=f"{who}的姓名或者名称", max_length=200, required=False
            )
            self.fields[f"joint_number_{row}"] = forms.CharField(
                label=f"{who}的证件号码或者信用代码", max_length=40, required=False, validators=[_number]
            )
            self.fields[f"joint_phone_{row}"] = forms.CharField(
                label=f"{who}的电话", max_length=40, required=False, validators=[_phone]
            )

    @property
    def full(self) -> bool:
        """Whether no further joint applicant can be asked for."""
        return self.rows >= _MOST_JOINT

    def agent_fields(self) -> list[Any]:
        """The questions about the agent."""
        return [self[name] for name in ("agent_name", "agent_number", "agent_phone")]

    def joint_fields(self) -> list[list[Any]]:
        """The questions about each joint applicant."""
        return [
            [self[f"joint_{name}_{row}"] for name in ("name", "number", "phone")] for row in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the identity of whoever is named."""
        given = super().clean() or {}
        people = [("agent_name", "agent_number", "agent_phone")]
        people += [
            (f"joint_name_{row}", f"joint_number_{row}", f"joint_phone_{row}") for row in range(self.rows)
        ]
        for name, number, phone in people:
            if given.get(name) and not given.get(number) and number not in self.errors:
                self.add_error(number, "请填写证件号码，作为身份证明")
            if (given.get(number) or given.get(phone)) and not given.get(name) and name not in self.errors:
                self.add_error(name, "请填写姓名；不需要的，请把这一组都清空")
            written = str(given.get(number, "")).upper()
            digits = written[:17].isdecimal() and len(written) == 18
            if digits and not is_id_number(written, timezone.localdate()):
                try:
                    validate_credit_code(written)
                except ValidationError:
                    self.add_error(number, "号码的校验位不符，请核对是否抄错了一位")
        return given


class ContentForm(_Form):
    """What is asked for: a name, a document number, or other features by which it can be found."""

    either = ("title", "document_number", "features")
    title = forms.CharField(
        label="信息的名称",
        max_length=300,
        required=False,
        help_text="例如：2023年度法律援助经费决算表",
    )
    document_number = forms.CharField(
        label="文号", max_length=100, required=False, help_text="知道的话，例如：示司发〔2023〕12号"
    )
    features = forms.CharField(
        label="其他特征",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不知道名称、文号的，写清时间、事项、地点、哪个科室办的等，便于查找。一次申请一项信息，办得更快",
    )
    purpose = forms.CharField(
        label="用途",
        max_length=500,
        required=False,
        help_text="不用说明用途；愿意写的，有助于我们找准您要的信息",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three."""
        given = super().clean() or {}
        wrong = any(name in self.errors for name in self.either)
        if not wrong and not any(given.get(name) for name in self.either):
            self.add_error("title", "名称、文号、其他特征请至少填写一项，说明您要什么信息")
        return given


class DeliveryForm(_Form):
    """In what form and by which way (形式要求), and which help is needed (条例第四十三条)."""

    FORMS = ("电子文件", "纸质文件", "光盘等数据载体")
    WAYS = ("网上下载（凭编号和查询码）", "电子邮件", "邮寄", "自行领取", "当场阅读、抄录")
    form = forms.ChoiceField(
        label="希望以什么形式得到信息", choices=[(one, one) for one in FORMS], widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label="希望怎样得到", choices=[(one, one) for one in WAYS], widget=forms.RadioSelect
    )
    other = forms.BooleanField(label="不能按这个形式提供的，可以用其他形式", required=False, initial=True)
    help = forms.CharField(
        label="需要的帮助",
        max_length=500,
        required=False,
        help_text="阅读有困难或者视听有障碍的，请告诉我们需要什么帮助，例如大字、电话说明、代为填写",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, applicant: dict[str, Any] | None = None, **more: Any) -> None:
        self._applicant = applicant or {}
        super().__init__(*args, **more)

    def clean_way(self) -> str:
        """Ask for the address the chosen way needs."""
        way = str(self.cleaned_data["way"])
        if way == "电子邮件" and not self._applicant.get("email"):
            raise ValidationError("您没有填写电子邮箱。请回到“申请人”一步补上，或者选其他途径")
        if way == "邮寄" and not self._applicant.get("address"):
            raise ValidationError("您没有填写联系地址。请回到“申请人”一步补上，或者选其他途径")
        return way


class FilesForm(_Form):
    """One file more."""

    file = forms.FileField(
        label="选择文件",
        required=False,
        help_text="图片、PDF、Word、Excel文件；没有要交的，直接下一步",
        error_messages={"empty": "文件是空的，没有收下", "invalid": "没有收到文件，请重新选择"},
    )


class ReviewForm(_Form):
    """The last look: consent (《个人信息保护法》第二十九条), the question against programs, and a trap for them."""

    consent = forms.BooleanField(
        label="我同意本机关为办理这件申请处理以上个人信息（含证件号码）",
        error_messages={"required": "请勾选同意；不同意的，可以当面或者邮寄申请"},
    )
    answer = forms.CharField(
        label="验证问题",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请回答这个问题"},
    )
    website = forms.CharField(label="请不要填写这一项", required=False, max_length=200)
