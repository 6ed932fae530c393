"""Whether the database is there and fits this version of the program, and bringing it up to date."""

from __future__ import annotations

from enum import Enum

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class Unusable(Exception):
    """The database cannot be used as it is; `message` says in Chinese what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class State(Enum):
    """How a database stands to the program."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"


def state() -> State:
    """Compare the database with the program's migrations. Raises `Unusable` when it does not answer."""
    executor = _executor()
    if not executor.loader.applied_migrations:
        return State.EMPTY
    return State.BEHIND if _missing(executor) else State.CURRENT


def steps_missing() -> int:
    """Count the migrations that have not been applied."""
    return _missing(_executor())


def migrate() -> None:
    """Apply them."""
    call_command("migrate", verbosity=0, interactive=False)


def require_current() -> None:
    """Raise `Unusable` unless the database is up to date."""
    match state():
        case State.EMPTY:
            raise Unusable("数据库还是空的，请先运行 gongkai migrate")
        case State.BEHIND:
            raise Unusable("数据库比程序旧，请先备份，再运行 gongkai migrate")


def _executor() -> MigrationExecutor:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Unusable("连不上数据库，请检查 DATABASE_URL、数据库服务和数据文件夹的权限") from error
    return MigrationExecutor(connection)


def _missing(executor: MigrationExecutor) -> int:
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
