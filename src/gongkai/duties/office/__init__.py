"""The office pages on duties, what is not disclosed, and what is handed on."""
