"""The database of this app, step by step."""
