"""The office pages on templates of letters."""
