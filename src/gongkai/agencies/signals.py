"""What follows whenever a row is saved, by whatever way: groups follow roles, the agency's pages open to its people.

These are not acts: they only keep the page editor's permissions equal to what our rows say.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from . import access, queries
from .guard import is_platform
from .models import Agency, Deputy, Role


def connect() -> None:
    """Connect everything; called once, when all models are known."""
    post_save.connect(_agency_saved, sender=Agency, dispatch_uid="agencies.agency")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(_role_changed, sender=Role, dispatch_uid=f"agencies.role.{name}")
        signal.connect(_deputy_changed, sender=Deputy, dispatch_uid=f"agencies.deputy.{name}")
    for page_class in apps.get_models():
        if is_platform(page_class):
            post_save.connect(
                _platform_saved, sender=page_class, dispatch_uid=f"agencies.{page_class.__name__}"
            )
    for file_class in (get_document_model(), get_image_model()):
        pre_save.connect(_file_saved, sender=file_class, dispatch_uid=f"agencies.{file_class.__name__}")


def _agency_saved(sender: Any, instance: Agency, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        access.open_agency(instance)


def _role_changed(sender: Any, instance: Role, raw: bool = False, **kwargs: Any) -> None:
    queries.forget_duties()
    if raw:
        return
    access.bring_up_to_date(instance.person)
    for deputy in Deputy.objects.filter(role_id=instance.pk).select_related("person"):
        access.bring_up_to_date(deputy.person)


def _deputy_changed(sender: Any, instance: Deputy, raw: bool = False, **kwargs: Any) -> None:
    queries.forget_duties()
    if not raw:
        access.bring_up_to_date(instance.person)


def _platform_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        access.open_pages(instance.agency, instance)


def _file_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A file belongs to the agency whose collection it lies in, whatever a form says."""
    if not raw and instance.collection_id:
        instance.agency = access.agency_of_collection(instance.collection_id)
