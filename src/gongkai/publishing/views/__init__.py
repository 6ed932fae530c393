"""The back office pages on items and their review."""
