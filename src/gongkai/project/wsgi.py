"""The entrance for web servers: office and public face apart, public pages from what is kept, the site behind them."""

from __future__ import annotations

import os

import django

from gongkai.tasks.orphans import end_with_the_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
django.setup(set_prefix=False)

from gongkai.serving.cache import PublicCache  # noqa: E402 needs the settings
from gongkai.serving.doors import Doors  # noqa: E402
from gongkai.serving.requests import NotingHandler  # noqa: E402

application = Doors(PublicCache(NotingHandler()))
end_with_the_server()
