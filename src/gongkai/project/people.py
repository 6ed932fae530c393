"""Make the account of a platform administrator (平台管理员) from the command line."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from gongkai.agencies.models import User
from gongkai.audit.services import record


def create_administrator(username: str, full_name: str, password: str) -> User:
    """Make an account that may do everything. Raises ValidationError: name taken or unfit, password too weak."""
    person = User(username=username, full_name=full_name, is_superuser=True)
    person.set_password(password)
    person.full_clean()
    validate_password(password, person)
    with transaction.atomic():
        person.save(force_insert=True)
        record("person.create_administrator", object_type="person", object_id=person.public_id)
    return person
