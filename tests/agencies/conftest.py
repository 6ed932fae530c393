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

    first = office("jia")
    second = office("yi")
    # The first platform moved below the district's home when the second came.
    first.platform.refresh_from_db()
    first.column.refresh_from_db()
    first.article.refresh_from_db()
    return first, second


@pytest.fixture
def superuser(db: None) -> Any:
    from tests.agencies.office import person

    return person("root", is_superuser=True)
