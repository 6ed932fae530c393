"""Addresses of files, under /files/."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from . import views


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer 404 for whatever else is asked below /files/, rather than look for a page of that name."""
    raise Http404


urlpatterns = [path("images/<path:name>", views.picture), re_path("", nothing)]
