"""The relay: what is committed goes out, what is confirmed goes away, what fails stays."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from services.contracts.envelope import Message
from services.runtime.db import Database
from services.runtime.messaging import Outgoing, Parcel, Relay, messaging_tables, outbox, topology
from services.runtime.messaging.broker import BrokerAway, Outcome
from services.runtime.testing import embedded_settings, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

metadata = sa.MetaData()
TABLES = messaging_tables(metadata)


class StubBroker:
    """A broker that does with each parcel what the test says; it is its own publisher."""

    def __init__(self) -> None:
        self.answer: Outcome = "confirmed"
        self.away = False
        self.sent: list[Parcel] = []
        self.batches: list[int] = []
        self.tried = threading.Event()

    def publisher(self) -> StubBroker:
        return self

    def publish(self, parcels: Sequence[Parcel], on_outcome: Callable[[Parcel, Outcome], None]) -> None:
        self.tried.set()
        if self.away:
            raise BrokerAway("no route to host")
        self.batches.append(len(parcels))
        for parcel in parcels:
            self.sent.append(parcel)
            on_outcome(parcel, self.answer)

    def idle(self) -> None:
        """Nothing to keep alive."""

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def broker() -> StubBroker:
    return StubBroker()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.for_service("case", embedded_settings(tmp_path))
    metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def relay(database: Database, broker: StubBroker, tmp_path: Path) -> Iterator[Relay]:
    relay = Relay(database, broker, embedded_settings(tmp_path, sweep_seconds=0.05))
    yield relay
    relay.stop()


def commit(database: Database, count: int = 1, *, exchange: str = topology.COMMANDS, grace_seconds: float = 60) -> list[Parcel]:
    outgoing = [Outgoing(exchange, "case.act", Message.new("case.act", {"n": n}, service="engine")) for n in range(count)]
    with database.begin() as connection:
        return outbox.add(connection, outgoing, grace_seconds=grace_seconds)


def rows(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(TABLES.outbox)) or 0


def test_what_is_committed_goes_out_in_order_and_then_away(relay: Relay, broker: StubBroker, database: Database) -> None:
    relay.start()
    wait_until(lambda: relay._sweep_after is None)  # else the sweep for what a crash left may take some of them first
    relay.wake(commit(database, 450))
    wait_until(lambda: rows(database) == 0)
    assert [Message.from_bytes(parcel.body).data["n"] for parcel in broker.sent] == list(range(450))
    assert max(broker.batches) > 1


def test_what_a_crash_left_goes_out_at_the_next_start(relay: Relay, broker: StubBroker, database: Database) -> None:
    commit(database, 2_500)
    relay.start()
    wait_until(lambda: rows(database) == 0)
    assert len(broker.sent) == len({parcel.id for parcel in broker.sent}) == 2_500


def test_while_the_broker_is_away_everything_stays_and_then_goes(relay: Relay, broker: StubBroker, database: Database) -> None:
    broker.away = True
    relay.start()
    relay.wake(commit(database, 3))
    assert broker.tried.wait(10)
    assert rows(database) == 3
    broker.away = False
    wait_until(lambda: rows(database) == 0)
    assert len(broker.sent) == 3


def test_a_command_without_receiver_is_kept_with_the_reason_and_tried_again(relay: Relay, broker: StubBroker, database: Database) -> None:
    broker.answer = "unroutable"
    relay.start()
    relay.wake(commit(database))

    def reason() -> str | None:
        with database.read() as connection:
            return connection.scalar(sa.select(TABLES.outbox.c.error))

    wait_until(lambda: reason() is not None)
    assert reason() == "no queue is bound to huxin.commands for case.act"
    broker.answer = "confirmed"
    wait_until(lambda: rows(database) == 0)
    assert len(broker.sent) == 2


def test_an_event_that_nobody_asked_for_is_done(relay: Relay, broker: StubBroker, database: Database) -> None:
    broker.answer = "unroutable"
    relay.start()
    relay.wake(commit(database, exchange=topology.EVENTS))
    wait_until(lambda: rows(database) == 0)


def test_a_refused_publication_is_sent_again(relay: Relay, broker: StubBroker, database: Database) -> None:
    broker.answer = "failed"
    relay.start()
    relay.wake(commit(database))
    wait_until(lambda: len(broker.sent) >= 3)
    assert rows(database) == 1
    broker.answer = "confirmed"
    wait_until(lambda: rows(database) == 0)


def test_stopping_sends_what_is_in_hand(relay: Relay, broker: StubBroker, database: Database) -> None:
    relay.start()
    relay.wake(commit(database, 10))
    relay.stop()
    assert len(broker.sent) == 10
    assert rows(database) == 0


def test_stopping_without_a_broker_keeps_the_rows(relay: Relay, broker: StubBroker, database: Database) -> None:
    broker.away = True
    relay.start()
    relay.wake(commit(database, 10))
    assert broker.tried.wait(10)
    relay.stop()
    assert rows(database) == 10


def test_rows_of_another_process_are_left_until_their_time(database: Database) -> None:
    commit(database, 2, grace_seconds=60)
    late = commit(database, 3, grace_seconds=-1)
    with database.begin() as connection:
        assert outbox.has_due(connection)
        claimed = outbox.claim(connection, limit=10, grace_seconds=60)
        assert [left.parcel.id for left in claimed] == [parcel.id for parcel in late]
        assert outbox.claim(connection, limit=10, grace_seconds=60) == []
        assert not outbox.has_due(connection)


def test_something_unstored_reports_whether_it_arrived(relay: Relay, broker: StubBroker) -> None:
    heard: list[bool] = []
    relay.start()
    relay.submit(Parcel(b"1" * 16, topology.DEAD, "q", b"x", stored=False), heard.append)
    wait_until(lambda: heard == [True])
    broker.answer = "unroutable"
    relay.submit(Parcel(b"2" * 16, topology.DEAD, "q", b"x", stored=False), heard.append)
    wait_until(lambda: heard == [True, False])
