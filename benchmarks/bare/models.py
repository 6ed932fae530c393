"""One kind of page with one field."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class BarePage(Page):
    """A page that shows its body as it is."""

    body = models.TextField()
    template = "bare/page.html"
