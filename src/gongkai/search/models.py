"""The rows of the index: items, the shelves they are counted by, pieces of their texts; synonyms and questions asked.

What the engines find by hangs at `Item` and `Chunk` and is made by migrations of their own (`migrations.0002`): FTS5 tables that
follow by triggers on SQLite, a tsvector column each on PostgreSQL, written by `postgresql`.
"""

from __future__ import annotations

from django.db import models

__all__ = [
    "CHUNKS_PER_ITEM",
    "CHUNKS_PER_PART",
    "ITEMS_PER_DAY",
    "Chunk",
    "Item",
    "QueryCount",
    "Shelf",
    "SynonymGroup",
]

ITEMS_PER_DAY = 1 << 20
"""The id of an item holds its day of publication: day (`date.toordinal`) · 1,048,576 + number. So the newest are read first."""

CHUNKS_PER_PART = 2048
CHUNKS_PER_ITEM = 4 * CHUNKS_PER_PART
"""The id of a chunk holds what it is of: item · 8192 + part · 2048 + number, so that a hit needs no look at the chunk."""


class Shelf(models.Model):
    """One combination of what items are filtered and counted by; many items share one, so that counts are few rows.

    A shelf never changes: what stands on it is put on another. Two shelves may be alike: whoever counts sums them. `file_kinds` has a bar before and after
    each kind: ``|docx|pdf|``.
    """

    agency_id = models.PositiveBigIntegerField("机关")
    column_path = models.CharField("栏目", max_length=255)
    year = models.PositiveSmallIntegerField("年份")
    theme = models.CharField("主题分类", max_length=100, blank=True)
    validity = models.CharField("有效性", max_length=10, blank=True)
    valid_until = models.DateField("有效期至", null=True)
    organ = models.CharField("发文机关", max_length=200, blank=True)
    file_kinds = models.CharField("文件种类", max_length=200, blank=True)

    class Meta:
        verbose_name = "检索分类"
        verbose_name_plural = "检索分类"
        indexes = (
            models.Index(fields=("column_path", "year"), name="search_shelf_column"),
            models.Index(
                fields=("validity", "valid_until"),
                name="search_shelf_validity",
                condition=~models.Q(validity=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.column_path} {self.year}"


class Item(models.Model):
    """One disclosed item. `stamp` is a digest of all that was entered, and of the tokeniser's version, to tell what is stale."""

    page_id = models.PositiveBigIntegerField("页面", unique=True)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="items", verbose_name="检索分类")
    published_at = models.DateTimeField("发布时间")
    title = models.CharField("标题", max_length=255)
    numbers = models.TextField("文号、索引号、关键词", blank=True)
    stamp = models.CharField("校验值", max_length=32)

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"

    def __str__(self) -> str:
        return self.title


class Chunk(models.Model):
    """A piece of an item's text; pieces of a long one overlap. `id` is made from item, part and number, see above."""

    class Part(models.IntegerChoices):
        """What it is a piece of; the weightiest first."""

        NAME = 0, "附件名称"
        BODY = 1, "正文"
        FILE = 2, "附件内容"

    id = models.BigIntegerField("编号", primary_key=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="chunks", verbose_name="检索条目")
    label = models.CharField("附件名称", max_length=255, blank=True)
    text = models.TextField("文字")

    class Meta:
        verbose_name = "检索文本"
        verbose_name_plural = "检索文本"

    def __str__(self) -> str:
        return str(self.id)


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches (同义词), one a line."""

    words = models.TextField("同义词", help_text="一行一个词")
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = "同义词"
        verbose_name_plural = "同义词"
        ordering = ("pk",)

    def __str__(self) -> str:
        return "、".join(self.as_tuple())

    def as_tuple(self) -> tuple[str, ...]:
        """The words."""
        return tuple(line for line in self.words.split("\n") if line)


class QueryCount(models.Model):
    """How often the same words were asked on a day, and how much was found the last time. Nothing tells by whom."""

    day = models.DateField("日期")
    words = models.CharField("检索词", max_length=60)
    times = models.PositiveIntegerField("次数", default=0)
    total = models.PositiveIntegerField("结果数", default=0)

    class Meta:
        verbose_name = "检索词统计"
        verbose_name_plural = "检索词统计"
        constraints = (models.UniqueConstraint(fields=("day", "words"), name="search_query_once"),)
        indexes = (models.Index(fields=("words",), name="search_query_words"),)

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
