"""Addresses of the office's pages of columns, under /office/columns/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "columns"
urlpatterns = [
    path("", views.index, name="index"),
    path("open/", views.open_, name="open"),
    path("<uuid:key>/", views.column, name="column"),
]
