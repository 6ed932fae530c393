"""Notices to people outside: e-mail by the agency's own SMTP server, short messages by a gateway it names. Neither is there by itself."""
