"""Opaque public ids (对外编号): what stands in addresses and logs instead of row numbers, which would tell how many there are."""

from __future__ import annotations

import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def new_public_id() -> str:
    """Make a new id: twelve signs of thirty-one that are not mistaken for each other, some 59 bits of chance."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
