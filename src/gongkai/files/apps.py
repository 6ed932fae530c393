"""The app `files`."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files: public and private storage, typing, uploads."""

    name = "gongkai.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Keep files that were public as they were; have uploads that led to nothing cleaned up."""
        from datetime import timedelta

        from gongkai.agencies.registry import register_act_names
        from gongkai.tasks.registry import schedule

        from . import frozen
        from .models import OfficeDocument, OfficeImage
        from .orphans import forget_orphans
        from .texts import catch_up

        frozen.watch(OfficeDocument, OfficeImage)
        schedule("files.forget_orphans", timedelta(days=1), forget_orphans)
        schedule("files.read_texts", timedelta(minutes=10), catch_up)
        register_act_names({"upload.forget": "清理没有用到的上传文件"})
