"""The address of attachments, under /attachments/. It bears Wagtail's name, by which Wagtail makes links to documents."""

from __future__ import annotations

from django.urls import re_path

from . import views

urlpatterns = [re_path(r"^(\d{1,18})/(.+)$", views.document, name="wagtaildocs_serve")]
