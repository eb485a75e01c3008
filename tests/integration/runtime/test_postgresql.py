"""What only a real PostgreSQL with real connections can show."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from services.contracts.envelope import Message
from services.kernel.errors import HuxinError
from services.runtime.db import Database
from services.runtime.messaging import Outgoing, Units, inbox, messaging_tables, outbox
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.services

metadata = sa.MetaData()
TABLES = messaging_tables(metadata)


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = Database.for_service("case", Settings(database_url=postgres_url))
    metadata.create_all(database.engine)
    yield database
    database.close()


def leftovers(database: Database, count: int) -> None:
    outgoing = [Outgoing("huxin.commands", "case.act", Message.new("case.act", {}, service="engine")) for _ in range(count)]
    with database.begin() as connection:
        outbox.add(connection, outgoing, grace_seconds=-1)


def test_two_replicas_sweep_different_rows_without_waiting(database: Database) -> None:
    leftovers(database, 10)
    with database.begin() as first, database.begin() as second:
        one = {left.parcel.id for left in outbox.claim(first, limit=6, grace_seconds=60)}
        two = {left.parcel.id for left in outbox.claim(second, limit=6, grace_seconds=60)}
    assert (len(one), len(two)) == (6, 4)
    assert not one & two


def test_the_same_message_in_two_transactions_waits_and_is_then_known(database: Database) -> None:
    found: list[bool] = []

    def second() -> None:
        with database.begin() as connection:
            found.append(inbox.record(connection, b"m" * 16, "act"))

    with database.begin() as connection:
        assert inbox.record(connection, b"m" * 16, "act")
        thread = threading.Thread(target=second)
        thread.start()
        wait_until(lambda: waiting(database) == 1)
        assert found == []
    thread.join(10)
    assert found == [False]


def waiting(database: Database) -> int:
    """Return how many sessions wait for a lock."""
    with database.read() as connection:
        sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'huxin/case'"
        return connection.exec_driver_sql(sql).scalar() or 0


def test_a_failed_first_transaction_leaves_the_message_to_the_second(database: Database) -> None:
    def fail() -> None:
        with database.begin() as connection:
            inbox.record(connection, b"m" * 16, "act")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.begin() as connection:
        assert inbox.record(connection, b"m" * 16, "act")


def test_each_service_has_a_schema_of_its_own(database: Database, postgres_url: str) -> None:
    other = Database.for_service("permits", Settings(database_url=postgres_url))
    with pytest.raises(sa.exc.ProgrammingError), other.read() as connection:
        connection.exec_driver_sql("SELECT * FROM outbox")
    other.close()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT current_schema()").scalar() == "case"


def test_a_server_that_drops_its_connections_costs_one_retry(database: Database) -> None:
    units = Units(database, FakeRelay())
    with database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    killer = sa.create_engine(database.engine.url, isolation_level="AUTOCOMMIT", connect_args={"application_name": "killer"})
    with killer.connect() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'huxin/case'")
    killer.dispose()
    with pytest.raises(HuxinError) as caught, units.begin() as unit:
        unit.connection.exec_driver_sql("SELECT 1")
    assert caught.value.code == "database_unavailable"
    assert caught.value.retryable
    with units.begin() as unit:
        assert unit.connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_an_error_swallowed_inside_a_transaction_does_not_pass_for_success(database: Database) -> None:
    def swallow() -> None:
        with database.begin() as connection:
            inbox.record(connection, b"m" * 16, "act")
            with suppress(sa.exc.ProgrammingError):
                connection.exec_driver_sql("SELECT * FROM nowhere")

    with pytest.raises(HuxinError) as caught:
        swallow()
    assert caught.value.code == "transaction_aborted"
    with database.begin() as connection:
        assert inbox.record(connection, b"m" * 16, "act")


def test_transactions_begin_with_any_kind_of_statement_and_undo_all_of_it(database: Database) -> None:
    rows = [{"message_id": bytes([n]) * 16, "consumer": "act", "received_at": 0} for n in range(3)]

    def fail(*statements: tuple[sa.Executable, list[dict[str, object]] | None]) -> None:
        with database.begin() as connection:
            for statement, parameters in statements:
                connection.execute(statement, parameters)
            raise ZeroDivisionError

    insert = sa.insert(TABLES.inbox)
    for first in ((insert, rows), (sa.text("SELECT 1"), None), (sa.delete(TABLES.inbox), None)):
        with pytest.raises(ZeroDivisionError):
            fail(first, (sa.insert(TABLES.inbox).values(message_id=b"x" * 16, consumer="act", received_at=0), None))
    with database.begin():
        pass
    with database.begin() as connection:
        connection.execute(insert, rows)
        with connection.begin_nested() as savepoint:
            connection.execute(sa.delete(TABLES.inbox))
            savepoint.rollback()
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(TABLES.inbox)) == 3
