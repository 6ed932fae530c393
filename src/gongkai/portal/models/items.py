"""The item of information (信息) with its catalogue metadata (目录元数据)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.blocks import RichTextBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from gongkai.agencies.ids import new_public_id
from gongkai.law.disclosure import BASES, GENRES
from gongkai.portal.faces import Faced
from gongkai.portal.item_form import ItemForm

from .pages import PlatformPage

FEATURES = ["h3", "h4", "bold", "ol", "ul", "link", "document-link", "image", "hr"]
TABLE_OPTIONS = {
    "minSpareRows": 0,
    "startRows": 3,
    "startCols": 3,
    "colHeaders": False,
    "rowHeaders": False,
    "mergeCells": True,
    "contextMenu": [
        "row_above",
        "row_below",
        "---------",
        "col_left",
        "col_right",
        "---------",
        "remove_row",
        "remove_col",
        "---------",
        "mergeCells",
        "---------",
        "undo",
        "redo",
    ],
    "editor": "text",
    "stretchH": "all",
    "renderer": "text",
    "autoColumnSize": False,
}
BODY = [
    ("paragraph", RichTextBlock(label="文字", features=FEATURES)),
    ("table", TableBlock(label="表格", table_options=TABLE_OPTIONS)),
    ("picture", ImageBlock(label="图片")),
]

_WRITTEN_BY_ACTS = (
    "agency_id",
    "imported",
    "outside_address",
    "outside_on",
    "published_at",
    "purged_at",
    "withdrawn_at",
    "withdrawn_reason",
)


class ItemPage(Faced, Page):
    """One piece of information in a column: what lists show and counts count as one 条; see `portal.counting`.

    The kinds of item are classes below it. Metadata follows the fields named in rules of catalogues (条例第十二条: index,
    name, summary, date of making; 国办发〔2017〕47号 and what agencies show). `published_at` is set by the act of publication
    alone and never given by hand; `outside_address` is where it stands when the agency's public site is elsewhere.
    """

    class Validity(models.TextChoices):
        """Whether a document is in force (有效性)."""

        NONE = "", "不适用"
        VALID = "valid", "有效"
        AMENDED = "amended", "已修改"
        PARTLY = "partly", "部分失效"
        REPEALED = "repealed", "废止"
        EXPIRED = "expired", "失效"

    class Way(models.TextChoices):
        """How information is disclosed (公开方式; 国办发〔2016〕80号: decided with the document)."""

        ACTIVE = "active", "主动公开"
        REQUEST = "request", "依申请公开"
        CLOSED = "closed", "不予公开"

    agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        related_name="items",
        editable=False,
        null=True,
        verbose_name="发布机构",
    )
    body = StreamField(BODY, blank=True, verbose_name="正文")
    summary = models.TextField("内容概述", max_length=500, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="几个词之间用逗号分开")
    source = models.CharField("来源", max_length=100, blank=True, help_text="不填写即为本机关")
    index_number = models.CharField(
        "索引号", max_length=60, blank=True, help_text="不填写的，发布时按本机关的规则编号"
    )
    theme = models.CharField("主题分类", max_length=100, blank=True)
    genre = models.CharField(
        "体裁", max_length=20, blank=True, choices=[*((one, one) for one in GENRES), ("其他", "其他")]
    )
    document_number = models.CharField(
        "文号", max_length=100, blank=True, help_text="如：历下司发〔2022〕3号"
    )
    formed_on = models.DateField("成文日期", null=True, blank=True, help_text="信息形成或者变更的日期")
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    validity = models.CharField("有效性", max_length=10, blank=True, choices=Validity, default=Validity.NONE)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    way = models.CharField("公开方式", max_length=10, choices=Way, default=Way.ACTIVE)
    basis = models.CharField(
        "公开依据", max_length=10, blank=True, choices=[(one.code, f"条例{one.label}") for one in BASES]
    )
    department = models.CharField("责任部门", max_length=60, blank=True)
    responsible = models.CharField("责任人", max_length=40, blank=True)
    imported = models.BooleanField("历史导入", default=False, editable=False)
    outside_address = models.URLField("本机关网站上的地址", max_length=500, blank=True, editable=False)
    outside_on = models.DateField("本机关网站上的公开日期", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True, editable=False)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True, editable=False)

    lacks: ClassVar[frozenset[str]] = frozenset()
    """Parts an item as it is stored was found not to have, where it was asked for with that (`portal.way`)."""

    parent_page_types: ClassVar = ["portal.ColumnPage"]
    subpage_types: ClassVar = []
    template = "portal/item_page.html"

    promote_panels: ClassVar = []
    settings_panels: ClassVar = []
    base_form_class = ItemForm
    exclude_fields_in_copy: ClassVar = ["agency", "index_number", *_WRITTEN_BY_ACTS]

    class Meta:
        verbose_name = "信息"
        verbose_name_plural = "信息"
        indexes = (
            models.Index(fields=("agency", "published_at"), name="portal_item_published"),
            models.Index(fields=("document_number",), name="portal_item_document"),
        )
        constraints = (
            # drafts of a renewed item share nothing with it: numbers are drawn for the page, once
            models.UniqueConstraint(
                fields=("agency", "index_number"), condition=~Q(index_number=""), name="portal_item_index"
            ),
        )

    def with_content_json(self, content: dict[str, object]) -> ItemPage:
        """Give a version of the item: what acts have written stays as it is now, whatever the version says of it."""
        version: ItemPage = super().with_content_json(content)
        for name in _WRITTEN_BY_ACTS:
            setattr(version, name, getattr(self, name))
        if self.index_number and self.published_at is not None:
            version.index_number = (
                self.index_number
            )  # 索引号 never changes once published (rules of catalogues)
        return version

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Check a page; see `_give_address` for what a new one gets before."""
        self._give_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Check a draft, which need not be complete; see `_give_address`."""
        self._give_address()
        super().minimal_clean()

    def _give_address(self) -> None:
        """Give a new page its address: an opaque one, so that a title that changes does not move the page; and its agency."""
        if not self.slug:
            self.slug = new_public_id()
        if self.agency_id is None and self.path:
            above = [self.path[: length * self.steplen] for length in range(1, self.depth)]
            platform = PlatformPage.objects.filter(path__in=above).first()
            self.agency_id = platform.agency_id if platform else None


def form_for(*own: object) -> TabbedInterface:
    """Give the form of the page editor for a kind of item: 内容, with what the kind asks for first, and 目录信息."""
    content = [
        TitleFieldPanel("title", help_text="公众在列表和页面上看到的标题"),
        *own,
        FieldPanel("body"),
        InlinePanel("attachments", heading="附件", label="附件"),
        CommentPanel(),
    ]
    return TabbedInterface(
        [ObjectList(content, heading="内容"), ObjectList(_catalogue(), heading="目录信息")]
    )


def _catalogue() -> list[object]:
    return [
        FieldPanel("formed_on"),
        FieldPanel("document_number"),
        FieldPanel("index_number"),
        MultiFieldPanel([FieldPanel("theme"), FieldPanel("genre"), FieldPanel("keywords")], "分类"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("way"), FieldPanel("basis")], "公开属性"),
        MultiFieldPanel([FieldPanel("validity"), FieldPanel("valid_until")], "效力", classname="collapsed"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("department"), FieldPanel("responsible")],
            "来源和责任",
            classname="collapsed",
        ),
    ]


ItemPage.edit_handler = form_for()
