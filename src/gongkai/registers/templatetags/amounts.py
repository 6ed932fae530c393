"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def plain(amount: Decimal) -> str:
    """Write an amount without trailing noughts and without an exponent: 100, 1.5."""
    return f"{amount.normalize():f}"
