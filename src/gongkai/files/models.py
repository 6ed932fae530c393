"""Documents and pictures of pages, and files people upload to be worked on."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


def private_storage() -> Storage:
    """Give the private storage; a function, so that migrations do not fix where it lies."""
    return storages["private"]


class OfficeDocument(AbstractDocument):
    """An attachment of a page (附件), of one agency."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, verbose_name="机关")
    admin_form_fields = (*WagtailDocument.admin_form_fields, "agency")

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"


class OfficeImage(AbstractImage):
    """A picture (图片), of one agency."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, verbose_name="机关")
    admin_form_fields = (*WagtailImage.admin_form_fields, "agency")

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"


class OfficeRendition(AbstractRendition):
    """A picture at another size."""

    image = models.ForeignKey(OfficeImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


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
