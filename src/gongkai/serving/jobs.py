"""What workers do for serving: bring the published files up to date after acts, and by the clock."""

from __future__ import annotations

import logging

from django.conf import settings

from gongkai.tasks.services import defer, task

__all__ = ["catch_up", "order_publication", "publish_changes"]

_SECONDS = 60.0
"""How long one turn of the work may take; what is left is another task's, so that others are not kept waiting."""
_log = logging.getLogger(__name__)


@task()
def publish_changes() -> None:
    """Publish what changed. May run twice: what is published already is left alone."""
    _bring_up_to_date(nightly=False)


def order_publication() -> None:
    """Have what changes in this transaction published once it is committed, where there is a place to publish to."""
    if settings.PUBLISH_TO:
        defer(publish_changes)


def catch_up() -> None:
    """Publish what a new day changes or a lost task left, and compare everything once a night. The clock calls it."""
    _bring_up_to_date(nightly=True)


def _bring_up_to_date(*, nightly: bool) -> None:
    if not settings.PUBLISH_TO:
        return
    from .publication.publisher import Publisher
    from .publication.targets import Busy, Unfit, target_of

    try:
        done = Publisher(target_of(settings.PUBLISH_TO)).keep_up(_SECONDS, nightly=nightly)
    except Busy:  # somebody is at it, and looks for changes again before he ends
        return
    except Unfit as unfit:
        _log.error("静态文件没有发布：%s", unfit.message)
        return
    if not done:
        defer(publish_changes)
