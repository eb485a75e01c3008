"""One service's database: a SQLite file, or a schema in PostgreSQL. SQLAlchemy Core, no ORM.

Writers of one SQLite file queue on a lock of this process before they ask SQLite for its own: SQLite's wait
would stop every greenlet of the process, among them the one that holds the file.
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.kernel.errors import HuxinError
from services.runtime.transactions import begin_with_first_statement, postgresql_transaction, sqlite_transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.runtime.settings import Settings

POOL_SIZE = 32  # connections are opened as they are needed and then kept: opening one costs more than many transactions
POOL_OVERFLOW = 16
BUSY_SECONDS = 15
CONFLICTS = frozenset({"40P01", "40001", "55P03"})  # deadlock, serialization failure, lock not granted: the same again may well pass
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Database:
    """Connections to one service's tables.

    Attributes:
        service: the owner.
        engine: SQLAlchemy's engine.
        dialect: `sqlite` or `postgresql`.
        settings: with which it was opened.
    """

    def __init__(self, service: str, engine: sa.Engine, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.engine = engine
        self.dialect = engine.dialect.name
        self._writers: threading.Lock | None = threading.Lock() if self.dialect == "sqlite" else None

    @classmethod
    def for_service(cls, service: str, settings: Settings) -> Database:
        """Open the service's database; a missing SQLite folder or PostgreSQL schema is made.

        Raises:
            HuxinError: `bad_setting` for a URL that cannot be used, `database_unavailable` when PostgreSQL does not answer.
        """
        if not _NAME.fullmatch(service):
            raise HuxinError("bad_service", "A service's name is lower case letters, digits and underscores", service)
        url = settings.database_url_for(service)
        try:
            parsed = sa.make_url(url)
            engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed, service)
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
            raise HuxinError("bad_setting", "A setting cannot be used", f"HUXIN_DATABASE_URL: {error}") from error
        except sa.exc.OperationalError as error:
            raise unavailable(error) from error
        return cls(service, engine, settings)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Open one transaction that may write: committed at the end, rolled back when an exception leaves it.

        Raises:
            HuxinError: `database_busy` (retryable) when the writers before it do not finish in time.
        """
        if self._writers is None:
            with postgresql_transaction(self.engine) as connection:
                yield connection
            return
        if not self._writers.acquire(timeout=BUSY_SECONDS):
            raise HuxinError("database_busy", "The database is busy", f"{self.service}: a writer holds it", status=503, retryable=True)
        try:
            with sqlite_transaction(self.engine) as connection:
                yield connection
        finally:
            self._writers.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a connection for reading only; it never waits for writers."""
        with self.engine.connect() as connection:
            yield connection

    def ping(self) -> None:
        """Ask the database a trivial question; raises what the driver raises."""
        with self.read() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


def is_transient(error: BaseException) -> bool:
    """Tell whether a database error may pass by itself: a lost connection, a deadlock, a lock not granted in time."""
    if not isinstance(error, sa.exc.DBAPIError):
        return isinstance(error, sa.exc.TimeoutError)
    if error.connection_invalidated or isinstance(error, sa.exc.InterfaceError):
        return True
    if not isinstance(error, sa.exc.OperationalError):
        return False
    # psycopg2 keeps this class for what the server or the network did; SQLite also uses it for a missing table.
    text = str(error.orig)
    return "sqlite" not in type(error.orig).__module__ or "locked" in text or "busy" in text


def unavailable(error: BaseException) -> HuxinError:
    """Return the error for a database that does not answer, or that ended a transaction because another one was in its way."""
    first = str(error).splitlines()[0]
    if getattr(getattr(error, "orig", None), "pgcode", None) in CONFLICTS:
        return HuxinError(
            "transaction_conflict",
            "Another change came at the same moment",
            first,
            status=503,
            retryable=True,
            fix="Try again; nothing of this change was written.",
        )
    return HuxinError(
        "database_unavailable",
        "The database does not answer",
        first,
        status=503,
        retryable=True,
        fix="Check HUXIN_DATABASE_URL and the server.",
    )


def _sqlite(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise HuxinError(
            "bad_setting", "A setting cannot be used", "a SQLite database needs a file", fix="Name a path in HUXIN_DATABASE_URL."
        )
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # errors go to logs and incidents; people's data does not
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None  # transactions are begun by `begin`, not guessed by the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "cache_size=-8000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: sa.URL, service: str) -> sa.Engine:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg2"),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        hide_parameters=True,
        pool_use_lifo=True,
        isolation_level="AUTOCOMMIT",  # `begin` opens transactions itself, reading needs none
        pool_timeout=BUSY_SECONDS,
        # The search path is part of the connection's start, which costs no round trip.
        connect_args={"options": f"-csearch_path={service}", "application_name": f"huxin/{service}", "connect_timeout": 10},
    )
    begin_with_first_statement(engine)
    with postgresql_transaction(engine) as connection:
        if not connection.scalar(sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :name"), {"name": service}):
            # Several replicas may start together; the name is checked against a pattern above.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4870281)")
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{service}"')
    return engine
