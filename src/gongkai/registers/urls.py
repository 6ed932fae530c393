"""Addresses of the registers in the back office, under /office/registers/; each part brings its own."""

from __future__ import annotations

from django.urls import include, path

app_name = "registers"
urlpatterns = [
    path("calls/", include("gongkai.registers.office.calls_urls")),
    path("documents/", include("gongkai.registers.office.documents_urls")),
    path("", include("gongkai.registers.office.decisions_urls")),
]
