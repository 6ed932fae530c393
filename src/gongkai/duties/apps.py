"""The app `duties`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES = {
    "duty.enter": "登记公开任务",
    "duty.enter_many": "批量登记公开任务",
    "duty.change": "修改公开任务",
    "duty.end": "终止公开任务",
    "duty.assign": "指定责任人",
    "duty.pass_on": "责任人离任，转由替补责任人",
    "duty.interval": "设置评估间隔",
    "duty.occasion": "登记公开事项",
    "duty.meet": "办理公开任务",
    "duty.reopen": "撤销办理",
    "duty.void": "作废公开任务的一次",
    "closed.record": "登记不主动公开的信息",
    "closed.declined": "审定不公开，列入清单",
    "closed.review": "评估不公开的信息",
    "closed.disclosed": "不公开的信息转为公开",
    "handover.make": "移交公开信息",
    "handover.receive": "登记移交签收",
    "handover.cancel": "撤销移交清单",
}


class DutiesConfig(AppConfig):
    """Duties to disclose and their time limits."""

    name = "gongkai.duties"
    label = "duties"
    verbose_name = "公开任务"

    def ready(self) -> None:
        """Name the acts, enter the day's work, and listen to what is published, withdrawn and declined."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.calendar.moving import Counter, register_counter
        from gongkai.publishing.registry import subscribe
        from gongkai.tasks.registry import schedule

        from . import day
        from .services import clockwork, following, moving

        register_act_names(ACT_NAMES)
        schedule("duties.daily", timedelta(hours=1), clockwork.daily)
        subscribe("duties.published", following.on_published, "item.published")
        subscribe("duties.withdrawn", following.on_withdrawn, "item.withdrawn")
        subscribe("duties.declined", following.on_declined, "item.declined")
        register_counter(Counter("duties", "公开任务的截止日期", moving.moved_by, moving.move))
        day.register()
