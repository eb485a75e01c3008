"""One service's database: transactions end whole, and writers queue."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from services.kernel.errors import HuxinError
from services.runtime import db
from services.runtime.db import Database
from services.runtime.messaging import inbox, messaging_tables
from services.runtime.settings import Settings
from services.runtime.testing import embedded_settings, make_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

metadata = sa.MetaData()
TABLES = messaging_tables(metadata)
parents = sa.Table("parents", metadata, sa.Column("id", sa.Integer, primary_key=True))
children = sa.Table("children", metadata, sa.Column("parent", sa.ForeignKey("parents.id")))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.for_service("case", embedded_settings(tmp_path))
    metadata.create_all(database.engine)
    yield database
    database.close()


def count(database: Database, table: sa.Table) -> int:
    with database.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_an_exception_undoes_the_transaction(database: Database) -> None:
    def fail() -> None:
        with database.begin() as connection:
            connection.execute(parents.insert(), {"id": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert count(database, parents) == 0


def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
        connection.execute(children.insert(), {"parent": 7})


def test_writers_queue_and_none_fails(database: Database) -> None:
    def write(start: int) -> None:
        for n in range(start, start + 25):
            with database.begin() as connection:
                highest = connection.scalar(sa.select(sa.func.max(parents.c.id))) or 0
                connection.execute(parents.insert(), {"id": highest + 1})
            assert n >= start

    threads = [threading.Thread(target=write, args=(n * 100,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert count(database, parents) == 200


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(parents.insert(), {"id": 1})
        assert count(database, parents) == 0
    assert count(database, parents) == 1


def test_a_writer_that_waits_too_long_is_told_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.01)
    with database.begin(), pytest.raises(HuxinError) as caught, database.begin():
        pass
    assert caught.value.code == "database_busy"
    assert caught.value.retryable


def test_a_lost_connection_becomes_a_retryable_error(tmp_path: Path) -> None:
    units, _relay = make_units(tmp_path, "case", metadata)
    lost = sa.exc.OperationalError("SELECT 1", {}, Exception("server closed the connection"), connection_invalidated=True)
    with pytest.raises(HuxinError) as caught, units.begin():
        raise lost
    assert caught.value.code == "database_unavailable"
    assert caught.value.retryable
    units.database.close()


def test_a_missing_table_is_no_passing_trouble(database: Database) -> None:
    with pytest.raises(sa.exc.OperationalError) as caught, database.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert not db.is_transient(caught.value)


@pytest.mark.parametrize("name", ["", "Permits", "a-b", 'x"; DROP SCHEMA y', "a" * 60])
def test_a_service_name_that_could_be_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HuxinError, match="name"):
        Database.for_service(name, embedded_settings(tmp_path))


def test_a_postgresql_that_does_not_answer_is_named() -> None:
    with pytest.raises(HuxinError) as caught:
        Database.for_service("case", Settings(database_url="postgresql://x@127.0.0.1:9/x"))
    assert caught.value.code == "database_unavailable"
    assert "HUXIN_DATABASE_URL" in str(caught.value.fix)


def test_the_inbox_knows_a_message_by_its_consumer(database: Database) -> None:
    with database.begin() as connection:
        assert inbox.record(connection, b"m" * 16, "first")
        assert inbox.record(connection, b"m" * 16, "second")
        assert not inbox.record(connection, b"m" * 16, "first")
        assert inbox.record_many(connection, [b"m" * 16, b"n" * 16, b"n" * 16], "first") == {b"n" * 16}


def test_old_message_ids_are_forgotten(database: Database) -> None:
    with database.begin() as connection:
        inbox.record(connection, b"o" * 16, "first")
        connection.execute(TABLES.inbox.update().values(received_at=0))
        inbox.record(connection, b"n" * 16, "first")
        assert inbox.purge(connection, older_than_days=14) == 1
    assert count(database, TABLES.inbox) == 1
