"""Addresses of the office pages on holiday notices, under /office/calendar/."""

from __future__ import annotations

from django.urls import path

from .office import views

app_name = "calendar"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/enter/", views.enter, name="enter"),
    path("<int:year>/restore/", views.restore, name="restore"),
]
