"""A file that was before the public stays as it was: it is not replaced, renamed or deleted, whichever way somebody comes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete, pre_save

from gongkai.agencies.acts import Refused

__all__ = ["FROZEN_FIELDS", "FileFrozen", "is_frozen", "refuse_if_frozen", "watch"]

FROZEN_FIELDS = (
    "agency",
    "collection",
    "description",
    "file",
    "focal_point_height",
    "focal_point_width",
    "focal_point_x",
    "focal_point_y",
    "kind",
    "name",
    "sha256",
    "title",
)
"""What the public sees of a document or picture, or follows from it; tags may change."""


class FileFrozen(Refused):
    """Somebody tried to change or delete a file that has been before the public; `message` says what to do instead."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}”已经随信息公开过，要保持原样，不能替换、改名或者删除。要换的，请上传新文件，再在信息里改用新文件。"
        )


def is_frozen(file: Any) -> bool:
    """Whether the document or picture has ever been before the public."""
    return file.pk is not None and file.disclosures.exists()


def refuse_if_frozen(file: Any) -> None:
    """Raise `FileFrozen` for a file that has been before the public."""
    if is_frozen(file):
        raise FileFrozen(file.title)


def watch(*models: Any) -> None:
    """Stand before every save and deletion of the models of documents and pictures."""
    for model in models:
        pre_save.connect(_before_save, sender=model, dispatch_uid=f"files.frozen.save.{model.__name__}")
        pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"files.frozen.delete.{model.__name__}")


def _before_save(sender: Any, instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    if raw or not is_frozen(instance):
        return
    stored = sender._base_manager.get(pk=instance.pk)
    for field in sender._meta.concrete_fields:
        if field.name not in FROZEN_FIELDS or (update_fields is not None and field.name not in update_fields):
            continue
        now, before = (field.get_prep_value(field.value_from_object(one)) for one in (instance, stored))
        if now != before:
            raise FileFrozen(stored.title)


def _before_delete(sender: Any, instance: Any, **_: Any) -> None:
    refuse_if_frozen(instance)
