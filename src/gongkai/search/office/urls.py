"""Addresses of the office's pages about the search, under /office/search/."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("", views.asked, name="asked"),
    path("export/", views.export, name="export"),
    path("synonyms/", views.synonyms, name="synonyms"),
    path("synonyms/new/", views.synonyms_new, name="synonyms_new"),
    path("synonyms/<int:number>/", views.synonyms_change, name="synonyms_change"),
    path("synonyms/<int:number>/remove/", views.synonyms_remove, name="synonyms_remove"),
    path("files/", views.files, name="files"),
]
