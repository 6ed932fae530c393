"""The app `files`."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files: public and private storage, typing, uploads."""

    name = "gongkai.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Have uploads that led to nothing cleaned up, and name what is logged of it."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.tasks.registry import schedule

        from .orphans import forget_orphans

        schedule("files.forget_orphans", timedelta(days=1), forget_orphans)
        register_act_names({"upload.forget": "清理没有用到的上传文件"})
