"""Addresses of the office pages of imports, under /office/items/import/."""

from __future__ import annotations

from django.urls import path

from . import import_views as views

app_name = "imports"

urlpatterns = [
    path("", views.index, name="index"),
    path("template.<str:ending>", views.template, name="template"),
    path("<slug:public_id>/", views.batch, name="batch"),
    path("<slug:public_id>/decide/", views.decide, name="decide"),
    path("<slug:public_id>/refused.xlsx", views.refused, name="refused"),
]
