"""Serving: public pages kept ready, published as files, behind nginx."""
