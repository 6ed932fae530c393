"""Migrations of the app `applications`."""
