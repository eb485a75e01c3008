"""How a transaction begins and ends, with as few round trips as the database allows.

psycopg2 sends BEGIN on its own before the first statement. Here its connections are in autocommit mode, and BEGIN
travels in front of the first statement in the same message: one round trip less for every transaction of every service.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterator

PENDING: set[Any] = set()  # driver connections whose transaction begins with their next statement


def begin_with_first_statement(engine: sa.Engine) -> None:
    """Let transactions opened by `postgresql_transaction` begin together with their first statement."""

    @sa.event.listens_for(engine, "do_execute")
    def execute(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:  # noqa: ANN401 - the driver's
        if cursor.connection not in PENDING:
            return False
        PENDING.discard(cursor.connection)
        cursor.execute("BEGIN;" + statement, parameters)
        return True

    @sa.event.listens_for(engine, "do_execute_no_params")
    def execute_no_params(cursor: Any, statement: str, _context: Any) -> bool:  # noqa: ANN401 - the driver's
        if cursor.connection not in PENDING:
            return False
        PENDING.discard(cursor.connection)
        cursor.execute("BEGIN;" + statement)
        return True

    @sa.event.listens_for(engine, "do_executemany")
    def execute_many(cursor: Any, _statement: str, _parameters: Any, _context: Any) -> bool:  # noqa: ANN401 - the driver's
        if cursor.connection in PENDING:
            PENDING.discard(cursor.connection)
            cursor.execute("BEGIN")
        return False


@contextmanager
def postgresql_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open one transaction: committed at the end, rolled back when an exception leaves it.

    Raises:
        HuxinError: `transaction_aborted` when a statement had failed and its error was swallowed: the server then
            answers COMMIT by rolling back, which must not pass for success.
    """
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        PENDING.add(driver)
        try:
            yield connection
        except BaseException:
            _end(connection, driver, "ROLLBACK")
            raise
        if _end(connection, driver, "COMMIT") == "ROLLBACK":
            raise HuxinError("transaction_aborted", "The transaction was rolled back", "a statement in it had failed", status=500)


@contextmanager
def sqlite_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open one transaction that holds SQLite's write lock from its beginning."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _end(connection: sa.Connection, driver: Any, word: str) -> str:  # noqa: ANN401 - the driver's connection
    """Send COMMIT or ROLLBACK and return what the server did; a connection that fails at it is not used again."""
    if driver in PENDING:
        PENDING.discard(driver)
        return word  # nothing was begun
    if connection.invalidated:
        if word == "ROLLBACK":
            return word
        raise HuxinError("transaction_aborted", "The transaction was rolled back", "its connection was lost", status=503, retryable=True)
    driver_error = connection.dialect.loaded_dbapi.Error
    try:
        cursor = driver.cursor()
        cursor.execute(word)
        status = str(cursor.statusmessage)
        cursor.close()
    except driver_error as error:
        connection.invalidate(error)
        if word == "ROLLBACK":
            return word  # the server undoes what it never heard the end of
        lost = driver.closed != 0
        raise sa.exc.DBAPIError.instance(
            word, None, error, driver_error, connection_invalidated=lost, dialect=connection.dialect
        ) from error
    except BaseException:
        connection.invalidate()
        raise
    return status
