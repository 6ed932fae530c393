"""The commands that run a site; each module is one group of `gongkai`, and loads Django only when it runs."""
