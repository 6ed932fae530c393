"""The forms by which documents and pictures come in, on every way: one, several, from within the page editor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .frozen import FROZEN_FIELDS, FileFrozen, is_frozen
from .names import clean_name
from .reading.errors import Refused
from .reading.kinds import kind_of
from .reading.strip import stripped

__all__ = ["NOT_SECRET", "DocumentForm", "ImageForm"]

NOT_SECRET = "本系统为非涉密系统，严禁上传国家秘密和工作秘密。"  # noqa: S105 no password
"""Said on every form that takes a file (保守国家秘密法第三十一条: no secrets in systems that are not made for them)."""


class OfficeFileForm:
    """Mixed into Wagtail's forms: says what may be uploaded, looks at the content, keeps what was public as it was."""

    pictures_only = False
    takes = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields  # type: ignore[attr-defined]
        if self.instance.pk is not None:  # type: ignore[attr-defined]
            fields.pop("collection", None)  # a file stays with its agency
        field = fields.get("file")
        if field is None:
            return
        field.help_text = (
            f"{NOT_SECRET}可以上传{self.takes}，每个不超过{settings.UPLOAD_BYTES // 1048576}MB。"
        )
        looked_at = field.clean

        def clean(data: Any, *rest: Any) -> Any:
            return looked_at(self._look_at(data), *rest)

        field.clean = clean

    def _look_at(self, data: Any) -> Any:
        """Refuse by size and content before anything else opens the file; gives it without what it says of its author.

        Names of authors, reviewers and places that hang on a file are nobody's to publish (个人信息保护法第六条: as little as
        needed). A file that bears a signature stays byte for byte.
        """
        if not isinstance(data, UploadedFile):
            return data
        data.name = clean_name(data.name or "")
        if (data.size or 0) > settings.UPLOAD_BYTES:
            raise ValidationError(
                f"文件有{data.size / 1048576:.0f}MB，超过{settings.UPLOAD_BYTES // 1048576}MB的上限；请拆分或者压缩后再上传"
            )
        content = data.read()
        data.seek(0)
        try:
            typed = kind_of(data.name, content)
            kept = stripped(typed, content)
        except Refused as refused:
            raise ValidationError(refused.message) from refused
        kind = typed.kind
        if self.pictures_only:
            if not kind.picture:
                raise ValidationError(f"这是{kind.label}，不是图片；请到“附件”里上传")
            stem = data.name.rpartition(".")[0] or data.name
            data.name = f"{stem}.{kind.endings[0]}"
        if kept.data == content:
            return data
        return SimpleUploadedFile(data.name, kept.data, data.content_type or "application/octet-stream")

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if is_frozen(self.instance):  # type: ignore[attr-defined]
            words = FileFrozen(type(self.instance).objects.get(pk=self.instance.pk).title).message  # type: ignore[attr-defined]
            for name in set(self.changed_data) & set(FROZEN_FIELDS):  # type: ignore[attr-defined]
                self.add_error(name, words)  # type: ignore[attr-defined]
        return cleaned


class DocumentForm(OfficeFileForm, BaseDocumentForm):
    """Takes attachments of the kinds offices use."""

    takes = "Word、Excel、PPT、WPS、PDF、OFD、TXT、CSV文件和JPG、PNG、GIF、WebP图片"

    class Meta(BaseDocumentForm.Meta):
        pass


class ImageForm(OfficeFileForm, BaseImageForm):
    """Takes pictures."""

    pictures_only = True
    takes = "JPG、PNG、GIF、WebP图片"

    class Meta(BaseImageForm.Meta):
        pass
