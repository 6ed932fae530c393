"""Duties to disclose: what must be published, by whom, until when; what is not published, and why; deliveries to archives."""
