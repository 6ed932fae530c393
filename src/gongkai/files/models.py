"""Documents and pictures of pages, and files people upload to be worked on."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, get_upload_to
from wagtail.images.models import Image as WagtailImage

from gongkai.agencies.access import agency_of_collection
from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager

from .frozen import refuse_if_frozen
from .kinds import media_type
from .names import clean_name, ending_of
from .reading.errors import Refused
from .reading.kinds import kind_of


def private_storage() -> Storage:
    """Give the private storage; a function, so that migrations do not fix where it lies."""
    return storages["private"]


def _document_path(document: OfficeDocument, name: str) -> str:
    """Name the stored file by chance: the name people gave is kept beside it, and may hold anything."""
    document.name = clean_name(name)
    return f"documents/{new_public_id()}{ending_of(document.name)}"


class OfficeFile(models.Model):
    """What documents and pictures share: whose they are, and what came in.

    `name` is the file's name as given, without folders; `kind` the id of its kind (`files.reading.kinds`), "" where it has
    none; `sha256` the digest of its content. The agency is that of the collection it lies in.
    """

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, editable=False, verbose_name="机关"
    )
    name = models.CharField("文件名", max_length=200, blank=True, editable=False)
    kind = models.CharField("文件种类", max_length=10, blank=True, editable=False)
    sha256 = models.CharField("校验值", max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.name = clean_name(self.file.name)
            self.note_content()
        if self.agency_id is None and kwargs.get("update_fields") is None:
            self.agency = agency_of_collection(self.collection_id) if self.collection_id else None
        super().save(*args, **kwargs)

    def note_content(self) -> None:
        """Note what the file holds: digest, size and kind."""
        self.file.open()
        self.file.seek(0)
        content = self.file.read()
        self.file.seek(0)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.file_size = len(content)
        try:
            self.kind = kind_of(self.name or self.file.name, content).kind.id
        except Refused:
            self.kind = ""  # what people upload is refused before; this came another way

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_frozen(self)
        return super().delete(*args, **kwargs)


class OfficeDocument(OfficeFile, AbstractDocument):
    """An attachment of a page (附件), of one agency."""

    file = models.FileField("文件", storage=private_storage, upload_to=_document_path, max_length=100)
    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"

    @property
    def filename(self) -> str:
        """The name under which people get it."""
        return self.name or PurePosixPath(self.file.name).name

    @property
    def content_type(self) -> str:
        """Its media type."""
        return media_type(self.kind, self.filename)

    def _set_document_file_metadata(self) -> None:
        super()._set_document_file_metadata()
        self.note_content()


class OfficeImage(OfficeFile, AbstractImage):
    """A picture (图片), of one agency."""

    file = WagtailImageField(
        "文件",
        storage=private_storage,
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"

    def get_upload_to(self, filename: str) -> str:
        """Name the stored file by chance; its name is kept beside it."""
        self.name = clean_name(filename)
        return f"original_images/{new_public_id()}{ending_of(self.name)}"

    def _set_image_file_metadata(self) -> None:
        super()._set_image_file_metadata()
        self.note_content()


class OfficeRendition(AbstractRendition):
    """A picture at another size."""

    image = models.ForeignKey(OfficeImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = (models.Index(fields=("file",), name="files_rendition_file"),)


class Disclosed(models.Model):
    """A file that the public may have on account of a page, from `at` to `until` (null: now).

    `page_id` is the row id of a page, a plain number: pages live on a floor above. A file with a row here is frozen for
    good: it has been before the public, so what it was must stay to be seen (see `files.frozen`).
    """

    wagtail_reference_index_ignore = True

    document = models.ForeignKey(
        OfficeDocument, models.PROTECT, null=True, related_name="disclosures", verbose_name="附件"
    )
    image = models.ForeignKey(
        OfficeImage, models.PROTECT, null=True, related_name="disclosures", verbose_name="图片"
    )
    page_id = models.PositiveBigIntegerField("页面", db_index=True)
    at = models.DateTimeField("公开时间")
    until = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "随信息公开的文件"
        verbose_name_plural = "随信息公开的文件"
        constraints = (
            models.CheckConstraint(
                condition=Q(document__isnull=True) ^ Q(image__isnull=True), name="files_disclosed_one_file"
            ),
            models.UniqueConstraint(
                fields=("document", "page_id"), condition=Q(until=None), name="files_disclosed_document"
            ),
            models.UniqueConstraint(
                fields=("image", "page_id"), condition=Q(until=None), name="files_disclosed_image"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document or self.image} {self.at:%Y-%m-%d %H:%M}"


class FileText(models.Model):
    """The text of a file's content, read once for all files of this content, so that it can be found.

    Only files that are or were before the public have a row: it is made when the first of them is disclosed, and goes when
    the last page that disclosed one is purged. `text` is what a reader of the file sees, cut off at a limit (`truncated`);
    `reason` is the code of what stood against it (`files.reading.errors`), `note` says it in Chinese. `told` says whether whoever
    waited for the text has been told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待读取"
        DONE = "done", "已读取"
        NONE = "none", "没有文字"
        FAILED = "failed", "读不出"

    sha256 = models.CharField("校验值", max_length=64, unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    text = models.TextField("文字", blank=True)
    truncated = models.BooleanField("只读了前面一部分", default=False)
    reason = models.CharField("原因代码", max_length=20, blank=True)
    note = models.CharField("原因", max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField("读取次数", default=0)
    told = models.BooleanField("已经通知", default=False)
    asked_at = models.DateTimeField("登记时间", auto_now_add=True)
    read_at = models.DateTimeField("读取时间", null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "附件的文字"
        verbose_name_plural = "附件的文字"
        indexes = (models.Index(fields=("told", "asked_at"), name="files_text_told"),)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.get_state_display()}"


def _upload_path(upload: Upload, name: str) -> str:
    """Name the stored file by the upload's id alone: the name people gave may hold anything."""
    return f"uploads/{upload.public_id[:2]}/{upload.public_id}"


class Upload(models.Model):
    """A file as somebody handed it in, kept unchanged in private storage.

    `name` is the file's name as given, without folders; `sha256` the digest of its content.
    """

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", storage=private_storage, upload_to=_upload_path, max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey("agencies.User", models.PROTECT, null=True, verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "上传的文件"
        verbose_name_plural = "上传的文件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
