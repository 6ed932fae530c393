"""The office's pages about the search."""
