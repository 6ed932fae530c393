"""Purge what should never have been uploaded (清除): content, versions, files and index go; a record without content stays."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, Page, PageLogEntry, ReferenceIndex

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.files import services as files
from gongkai.files.frozen import FileFrozen
from gongkai.files.models import Upload, private_storage
from gongkai.portal import gate
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage
from gongkai.publishing.events import announce
from gongkai.publishing.models import ImportRow, Placement, Purge, Round, SecrecyForm, Verdict, Withdrawal
from gongkai.publishing.reading import forget
from gongkai.search.services import forget_traces

from .common import locked_item, short

__all__ = ["PURGED_TITLE", "files_of_all_versions", "purge"]

PURGED_TITLE = "（内容已清除）"


@act("item.purge", Duty.HEAD, Duty.ADMINISTRATOR)
def purge(doing: Doing, item: ItemPage, *, why: str, note: str = "") -> Purge:
    """Remove an item's content for good: a state secret on a system that may hold none (保密法第五十七条), leaked privacy.

    What stays says that something was here, when and by whom it was removed and why; backups are named for whoever keeps them.
    """
    item = locked_item(doing, item)
    if item.purged_at is not None:
        raise Refused("这条信息已经清除过了。")
    reason = Purge.Why(why)
    record = Purge.everything.create(
        agency=doing.agency,
        item_id=item.pk,
        address=item.url or "",
        why=reason,
        note=short(note),
        was_public=item.published_at is not None,
        versions=item.revisions.count(),
        files=0,
        backups=settings.BACKUPS,
        by=doing.person,
    )
    documents, images = files_of_all_versions(item)
    forget(item.revisions.values_list("pk", flat=True))
    with gate.opened():
        _empty(item)
    files.forget_page(item.pk)
    forget_traces()
    record.files = _remove_files(documents, images)
    record.save()
    doing.note(purge=record.public_id, why=reason.value, versions=record.versions, files=record.files)
    announce(doing, "item.withdrawn")
    return record


def files_of_all_versions(item: ItemPage) -> tuple[frozenset[int], frozenset[int]]:
    """Give the row ids of the documents and pictures that any version of the item shows."""
    documents, images = (set(ids) for ids in files_of(item))
    for revision in item.revisions.all():
        more_documents, more_images = files_of(revision.as_object())
        documents |= more_documents
        images |= more_images
    return frozenset(documents), frozenset(images)


def _empty(item: ItemPage) -> None:
    rounds = Round.objects.for_agency(item.agency_id).filter(item_id=item.pk)
    for one in rounds:
        one.findings.all().delete()
    verdicts = Verdict.objects.filter(round__in=rounds)
    verdicts.exclude(comment="").update(comment=PURGED_TITLE)
    SecrecyForm.objects.filter(verdict__in=verdicts).update(basis="", where="")
    _remove_scans(verdicts)
    Withdrawal.objects.for_agency(item.agency_id).filter(item_id=item.pk).update(
        reason=PURGED_TITLE, review_comment=""
    )
    Placement.objects.for_agency(item.agency_id).filter(item_id=item.pk).update(place="")
    rounds.filter(state__in=(Round.State.OPEN, Round.State.APPROVED)).update(
        state=Round.State.RECALLED, ended_at=timezone.now()
    )
    rounds.update(note="", why="", unreadable=[])
    ImportRow.objects.filter(item_id=item.pk).update(fields={}, message="")
    Comment.objects.filter(page_id=item.pk).delete()
    PageLogEntry.objects.filter(page_id=item.pk).update(label=PURGED_TITLE, data={})
    for relation in item._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and relation.related_model._meta.app_label == "portal":
            relation.related_model.objects.filter(**{relation.field.name: item.pk}).delete()
    kept = {"agency", "published_at", "imported", "index_number", "way"}
    own = {field.name for field in Page._meta.get_fields()}
    for field in item._meta.concrete_fields:
        if field.name in own | kept or field.primary_key or isinstance(field, models.OneToOneField):
            continue
        if field.null:
            setattr(item, field.attname, None)
        elif isinstance(field, models.DateField | models.PositiveSmallIntegerField):
            continue  # a year or day that a kind must have tells nothing of the content
        else:
            setattr(item, field.attname, field.get_default())
    now = timezone.now()
    item.title = item.draft_title = PURGED_TITLE
    item.seo_title = item.search_description = ""
    item.live, item.has_unpublished_changes = False, False
    item.live_revision = item.latest_revision = None
    item.purged_at = now
    item.withdrawn_at = item.withdrawn_at or now
    item.withdrawn_reason = ""
    item.save(clean=False)
    item.revisions.all().delete()
    Page.objects.filter(pk=item.pk).update(latest_revision=None, live_revision=None)
    ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(item.pk)
    ).delete()


def _remove_scans(verdicts: QuerySet[Verdict]) -> None:
    """Remove the signed papers: they bear the title, and may bear more."""
    scans = list(
        Upload.objects.everywhere("清除的信息的签字扫描件").filter(
            pk__in=list(verdicts.exclude(scan=None).values_list("scan", flat=True))
        )
    )
    verdicts.update(scan=None)
    for scan in scans:
        name = scan.file.name
        scan.delete()
        transaction.on_commit(partial(private_storage().delete, name))


def _remove_files(documents: frozenset[int], images: frozenset[int]) -> int:
    """Remove the files that no other page uses, from storage too.

    The index of references is brought up to date in the background: what a page holds by a key is asked of the database itself.
    """
    removed = 0
    for model, ids in ((get_document_model(), documents), (get_image_model(), images)):
        for one in model.objects.filter(pk__in=ids):
            if ReferenceIndex.get_references_to(one).exists():
                continue
            try:
                with transaction.atomic():
                    for rendition in one.renditions.all() if hasattr(one, "renditions") else ():
                        _remove_at_once(rendition)
                    _remove_at_once(one)
            except (FileFrozen, ProtectedError):
                continue  # another page uses it, or has shown it to the public
            removed += 1
    return removed


def _remove_at_once(one: Any) -> None:
    """Remove a file when the act is committed, not by Wagtail's task some time later, which would also keep its name."""
    transaction.on_commit(partial(one.file.storage.delete, one.file.name))
    one.file.name = "purged"
    one.delete()
