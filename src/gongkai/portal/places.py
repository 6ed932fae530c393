"""Further addresses below a page, besides those the portal knows: what is published as files must know every one of them.

A room above whose face answers at addresses of its own lists them: ``EXTRA_PLACES.append(lambda page: ["documents/"])``, below the
page's own address. Not listed is what is made on demand and stays with the program: searches, forms, files in other formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["EXTRA_PLACES"]

EXTRA_PLACES: list[Callable[[Any], Iterable[str]]] = []
"""Each gets a page that is no item, as its own kind, and gives the rest of the addresses, none for most pages."""
