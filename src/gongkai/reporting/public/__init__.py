"""The report as citizens see it: one page a year, its older editions, its files."""
