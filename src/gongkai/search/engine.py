"""The back end of the database in use."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from . import postgresql, sqlite

__all__ = ["engine", "engine_for"]


def engine_for(vendor: str) -> ModuleType:
    """Give the back end for a kind of database. Raises ValueError for one that is not supported."""
    if vendor not in ("sqlite", "postgresql"):
        raise ValueError(f"no search on {vendor}")
    return sqlite if vendor == "sqlite" else postgresql


def engine() -> ModuleType:
    """Give the back end for the database of this process."""
    return engine_for(connection.vendor)
