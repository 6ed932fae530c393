"""The site without its page cache: every page is made anew, as each is once after an act.

What pages have in common (`portal.standing`: the tree of columns, the foot) is kept between them, as it is in service.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
django.setup(set_prefix=False)

from gongkai.serving.requests import NotingHandler  # noqa: E402

application = NotingHandler()
