"""Addresses: the back office, and the public pages."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("office/", include("gongkai.agencies.urls")),
    path("office/", include(wagtailadmin_urls)),
    path("attachments/", include("gongkai.files.attachment_urls")),
    path("files/", include("gongkai.files.urls")),
    path("", include("gongkai.portal.urls")),
    path("", include(wagtail_urls)),
]
