"""The one gate through which a public page may change: it is open only inside an act.

Everything a citizen may read stands in a page that is live. Whoever saves such a page, publishes a revision, unpublishes,
moves or deletes one outside the gate is refused, whatever their rights and whichever way they came: the page editor, its
bulk actions and API, the scheduler, copies and aliases, a shell. So review before publication (政府信息公开条例第十七条) does not
hang on every view remembering it.

    with gate.opened():       in acts only
        revision.publish(…)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from gongkai.agencies.acts import Refused

__all__ = ["GateClosed", "before_closing", "is_open", "opened", "watch"]

_open: ContextVar[bool] = ContextVar("gate_open", default=False)
_touched: ContextVar[set[int] | None] = ContextVar("gate_touched", default=None)
_followers: dict[str, Callable[[frozenset[int]], object]] = {}

_HOUSEKEEPING = frozenset(
    {
        "alias_of",
        "depth",
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "path",
    }
)
"""Fields that readers do not see: where the page stands in the tree is kept by the signal of moves."""


class GateClosed(Refused):
    """Somebody tried to change what the public reads outside an act; `message` says so in Chinese.

    It is no `PermissionDenied`: Wagtail turns those into a sentence of its own, and this one must be read.
    """

    def __init__(self) -> None:
        super().__init__("没有经过审核发布：公开的内容只能通过送审、发布、撤回来改动。")


@contextmanager
def opened() -> Iterator[None]:
    """Open the gate for what is done inside. Only acts call it.

    Before it closes, whoever follows what the public reads is told which pages were saved, moved or deleted inside.
    """
    if _open.get():  # an act within an act: the outer one tells
        yield
        return
    token, touched = _open.set(True), _touched.set(set())
    try:
        yield
        pages = frozenset(_touched.get() or ())
        for follow in _followers.values() if pages else ():
            follow(pages)
    finally:
        _touched.reset(touched)
        _open.reset(token)


def before_closing(name: str, follow: Callable[[frozenset[int]], object]) -> None:
    """Have `follow(row ids of pages)` called in the act's transaction for all pages it has changed; `name` is its own."""
    _followers[name] = follow


def is_open() -> bool:
    """Whether an act is at work here."""
    return _open.get()


def watch() -> None:
    """Stand at the gate: of every kind of page, those of rooms not yet built included."""
    pre_save.connect(_before_save, dispatch_uid="portal.gate.save")
    pre_delete.connect(_before_delete, dispatch_uid="portal.gate.delete")
    pre_page_move.connect(_before_move, dispatch_uid="portal.gate.move")
    post_save.connect(_after, dispatch_uid="portal.gate.saved")
    post_delete.connect(_after, dispatch_uid="portal.gate.deleted")
    post_page_move.connect(_after, dispatch_uid="portal.gate.moved")


def _after(sender: Any, instance: Any, **_: Any) -> None:
    touched = _touched.get()
    if touched is not None and issubclass(sender, Page):
        touched.add(int(instance.pk))


def _before_save(sender: Any, instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    if raw or is_open() or not issubclass(sender, Page):
        return
    fields = [
        field
        for field in instance._meta.concrete_fields
        if field.name not in _HOUSEKEEPING and (update_fields is None or field.name in update_fields)
    ]
    if not fields:
        return
    stored = sender._base_manager.filter(pk=instance.pk).first() if instance.pk else None
    if stored is None or not stored.live:
        changed = bool(instance.live)
    else:
        changed = any(
            field.get_prep_value(field.value_from_object(instance))
            != field.get_prep_value(field.value_from_object(stored))
            for field in fields
        )
    if changed:
        raise GateClosed


def _before_delete(sender: Any, instance: Any, **_: Any) -> None:
    if not is_open() and issubclass(sender, Page) and instance.live:
        raise GateClosed


def _before_move(sender: Any, instance: Any, **_: Any) -> None:
    if not is_open() and (instance.live or instance.get_descendants().filter(live=True).exists()):
        raise GateClosed
