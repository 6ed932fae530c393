"""Addresses of the office pages on letters, under /office/letters/."""

from __future__ import annotations

from django.urls import path

from .office import settings, templates

app_name = "letters"

urlpatterns = [
    path("", templates.index, name="index"),
    path("settings/", settings.settings, name="settings"),
    path("<slug:kind>/", templates.template, name="template"),
    path("<slug:kind>/edit/", templates.edit, name="edit"),
    path("<slug:kind>/restore/", templates.restore, name="restore"),
    path("<slug:kind>/preview.<slug:form>", templates.preview, name="preview"),
    path("<slug:kind>/template.docx", templates.word, name="word"),
]
