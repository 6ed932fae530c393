"""An agency with the people who make, review and decide, and items on their way through review."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.portal.sites import a_platform
from tests.reporting.office import make_person
from wagtail.documents import get_document_model
from wagtail.models import Revision

from gongkai.agencies.access import collection_of
from gongkai.agencies.models import Agency, Duty, User
from gongkai.files.models import Upload
from gongkai.files.services import keep_upload
from gongkai.portal.models import Attachment, ColumnPage, ItemPage
from gongkai.publishing import services
from gongkai.publishing.models import Round

TITLE = "关于开展安全生产检查的通知"
WORDS = "<p>为做好今年的安全生产工作，现就有关事项通知如下。</p><p>各单位应当在6月30日前完成自查。</p>"
OPEN = services.SecrecyAnswer("open")


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    return drawn.getvalue()


PNG = _picture()


@dataclass
class Desk:
    """An agency and its people: 信息员, 审核人, 保密审查人, 机关负责人."""

    agency: Agency
    officer: User
    reviewer: User
    secrecy: User
    head: User

    @property
    def deciders(self) -> tuple[User, User, User]:
        """Who decides at the three steps of the standard plan."""
        return self.reviewer, self.secrecy, self.head


def desk(name: str = "示例市清河区应急管理局", slug: str = "yingji") -> Desk:
    """Make an agency with a platform and one person for each duty."""
    agency = a_platform(name, slug)
    return Desk(
        Agency.objects.get(pk=agency.pk),
        make_person(agency, Duty.OFFICER, name=f"zhang-{slug}"),
        make_person(agency, Duty.REVIEWER, name=f"li-{slug}"),
        make_person(agency, Duty.SECRECY, name=f"wang-{slug}"),
        make_person(agency, Duty.HEAD, name=f"zhao-{slug}"),
    )


def column_of(agency: Agency, slug: str = "permits") -> ColumnPage:
    """Give one of the agency's columns by its name in addresses."""
    platform = agency.platform
    platform.refresh_from_db()
    found: ColumnPage = ColumnPage.objects.get(slug=slug, path__startswith=platform.path)
    return found


def draft(
    by: User,
    agency: Agency,
    title: str = TITLE,
    words: str = WORDS,
    *,
    kind: type[ItemPage] = ItemPage,
    column: str = "permits",
    **fields: Any,
) -> ItemPage:
    """Make a draft with all that the catalogue wants, as the page editor leaves it."""
    values: dict[str, Any] = {
        "formed_on": date(2026, 3, 2),
        "basis": "20.5",
        "theme": "安全生产监管",
        "body": [("paragraph", words)],
    }
    item = kind(title=title, live=False, owner=by, **(values | fields))
    column_of(agency, column).add_child(instance=item)
    item.save_revision(user=by)
    return fresh(item)


def fresh(item: ItemPage) -> ItemPage:
    """Read the item anew, as its own kind."""
    found: ItemPage = ItemPage.objects.get(pk=item.pk).specific
    return found


def change(item: ItemPage, by: User, **fields: Any) -> Revision:
    """Save a further draft version, as the page editor does."""
    version = fresh(item).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, [("paragraph", value)] if name == "body" else value)
    found: Revision = version.save_revision(user=by, clean=False)
    return found


def send(who: User, item: ItemPage, **more: Any) -> Round:
    """Send the newest version for review."""
    item = fresh(item)
    return services.send(who, item.agency, item, **({"version": item.latest_revision_id} | more))


def approve(who: User, one: Round, **more: Any) -> Round:
    """Pass the step, with the form on confidentiality where it is asked for."""
    one = Round.everything.get(pk=one.pk)
    step = one.current or {}
    values = {"comment": "同意", "proofread": True, "secrecy": OPEN if step.get("secrecy") else None}
    return services.approve(who, one.agency, one, **(values | more))


def through(at: Desk, one: Round) -> Round:
    """Pass all that is left of the standard steps."""
    for who in at.deciders:
        one = approve(who, one)
    return one


def published(at: Desk, title: str = TITLE, words: str = WORDS, **more: Any) -> ItemPage:
    """Make an item, and have it reviewed and published."""
    item = draft(at.officer, at.agency, title, words, **more)
    through(at, send(at.officer, item))
    return fresh(item)


def a_scan(at: Desk, name: str = "签字页.png") -> Upload:
    """Upload a signed paper."""
    return keep_upload(at.agency, at.officer, SimpleUploadedFile(name, PNG, content_type="image/png"))


def a_document(agency: Agency, name: str = "附表.txt", data: bytes = b"words") -> Any:
    """Make a document in the agency's folder."""
    document = get_document_model()(
        title=name, file=ContentFile(data, name=name), collection=collection_of(agency), agency=agency
    )
    document.save()
    return document


def attach(item: ItemPage, by: User, *documents: Any) -> ItemPage:
    """Save a version with these files attached."""
    version = fresh(item).get_latest_revision_as_object()
    version.attachments = [Attachment(document=one) for one in documents]
    version.save_revision(user=by)
    return fresh(item)


def address(item: ItemPage) -> str:
    """Give where the item stands, or would."""
    return str(fresh(item).url)


def today() -> date:
    """Give the day in China."""
    return timezone.localdate()
