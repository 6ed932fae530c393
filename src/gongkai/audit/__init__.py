"""Who did what, when: appended, sealed, verifiable."""
