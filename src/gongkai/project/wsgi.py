"""The entrance for web servers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gongkai.tasks.orphans import end_with_the_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
application = get_wsgi_application()
end_with_the_server()
