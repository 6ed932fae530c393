"""The database of the bare site."""
