"""The office's pages of columns (栏目)."""
