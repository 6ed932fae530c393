"""Sealing while others write: what is on its way is waited for, never sealed past."""

from tests.databases import Fresh

MANY = """
import os, time
from django.db import transaction
from gongkai.audit.services import record, seal
for turn in range(15):
    with transaction.atomic():
        record("test.slow", object_id=os.environ["WHO"])
        time.sleep(0.02)
    if turn % 3 == int(os.environ["WHO"]) % 3:
        seal()
seal()
"""


def test_writers_and_sealers_at_once_leave_a_sound_log(fresh_database: Fresh) -> None:
    processes = [fresh_database.start(MANY, WHO=str(who)) for who in range(4)]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    verify = (
        "from gongkai.audit.services import seal; seal(); from gongkai.audit.queries import verify; v = verify(); "
        "print(v.sealed, v.unsealed, len(v.faults))"
    )
    assert fresh_database.run(verify).split() == ["60", "0", "0"]
