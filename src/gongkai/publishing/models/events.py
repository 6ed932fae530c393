"""What was published and withdrawn, as events for the upper floors, and which of them has been told."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.ids import new_public_id
from gongkai.agencies.scope import ScopedManager


class Event(models.Model):
    """Something published or withdrawn, written in the act's own transaction.

    `kind` is what happened (``report.published``), `object_type` and `object_id` name what it happened to by its public id;
    `details` holds no personal data. `delivered_at` is set when every subscriber has been told.
    """

    public_id = models.CharField(
        "对外编号", max_length=20, unique=True, editable=False, default=new_public_id
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="机关")
    kind = models.CharField("事件", max_length=80)
    object_type = models.CharField("对象种类", max_length=80)
    object_id = models.CharField("对象", max_length=40)
    details = models.JSONField("内容", default=dict)
    delivered_at = models.DateTimeField("通知完毕", null=True)

    objects = ScopedManager("agency")
    everything = models.Manager()

    class Meta:
        verbose_name = "发布事件"
        verbose_name_plural = "发布事件"
        base_manager_name = "everything"
        default_manager_name = "everything"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="publishing_event_object"),
            models.Index(fields=("delivered_at",), name="publishing_event_delivered"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind}"


class Delivery(models.Model):
    """One subscriber told of one event, so that a task that runs twice tells it once."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries", verbose_name="事件")
    subscriber = models.CharField("接收方", max_length=80)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "事件通知"
        verbose_name_plural = "事件通知"
        constraints = (
            models.UniqueConstraint(fields=("event", "subscriber"), name="publishing_delivery_once"),
        )

    def __str__(self) -> str:
        return f"{self.event} → {self.subscriber}"
