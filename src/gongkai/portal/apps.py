"""The app `portal`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES = {
    "platform.make": "建立公开平台",
    "column.open": "开设栏目",
    "column.rename": "栏目更名",
    "column.reword": "修改栏目说明",
    "column.move": "移动栏目",
    "column.merge": "合并栏目",
    "column.close": "关闭栏目",
    "column.reopen": "恢复栏目",
    "item.move": "信息移到另一栏目",
}


class PortalConfig(AppConfig):
    """The public face: agency platforms, columns, pages."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开平台"

    def ready(self) -> None:
        """Let every room register what shows its pages, and the agencies' floor know how a platform is made."""
        from django.utils.module_loading import autodiscover_modules

        from gongkai.agencies.registry import register_act_names, register_page_guard, register_platform_maker

        from . import (
            clean_text,
            editing,
            finding,
            gate,
            rights,
            views,  # noqa: F401 registers the portal's own
            way,  # noqa: F401 finds pages
        )
        from .faces import register_rights
        from .services import make_platform

        clean_text.watch()
        editing.describe()
        register_rights(rights.PageRights)
        register_page_guard(rights.refusal)
        gate.watch()
        finding.watch()
        register_platform_maker(make_platform)
        register_act_names(ACT_NAMES)
        autodiscover_modules("faces")
