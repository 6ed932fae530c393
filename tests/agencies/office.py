"""Two agencies with an officer, an administrator and pages each; nothing of one may reach the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from gongkai.agencies.access import collection_of
from gongkai.agencies.models import Agency, Duty, Role, User
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, ItemPage, PlatformPage
from gongkai.portal.services import make_platform

PASSWORD = "correct-horse-42"
_GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass
class Office:
    """An agency with its people and what it has."""

    agency: Agency
    officer: User
    administrator: User
    platform: PlatformPage
    column: ColumnPage
    article: ItemPage
    document: Any
    image: Any

    @property
    def words(self) -> tuple[str, ...]:
        """What must not be read by an officer of another agency."""
        return (f"{self.agency.slug}秘密", self.officer.full_name, self.administrator.full_name)


def person(username: str, agency: Agency | None = None, *duties: Duty, **fields: Any) -> User:
    """Make a person with duties."""
    made = User(username=username, full_name=fields.pop("full_name", f"{username}姓名"), **fields)
    made.set_password(PASSWORD)
    made.save()
    for duty in duties:
        Role.everyone.create(person=made, agency=agency, duty=duty)
    return made


def office(slug: str) -> Office:
    """Make an agency with platform, a column and an article, a document and a picture, an officer and an administrator."""
    agency = Agency.objects.create(full_name=f"{slug}市司法局", short_name=f"{slug}局", slug=slug)
    platform = make_platform(agency)
    statutory = ColumnPage.objects.child_of(platform).get(key=ColumnPage.Key.STATUTORY)
    with gate.opened():
        column = statutory.add_child(instance=ColumnPage(title=f"{slug}秘密栏目", slug="column"))
        article = column.add_child(instance=ItemPage(title=f"{slug}秘密信息", slug="article"))
    article.save_revision()
    collection = collection_of(agency)
    document = get_document_model()(
        title=f"{slug}秘密附件", file=ContentFile(b"x", name=f"{slug}.txt"), collection=collection
    )
    document.save()
    image = get_image_model()(
        title=f"{slug}秘密图片",
        file=ContentFile(_GIF, name=f"{slug}.gif"),
        width=1,
        height=1,
        collection=collection,
    )
    image.save()
    return Office(
        agency,
        person(f"officer-{slug}", agency, Duty.OFFICER),
        person(f"admin-{slug}", agency, Duty.ADMINISTRATOR),
        platform,
        column,
        article,
        document,
        image,
    )


def logged_in(who: User) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client
