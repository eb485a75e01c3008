"""Statements of the hot path, straight on the driver.

SQLAlchemy's way from a statement to the wire costs as much again as PostgreSQL's answer, and PostgreSQL plans a text that it
has seen a thousand times as if it were new. What runs at every step and message therefore goes here: plain SQL, prepared once
a connection, with BEGIN before the first statement and COMMIT behind the last one in the same message. Everything else stays
with SQLAlchemy. Errors come out as SQLAlchemy's own, so that nobody above has to know which way was taken.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.kernel.errors import HuxinError
from services.runtime import transactions

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREPARED = 200  # a connection; further texts are sent as they are, which costs time but no memory
_NAMES = "huxin.prepared"
_NUMBER = "huxin.prepared.number"


def fetch(connection: sa.Connection, sql: str, values: Sequence[Any], *, begin: bool = True) -> list[Any]:
    """Run one statement and return its rows as tuples.

    Args:
        connection: an open transaction, or a connection for reading.
        sql: with `%s` for every value; few different texts, for each is prepared and kept.
        values: in order.
        begin: False reads what is committed without beginning the transaction, if nothing has begun it yet. Right for reads
            whose result the writer checks anyway: a step that never begins one is written by a single statement.

    Raises:
        sqlalchemy.exc.DBAPIError: what the driver raises.
    """
    if connection.dialect.name == "sqlite":
        result = connection.exec_driver_sql(_question_marks(sql), tuple(values))
        return list(result) if result.returns_rows else []
    driver: Any = connection.connection.dbapi_connection
    starting = driver in transactions.PENDING
    if starting and begin:
        transactions.PENDING.discard(driver)
    cursor = _send(connection, driver, sql, values, before="BEGIN;" if starting and begin else "")
    rows: list[Any] = cursor.fetchall() if cursor.description else []
    cursor.close()
    return rows


def finish(connection: sa.Connection, sql: str, values: Sequence[Any], *, prepare: bool = True) -> None:
    """Run the last statement of a transaction and commit in the same message; a first and only one commits by itself.

    Raises:
        HuxinError: `transaction_aborted` when the server rolled back instead.
        sqlalchemy.exc.DBAPIError: what the driver raises; nothing is committed then.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_question_marks(sql), tuple(values))
        return
    driver: Any = connection.connection.dbapi_connection
    alone = driver in transactions.PENDING
    cursor = _send(connection, driver, sql, values, after="" if alone else ";COMMIT", prepare=prepare)
    status = str(cursor.statusmessage)
    cursor.close()
    if not alone and status != "COMMIT":
        raise HuxinError("transaction_aborted", "The transaction was rolled back", "a statement in it had failed", status=500)
    transactions.PENDING.add(driver)  # nothing is left to be ended


def _send(  # noqa: PLR0913 - the parts of one message
    connection: sa.Connection,
    driver: Any,  # noqa: ANN401 - psycopg2's connection
    sql: str,
    values: Sequence[Any],
    *,
    before: str = "",
    after: str = "",
    prepare: bool = True,
) -> Any:  # noqa: ANN401 - psycopg2's cursor
    """Send one message and return the cursor that has read the answer."""
    info = connection.info
    names: dict[str, str] = info.setdefault(_NAMES, {})
    name = names.get(sql)
    fresh = None
    if name is None and prepare and len(names) < _PREPARED:
        # A number is used once: after an error nobody knows whether the server has kept the name.
        info[_NUMBER] = number = info.get(_NUMBER, 0) + 1
        name = fresh = f"huxin_{number}"
        before += f"PREPARE {name} AS {_numbered(sql)};"
    text = sql if name is None else f"EXECUTE {name} ({_marks(len(values))})" if values else f"EXECUTE {name}"
    driver_error = connection.dialect.loaded_dbapi.Error
    cursor = driver.cursor()
    try:
        cursor.execute(f"{before}{text}{after}", tuple(values))
    except driver_error as error:
        lost = driver.closed != 0
        if lost:
            connection.invalidate(error)
        # The text names no values: people's data goes neither to logs nor into incidents.
        raise sa.exc.DBAPIError.instance(
            sql, None, error, driver_error, hide_parameters=True, connection_invalidated=lost, dialect=connection.dialect
        ) from error
    except BaseException:
        connection.invalidate()  # a worker that was ended in the middle leaves an answer unread
        raise
    if fresh is not None:
        names[sql] = fresh
    return cursor


@lru_cache(maxsize=1024)
def _numbered(sql: str) -> str:
    """Return a text with `$1`, `$2`, … in the place of `%s`; doubled, since psycopg2 reads a per cent sign as the start of a place."""
    parts = sql.split("%s")
    return parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))


@lru_cache(maxsize=1024)
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?")


@lru_cache(maxsize=1024)
def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
