"""An agency with its officer, and another agency with its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# Django is set up only after this file is loaded, so models are imported where they are used.
if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User


@pytest.fixture
def agency(db: None) -> Agency:
    from tests.reporting.office import make_agency

    return make_agency()


@pytest.fixture
def officer(agency: Agency) -> User:
    from tests.reporting.office import make_person

    return make_person(agency)


@pytest.fixture
def other_agency(db: None) -> Agency:
    from tests.reporting.office import make_agency

    return make_agency("示例市清河区水务局", "shuiwu")


@pytest.fixture
def stranger(other_agency: Agency) -> User:
    from tests.reporting.office import make_person

    return make_person(other_agency, name="wang")


@pytest.fixture
def private_files() -> Iterator[Path]:
    """The folder of uploaded files, empty."""
    from django.conf import settings

    folder = Path(settings.HOME) / "private"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
