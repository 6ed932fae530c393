"""Who changes what the public reads: noticed in two nets, so that what slips through one is held by the other.

1. **Acts.** Every act leaves an entry in the audit log, in its transaction (`agencies.acts`); whatever it is, it may have
   changed a public page, unless its name is among those known to touch none (`_QUIET_ACTS`). So a room that is built later,
   and one that writes with bulk queries, is noticed without doing anything for it.
2. **Rows.** Every save or deletion of a row of ours, and of Wagtail's rows that public pages are made of, except of models
   known to be the office's own (`_QUIET_APPS`, `_QUIET_MODELS`). Pages count only while the gate (`portal.gate`) is open: outside it
   nothing public can change, and officers save drafts all day.

What is noticed too often only makes a page be made again; so the lists name what is quiet, not what is not.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.files.models import Disclosed, OfficeDocument, OfficeImage, OfficeRendition
from gongkai.portal import gate
from gongkai.portal.models import ColumnPage, HomePage, ItemPage, PlatformPage

from .generation import note, touch
from .models import Change

__all__ = ["is_quiet_act", "register_quiet", "watch"]

_Kind = Change.Kind
_QUIET_ACTS = [
    "application.",
    "call.",
    "closed.",
    "deputy.",
    "duty.",
    "handover.",
    "item.approve",  # publication, where it follows, is an act of its own
    "item.delegate",
    "item.hand_over",
    "item.import_finish",
    "item.import_read",
    "item.import_refuse",
    "item.recall",
    "item.return",
    "item.send",
    "login.",
    "person.",
    "report.begin",
    "report.change",
    "report.discard",
    "report.hand_over",
    "report.read",
    "report.take_in",
    "report.upload",
    "report.upload_many",
    "review.plan",
    "review.rule",
    "review.words",
    "role.",
    "upload.",
]
"""Acts that no public page shows; what ends with a dot stands for all that begin so."""
_PAGE_ACTS = (
    "publish",
    "withdraw",
    "item.",
    "column.",
    "platform.",
    "report.",
    "agency.",
    "review.catalogue",
)
"""Acts whose effect on pages is seen from the rows they save; of any other the agency's lists are looked at."""
_QUIET_APPS = {"applications", "audit", "duties", "numbering", "publishing", "search", "serving", "tasks"}
_QUIET_MODELS = {"agencies.deputy", "agencies.role", "agencies.user", "files.upload", "reporting.draft"}
_WAGTAIL = {"wagtailcore.site", "wagtailcore.pageviewrestriction", "wagtailredirects.redirect"}


def register_quiet(
    *, apps: tuple[str, ...] = (), models: tuple[str, ...] = (), acts: tuple[str, ...] = ()
) -> None:
    """Let a room above say which of its rows (label in small letters) and acts no public page shows."""
    _QUIET_APPS.update(apps)
    _QUIET_MODELS.update(models)
    _QUIET_ACTS.extend(acts)


def is_quiet_act(name: str) -> bool:
    """Whether an act is known to touch no public page."""
    return any(name.startswith(one) if one.endswith(".") else name == one for one in _QUIET_ACTS)


def watch() -> None:
    """Cast both nets."""
    for signal in (post_save, post_delete):
        signal.connect(_row_changed, dispatch_uid="serving.watching")
    post_page_move.connect(_page_moved, dispatch_uid="serving.watching")
    gate.before_closing("serving.watching", _gate_closes)


def _gate_closes(pages: frozenset[int]) -> None:
    """Note pages written many at a time, of which no ordinary saving tells (历史导入); those noted before are not noted twice."""
    for page in ItemPage.objects.filter(pk__in=pages).order_by("pk").values_list("pk", flat=True):
        note(_Kind.PAGE, str(page))


def _row_changed(sender: Any, instance: Any, raw: bool = False, created: bool = False, **_: Any) -> None:
    if raw or sender.__module__ == "__fake__":  # loaded from a dump; or by a migration, when nobody reads yet
        return
    if sender is Entry:
        _act_done(instance)
    elif issubclass(sender, Page):
        if gate.is_open():
            _page_changed(instance)
    elif issubclass(sender, Agency):
        note(_Kind.PLATFORM, instance.public_id)
    elif issubclass(sender, OfficeDocument | OfficeImage):
        _file_changed(instance, created)
    elif issubclass(sender, OfficeRendition):
        return  # the same picture at another size: made while a page is shown
    elif sender._meta.label_lower in _WAGTAIL:
        note(_Kind.SITE)
    elif _is_ours(sender):
        touch()


def _is_ours(sender: Any) -> bool:
    label = sender._meta.label_lower
    return (
        sender.__module__.startswith("gongkai.")
        and sender._meta.app_label not in _QUIET_APPS
        and label not in _QUIET_MODELS
    )


def _act_done(entry: Entry) -> None:
    if is_quiet_act(entry.act):
        return
    if entry.agency and not entry.act.startswith(_PAGE_ACTS):
        note(_Kind.AGENCY, entry.agency)
    else:
        touch()


def _page_changed(page: Page) -> None:
    page = page.specific if type(page) is Page else page
    if isinstance(page, HomePage):
        note(_Kind.SITE)
    elif isinstance(page, ColumnPage | PlatformPage):
        note(_Kind.PLATFORM, _agency_of(page))
    else:
        note(_Kind.PAGE, str(page.pk))


def _page_moved(sender: Any, instance: Page, **_: Any) -> None:
    page = instance.specific
    if isinstance(page, ColumnPage | PlatformPage | HomePage):
        note(_Kind.SITE if isinstance(page, HomePage | PlatformPage) else _Kind.PLATFORM, _agency_of(page))
    else:
        note(_Kind.PAGE, str(page.pk))


def _agency_of(page: Page) -> str:
    """Give the public id of the agency whose platform a column stands on, "" for all of the site."""
    if isinstance(page, HomePage):
        return ""
    platform = page if isinstance(page, PlatformPage) else None
    if platform is None and page.path:
        above = [page.path[: length * page.steplen] for length in range(1, page.depth)]
        platform = PlatformPage.objects.filter(path__in=above).select_related("agency").first()
    return platform.agency.public_id if platform else ""


def _file_changed(file: Any, created: bool) -> None:
    if created:
        return
    owner = {"document": file} if isinstance(file, OfficeDocument) else {"image": file}
    pages = Disclosed.objects.filter(until=None, **owner).values_list("page_id", flat=True)
    for page in list(pages) if file.pk else []:
        note(_Kind.PAGE, str(page))
