"""The app `files`."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files: public and private storage, typing, uploads."""

    name = "gongkai.files"
    label = "files"
    verbose_name = "文件"
