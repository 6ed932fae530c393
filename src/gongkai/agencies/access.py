"""What the page editor needs to know of our duties: groups, page permissions and one collection of files per agency.

Our duties decide; Wagtail's groups follow them. Everybody with a duty may enter the back office; those whose duty is with
the content work on the pages and files of the agency. A deputy follows the dates, so a person is brought up to date on
every change of a role and on the first request of each day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from .models import Agency, Duty, User
from .queries import duties_of

ENTRY_GROUP = "gongkai-office"
_AGENCY_GROUP = "gongkai-agency-"

PAGE_DUTIES = frozenset({Duty.OFFICER, Duty.REVIEWER, Duty.HEAD})
_PAGE_PERMISSIONS = ("add", "change")
"""Nobody holds Wagtail's right to publish: publication is an act (`publishing`)."""
_FILE_PERMISSIONS = ("add", "change", "choose")


def group_of(agency: Agency) -> Group:
    """Give the group that works on the agency's pages, made if it is missing."""
    return Group.objects.get_or_create(name=f"{_AGENCY_GROUP}{agency.public_id}")[0]


def collection_of(agency: Agency) -> Collection:
    """Give the collection (文件夹) that holds the agency's documents and pictures, made with its permissions if missing."""
    group = group_of(agency)
    held = GroupCollectionPermission.objects.filter(group=group).select_related("collection").first()
    if held is not None:
        return held.collection
    root = Collection.get_first_root_node() or Collection.add_root(name="全部文件")
    collection = root.add_child(name=agency.full_name)
    for app, model in (("wagtaildocs", "document"), ("wagtailimages", "image")):
        # Wagtail asks for the permissions of its own models, whatever models stand in for them.
        codenames = [f"{action}_{model}" for action in _FILE_PERMISSIONS]
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=permission
            )
    return collection


def agency_of_collection(collection_id: int) -> Agency | None:
    """Give the agency whose files the collection holds, None for a common one."""
    names = Group.objects.filter(
        name__startswith=_AGENCY_GROUP, collection_permissions__collection_id=collection_id
    ).values_list("name", flat=True)
    return Agency.objects.filter(public_id__in=[name.removeprefix(_AGENCY_GROUP) for name in names]).first()


def open_agency(agency: Agency) -> None:
    """Make the agency's group and collection, and name the collection as the agency is named now."""
    collection = collection_of(agency)
    if collection.name != agency.full_name:
        collection.name = agency.full_name
        collection.save()


def open_pages(agency: Agency, page: Any) -> None:
    """Let the agency's people write drafts of this page and those below it; rights of other kinds are taken away."""
    group = group_of(agency)
    wanted = [f"{action}_page" for action in _PAGE_PERMISSIONS]
    GroupPagePermission.objects.filter(group=group).exclude(permission__codename__in=wanted).delete()
    for action in _PAGE_PERMISSIONS:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", content_type__model="page", codename=f"{action}_page"
        )
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def bring_up_to_date(person: User, on: date | None = None) -> None:
    """Put the person into the groups the duties of the day (today if None) ask for, and out of our others."""
    duties = duties_of(person, on)
    working = {agency for agency, duty in duties if duty in PAGE_DUTIES}
    public_ids = Agency.objects.filter(pk__in=working).values_list("public_id", flat=True)
    wanted = {f"{_AGENCY_GROUP}{public_id}" for public_id in public_ids}
    if duties:
        wanted.add(ENTRY_GROUP)
    ours = person.groups.filter(name__startswith="gongkai-")
    held = set(ours.values_list("name", flat=True))
    if held - wanted:
        person.groups.remove(*ours.filter(name__in=held - wanted))
    for name in wanted - held:
        person.groups.add(_group(name))


def _group(name: str) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    if name == ENTRY_GROUP and (made or not group.permissions.exists()):
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return group
