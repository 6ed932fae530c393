"""The office pages on holiday notices."""
