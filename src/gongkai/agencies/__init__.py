"""Agencies (行政机关), their tree, people, roles, deputies, and what each person may see."""
