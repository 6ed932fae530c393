from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.agencies.office import Office

# Django is set up after this file is read, so what needs it is imported inside.


@pytest.fixture
def offices(db: None) -> tuple[Office, Office]:
    """Two agencies below one district page."""
    from tests.agencies.office import office
    from wagtail.models import Page

    from gongkai.portal.models import HomePage

    home = Page.get_first_root_node().add_child(instance=HomePage(title="区", slug="district"))
    return office("jia", home), office("yi", home)


@pytest.fixture
def superuser(db: None) -> Any:
    from tests.agencies.office import person

    return person("root", is_superuser=True)
