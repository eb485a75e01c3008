"""What only a real PostgreSQL with real connections can show."""

from __future__ import annotations

import threading
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
    with database.engine.connect() as connection:
        assert inbox.record(connection, b"m" * 16, "act")
        connection.rollback()
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
