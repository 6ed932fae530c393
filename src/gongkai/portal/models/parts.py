"""What belongs to an item and is reviewed and published with it: attachments, pictures, leaders, makers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class Attachment(Orderable):
    """A file of an item (附件). Without a title it is shown under the document's own."""

    item = ParentalKey("portal.ItemPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "files.OfficeDocument", models.PROTECT, related_name="+", verbose_name="文件"
    )
    title = models.CharField("显示的名称", max_length=255, blank=True)
    panels: ClassVar = [FieldPanel("document"), FieldPanel("title")]


class CoMaker(Orderable):
    """A body that issued a document together with the one that leads."""

    policy = ParentalKey("portal.PolicyPage", on_delete=models.CASCADE, related_name="co_makers")
    name = models.CharField("名称", max_length=100)
    party = models.BooleanField("党的机关", default=False)
    panels: ClassVar = [FieldPanel("name"), FieldPanel("party")]


class Interpretation(Orderable):
    """An item that explains a document (政策解读). Both pages lead to each other once both are published."""

    policy = ParentalKey("portal.PolicyPage", on_delete=models.CASCADE, related_name="interpretations")
    item = models.ForeignKey(
        "portal.ItemPage", models.CASCADE, related_name="interprets", verbose_name="解读"
    )
    panels: ClassVar = [PageChooserPanel("item", "portal.ItemPage")]


class Picture(Orderable):
    """One picture of picture news, with what it shows for those who do not see it."""

    item = ParentalKey("portal.PicturePage", on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey("files.OfficeImage", models.PROTECT, related_name="+", verbose_name="图片")
    caption = models.CharField("图片说明", max_length=300, blank=True)
    alt = models.CharField("替代文字", max_length=200, help_text="图片里有什么，读给看不见图片的人听")
    panels: ClassVar = [FieldPanel("image"), FieldPanel("caption"), FieldPanel("alt")]


class Leader(Orderable):
    """A leader of the agency: name, post, what he or she minds (分工)."""

    item = ParentalKey("portal.InstitutionPage", on_delete=models.CASCADE, related_name="leaders")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=100)
    minds = models.TextField("分工", blank=True)
    photo = models.ForeignKey(
        "files.OfficeImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    panels: ClassVar = [FieldPanel("name"), FieldPanel("post"), FieldPanel("minds"), FieldPanel("photo")]


class Unit(Orderable):
    """A unit of the agency (内设机构) or a body below it."""

    item = ParentalKey("portal.InstitutionPage", on_delete=models.CASCADE, related_name="units")
    name = models.CharField("名称", max_length=100)
    duties = models.TextField("职责", blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    panels: ClassVar = [FieldPanel("name"), FieldPanel("duties"), FieldPanel("address"), FieldPanel("phone")]


class TopicEntry(Orderable):
    """An item gathered in a special topic."""

    topic = ParentalKey("portal.TopicPage", on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey("portal.ItemPage", models.CASCADE, related_name="+", verbose_name="信息")
    panels: ClassVar = [PageChooserPanel("item", "portal.ItemPage")]
