"""The legal acts on registers."""
