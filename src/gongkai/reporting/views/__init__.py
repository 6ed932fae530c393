"""The back office pages on annual reports."""
