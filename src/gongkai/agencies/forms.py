"""The forms of the back office for agencies, people, duties and deputies, and of the first set-up."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from .models import Agency, Role, User
from .services import CONTACT_FIELDS, IDENTITY_FIELDS

_CREATE_FIELDS = tuple(name for name in IDENTITY_FIELDS if name != "demonstration")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgencyForm(forms.ModelForm):
    """An agency's data; `whole` is False for an agency's own administrator, who keeps the contact data only."""

    class Meta:
        model = Agency
        fields: ClassVar = [*_CREATE_FIELDS, *CONTACT_FIELDS]
        widgets: ClassVar = {"established_on": _day(), "main_colour": forms.TextInput(attrs={"size": 8})}
        help_texts: ClassVar = {
            "full_name": "与公章一致，如“济南市历下区司法局”",
            "short_name": "网页窄处用，如“区司法局”",
            "slug": "小写字母、数字和连字符，用于网址，如 sfj；定后不宜更改",
            "credit_code": "18位；可以以后再填",
            "office": "负责政府信息公开工作的内设机构（条例第四条），写进公开指南",
            "address": "当面提交申请、邮寄申请的地址",
            "hours": "如“工作日8:30—12:00，13:30—17:00”",
            "sponsor": "不填则为机关全称",
            "site_id_code": "在全国政府网站信息报送系统中的编码；没有可不填",
            "icp": "如“鲁ICP备00000000号”",
            "police_mark": "如“鲁公网安备00000000000000号”",
            "main_colour": "公开平台的主色，如 #1a4b8f；与白字的对比不足时改用默认色",
        }

    def __init__(self, *args: Any, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not whole:
            for name in _CREATE_FIELDS:
                del self.fields[name]
            return
        parent = self.fields["parent"]
        parent.empty_label = "没有"  # type: ignore[attr-defined]
        parent.queryset = Agency.objects.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]


class DissolveForm(forms.Form):
    """The day an agency was dissolved."""

    on = forms.DateField(label="撤销日期", widget=_day())


class SuccessionForm(forms.Form):
    """Who takes an agency's work over, and from which day."""

    successor = forms.ModelChoiceField(Agency.objects.none(), label="承继机关")
    on = forms.DateField(label="日期", widget=_day())
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如“仅承继法律援助职能”")

    def __init__(self, *args: Any, predecessor: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = Agency.objects.exclude(pk=predecessor.pk)  # type: ignore[attr-defined]


class PersonForm(forms.ModelForm):
    """A person's name and telephone number."""

    class Meta:
        model = User
        fields: ClassVar = ["full_name", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True


class NewPersonForm(PersonForm):
    """A new person with the first duties for one of the agencies the maker administers."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    duties = forms.MultipleChoiceField(
        label="职责",
        widget=forms.CheckboxSelectMultiple,
        help_text="一人可以有几项职责。系统管理员管理本机关的人员和联系信息；信息员拟稿、上传；审核人审核。",
    )

    class Meta(PersonForm.Meta):
        fields: ClassVar = ["username", "full_name", "phone"]
        labels: ClassVar = {"username": "登录名"}
        help_texts: ClassVar = {"username": "用字母、数字，如 zhangsan；以后不能更改"}

    def __init__(self, *args: Any, agencies: Any, duties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["duties"].choices = duties  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A further duty for somebody, of those the giver may give."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    duty = forms.ChoiceField(label="职责")

    def __init__(self, *args: Any, agencies: Any, duties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]


class DeputyForm(forms.Form):
    """Who stands in for one of a person's duties, and when."""

    role = forms.ModelChoiceField(Role.everyone.none(), label="代理的职责", empty_label=None)
    person = forms.ModelChoiceField(User.objects.none(), label="代理人", empty_label=None)
    first_day = forms.DateField(label="自", widget=_day(), initial=timezone.localdate)
    last_day = forms.DateField(label="至（含当日）", widget=_day())

    def __init__(self, *args: Any, roles: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]
        self.fields["role"].label_from_instance = lambda role: (  # type: ignore[attr-defined]
            f"{role.agency.short_name}{role.get_duty_display()}"
        )
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """One's own new password, typed twice, after the old one."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再输一次新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self.fields["new"].help_text = "；".join(
            text.rstrip("。") for text in password_validators_help_texts()
        )

    def clean_old(self) -> str:
        if not self._person.check_password(self.cleaned_data["old"]):
            raise ValidationError("现在的密码不对，请重新输入")
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self._person)
        return str(self.cleaned_data["new"])

    def clean(self) -> None:
        new = self.cleaned_data.get("new")
        if new and new != self.cleaned_data.get("again"):
            self.add_error("again", "两次输入的新密码不一样")
        if new and new == self.cleaned_data.get("old"):
            self.add_error("new", "新密码与现在的密码相同，请换一个")


class SetupForm(forms.Form):
    """The first set-up: token, administrator, first agency."""

    token = forms.CharField(
        label="设置口令", help_text="启动平台的命令窗口里显示；也在数据文件夹的 setup_token 文件里"
    )
    username = forms.CharField(
        label="登录名",
        max_length=150,
        validators=[User.username_validator],
        initial="admin",
        help_text="用字母、数字",
    )
    person_name = forms.CharField(label="姓名", max_length=60)
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再输一次密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    full_name = forms.CharField(
        label="机关全称", max_length=100, help_text="与公章一致，如“济南市历下区司法局”"
    )
    short_name = forms.CharField(label="机关简称", max_length=40, help_text="如“区司法局”")
    slug = forms.SlugField(
        label="网址中的名称", max_length=40, help_text="小写字母、数字和连字符，如 sfj；定后不宜更改"
    )
    kind = forms.ChoiceField(label="机关种类", choices=Agency.Kind.choices, initial=Agency.Kind.DEPARTMENT)
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="18位；可以以后再填"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = "；".join(text.rstrip("。") for text in password_validators_help_texts())
        self.fields["password"].help_text = help_text

    def person(self) -> User:
        """Give the administrator, not saved."""
        data = self.cleaned_data
        return User(username=data.get("username", ""), full_name=data.get("person_name", ""))

    def agency(self) -> Agency:
        """Give the first agency, not saved."""
        names = ("full_name", "short_name", "slug", "kind")
        agency = Agency(**{name: self.cleaned_data.get(name, "") for name in names})
        agency.credit_code = self.cleaned_data.get("credit_code") or None
        return agency

    def clean(self) -> None:
        password = self.cleaned_data.get("password")
        if password and password != self.cleaned_data.get("again"):
            self.add_error("again", "两次输入的密码不一样")
        if password:
            try:
                validate_password(password, self.person())
            except ValidationError as error:
                self.add_error("password", error)
        try:
            self.agency().full_clean(exclude=[name for name in self.errors if name in self.fields])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
