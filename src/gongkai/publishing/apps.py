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
    "item.import": "导入信息",
    "item.import_read": "读取导入的文件",
    "item.import_approve": "批准历史导入",
    "item.import_refuse": "不批准历史导入",
    "item.import_enter": "导入的信息入库",
    "item.import_link": "导入的信息之间的链接改指新页面",
    "item.import_finish": "完成导入",
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

        from . import day, import_day
        from .events import deliver_outstanding
        from .guard import page_guard
        from .kinds import fill_from_column
        from .services.import_linking import link_outstanding
        from .services.import_reading import forget_rows, give_up_lost
        from .services.publication import expire_due, publish_due

        schedule("publishing.deliver", timedelta(minutes=5), deliver_outstanding)
        schedule("publishing.publish_due", timedelta(minutes=1), publish_due)
        schedule("publishing.expire_due", timedelta(minutes=5), expire_due)
        schedule("publishing.import_lost", timedelta(minutes=10), give_up_lost)
        schedule("publishing.import_forget", timedelta(days=1), forget_rows)
        schedule("publishing.import_links", timedelta(days=1), link_outstanding)
        register_act_names(ACT_NAMES)
        register_page_guard(page_guard)
        day.register()
        import_day.register()
        init_new_page.connect(fill_from_column, dispatch_uid="publishing.fill_from_column")
