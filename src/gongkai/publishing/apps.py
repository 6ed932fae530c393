"""The app `publishing`."""

from __future__ import annotations

from django.apps import AppConfig

ACT_NAMES = {
    "publish": "发布",
    "withdraw": "撤回",
    "item.send": "送审",
    "item.recall": "收回送审",
    "item.approve": "审核通过",
    "item.return": "退回",
    "item.delegate": "转交审核",
    "item.review_withdrawal": "复核撤回",
    "item.purge": "清除内容",
    "item.place": "登记线下公开",
    "item.unplace": "删除线下公开登记",
    "item.outside": "登记外部网址",
    "review.plan": "设置审核流程",
    "review.rule": "设置检查规则",
    "review.words": "修改错敏词",
    "review.catalogue": "设置目录规则",
    "item.hand_over": "下载信息交付包",
}


class PublishingConfig(AppConfig):
    """Review and publication."""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "发布"

    def ready(self) -> None:
        """Name the acts, keep items under review from the page editor, and enter what the clock asks for."""
        from datetime import timedelta

        from wagtail.signals import init_new_page

        from gongkai.agencies.registry import register_act_names, register_page_guard
        from gongkai.tasks.registry import schedule

        from . import day
        from .events import deliver_outstanding
        from .guard import page_guard
        from .kinds import fill_from_column
        from .services.publication import expire_due, publish_due

        schedule("publishing.deliver", timedelta(minutes=5), deliver_outstanding)
        schedule("publishing.publish_due", timedelta(minutes=1), publish_due)
        schedule("publishing.expire_due", timedelta(minutes=5), expire_due)
        register_act_names(ACT_NAMES)
        register_page_guard(page_guard)
        day.register()
        init_new_page.connect(fill_from_column, dispatch_uid="publishing.fill_from_column")
