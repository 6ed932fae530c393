"""The app `letters`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES = {
    "letter.template": "保存文书模板",
    "letter.standard": "恢复标准文本",
    "letter.settings": "修改文书设置",
    "letter.number": "给出文号",
    "letter.void": "文号作废",
}


class LettersConfig(AppConfig):
    """Letters: templates of an agency, printed as Word and PDF."""

    name = "gongkai.letters"
    label = "letters"
    verbose_name = "文书"

    def ready(self) -> None:
        """Name the acts."""
        from gongkai.agencies.registry import register_act_names

        register_act_names(ACT_NAMES)
