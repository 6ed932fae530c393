"""The audit log is appended to and nothing else: the rows refuse it, and so does the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.audit.models import Entry, Seal
from gongkai.audit.services import record, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows() -> None:
    record("report.publish", actor="p", agency="a", details={"year": 2022})
    seal()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_refuses(table: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="审计记录不能修改或者删除"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert Entry.objects.count() == Seal.objects.count() == 1


def test_the_database_refuses_to_empty_the_log() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    with pytest.raises(DatabaseError, match="审计记录"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry CASCADE")


@pytest.mark.parametrize("model", [Entry, Seal])
def test_query_sets_are_refused(model: type[Entry] | type[Seal]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(at=None)


@pytest.mark.parametrize("model", [Entry, Seal])
def test_rows_are_refused(model: type[Entry] | type[Seal]) -> None:
    row = model.objects.get()
    with pytest.raises(TypeError, match="不能修改"):
        row.save()
    with pytest.raises(TypeError, match="不能删除"):
        row.delete()
