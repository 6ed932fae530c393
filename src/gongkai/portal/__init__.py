"""The public face: agency platforms, columns, pages."""
