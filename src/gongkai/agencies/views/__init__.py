"""The pages of the back office for agencies and people, the first set-up, one's own account."""
