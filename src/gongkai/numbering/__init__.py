"""Gapless numbers."""
