"""The app `registers`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES: dict[str, str] = {
    "document.enter": "登记规章、规范性文件",
    "document.import": "导入规章、规范性文件",
    "document.change": "修改文件信息",
    "document.event": "登记文件变动",
    "document.correct": "更正文件登记",
    "document.link": "关联公开页面",
    "document.file": "登记文件备案",
    "document.clean": "登记清理结果",
    "document.renew": "按日更新文件有效性",
    "filing.enter": "登记报送备案的文件",
    "filing.decide": "登记备案审查结果",
    "filing.catalogue": "生成备案目录",
}


class RegistersConfig(AppConfig):
    """Registers of documents and decisions, and table 二."""

    name = "gongkai.registers"
    label = "registers"
    verbose_name = "登记"

    def ready(self) -> None:
        """Name the acts, take part in 我的一天, go on with imports that were left behind."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names, register_day_section
        from gongkai.tasks.registry import schedule

        from .office import calls_day, decisions_day, documents_ready
        from .services.decision_batches import resume_lost

        register_act_names(ACT_NAMES)
        documents_ready.enter()
        calls_day.enter()
        register_act_names(decisions_day.ACT_NAMES)
        register_day_section(decisions_day.my_decisions, order=420)
        schedule("registers.resume_batches", timedelta(minutes=10), resume_lost)
