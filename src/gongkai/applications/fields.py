"""A text column that is encrypted in the database (see `keys`)."""

from __future__ import annotations

from typing import Any

from django.db import models

from . import keys

__all__ = ["EncryptedTextField"]


class EncryptedTextField(models.TextField):
    """Text in the program, a token in the database. It cannot be searched or sorted by: for that, keep a keyed hash beside it."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        value = super().get_prep_value(value)
        return None if value is None else keys.encrypt(value)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Decrypt on the way out."""
        return None if value is None else keys.decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare, but for whether there is something at all."""
        if lookup_name in ("isnull", "exact"):
            return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
        return None
