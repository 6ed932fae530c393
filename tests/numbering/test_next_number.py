"""Numbers without gaps: in order, by series, given back by what fails, one each when many ask at once."""

import pytest
from django.db import transaction
from tests.databases import Fresh

from gongkai.numbering.services import next_number


@pytest.mark.django_db
def test_each_series_counts_from_one() -> None:
    assert [next_number("a", "letter", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("b", "letter", 2026) == 1
    assert next_number("a", "notice", 2026) == 1
    assert next_number("a", "letter", 2027) == 1


@pytest.mark.django_db
def test_an_act_that_fails_gives_its_number_back() -> None:
    def fail() -> None:
        with transaction.atomic():
            next_number("a", "letter", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert next_number("a", "letter", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_an_act_there_is_no_number() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        next_number("a", "letter", 2026)


MANY = """
import threading
from django.db import connection, transaction
from gongkai.numbering.services import next_number
from gongkai.audit.services import record

start = threading.Barrier(6)
def ask(who):
    start.wait()
    for turn in range(8):
        try:
            with transaction.atomic():
                number = next_number("a", "letter", 2026)
                record("test.numbered", object_id=str(number))
                if (who + turn) % 3 == 0:
                    raise RuntimeError
        except RuntimeError:
            pass
    connection.close()
threads = [threading.Thread(target=ask, args=(who,)) for who in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_many_at_once_with_failures_leave_no_gap(fresh_database: Fresh) -> None:
    others = [fresh_database.start(MANY) for _ in range(2)]
    for process in others:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert "Error" not in errors, errors
    numbers = fresh_database.run(
        "from gongkai.audit.models import Entry; print(*Entry.objects.values_list('object_id', flat=True))"
    )
    given = [int(number) for number in numbers.split()]
    assert given == list(range(1, 2 * 6 * 8 * 2 // 3 + 1))
