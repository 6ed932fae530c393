"""What is withdrawn leaves a published folder with the act itself, before a worker comes round to the rest."""

from __future__ import annotations

import logging
import sqlite3

from django.conf import settings
from wagtail.models import Page

__all__ = ["remove_if_gone"]

_log = logging.getLogger(__name__)


def remove_if_gone(page: int) -> None:
    """Remove a page's files if it is not public any more; called when the act is committed. A store elsewhere is left to the worker."""
    if not settings.PUBLISH_TO or Page.objects.filter(pk=page, live=True).exists():
        return
    from .assets import no_longer_public
    from .targets import Folder, Unfit, target_of

    try:
        target = target_of(settings.PUBLISH_TO)
        if not isinstance(target, Folder) or not target.is_begun:
            return
        state = target.state()
        try:
            files = [file for file in state.of_page(page).values() if file]
        finally:
            state.close()
        with target.placing():
            for name in (*files, *no_longer_public(page)):
                target.remove(name)
    except (OSError, sqlite3.Error, Unfit) as error:  # the act is done; the worker removes them
        _log.warning("撤下的网页的文件没有立即删除，后台进程会再做：%s", type(error).__name__)
