"""The broker within one process: it confirms what every receiver has acknowledged, and nothing else."""

from __future__ import annotations

import uuid

import pytest

from services.runtime.messaging.broker import Delivery, Outcome, Parcel
from services.runtime.messaging.embedded import EmbeddedBroker
from services.runtime.messaging.topology import DEAD, EVENTS, commands_queue, events_queue


class Hands:
    """Takes deliveries and outcomes and keeps them."""

    def __init__(self) -> None:
        self.got: list[Delivery] = []
        self.outcomes: list[Outcome] = []

    def take(self, delivery: Delivery) -> None:
        self.got.append(delivery)

    def hear(self, _parcel: Parcel, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


@pytest.fixture
def broker() -> EmbeddedBroker:
    return EmbeddedBroker()


@pytest.fixture
def hands() -> Hands:
    return Hands()


def parcel(exchange: str = EVENTS, key: str = "permits.permit.issued", body: bytes = b"{}") -> Parcel:
    return Parcel(uuid.uuid4().bytes, exchange, key, body)


def test_a_parcel_is_confirmed_only_when_every_receiver_has_acknowledged(broker: EmbeddedBroker, hands: Hands) -> None:
    first, second = Hands(), Hands()
    broker.consume([events_queue("engine", ("#",))], first.take, prefetch=10, name="engine")
    broker.consume([events_queue("credit", ("permits.#",))], second.take, prefetch=10, name="credit")
    broker.publisher().publish([parcel()], hands.hear)
    first.got[0].ack()
    assert hands.outcomes == []
    second.got[0].ack()
    assert hands.outcomes == ["confirmed"]


def test_a_second_acknowledgement_changes_nothing(broker: EmbeddedBroker, hands: Hands) -> None:
    taker = Hands()
    broker.consume([events_queue("engine", ("#",))], taker.take, prefetch=10, name="engine")
    broker.publisher().publish([parcel()], hands.hear)
    taker.got[0].ack()
    taker.got[0].ack()
    assert hands.outcomes == ["confirmed"]


def test_without_a_receiver_the_sender_is_told(broker: EmbeddedBroker, hands: Hands) -> None:
    broker.publisher().publish([parcel()], hands.hear)
    assert hands.outcomes == ["unroutable"]


def test_what_is_given_back_comes_again_first_and_counted(broker: EmbeddedBroker, hands: Hands) -> None:
    taker = Hands()
    broker.consume([events_queue("engine", ("#",))], taker.take, prefetch=1, name="engine")
    broker.publisher().publish([parcel(body=b"1"), parcel(body=b"2")], hands.hear)
    assert [d.body for d in taker.got] == [b"1"]
    taker.got[0].requeue()
    assert [(d.body, d.attempts) for d in taker.got] == [(b"1", 0), (b"1", 1)]


def test_a_consumer_holds_no_more_than_its_prefetch(broker: EmbeddedBroker, hands: Hands) -> None:
    taker = Hands()
    broker.consume([events_queue("engine", ("#",))], taker.take, prefetch=2, name="engine")
    broker.publisher().publish([parcel() for _ in range(5)], hands.hear)
    assert len(taker.got) == 2
    taker.got[0].ack()
    assert len(taker.got) == 3
    assert broker.depth("huxin.engine.events") == 2


def test_what_a_closed_consumer_held_goes_to_the_next(broker: EmbeddedBroker, hands: Hands) -> None:
    old, new = Hands(), Hands()
    queue = commands_queue("permits")
    consumer = broker.consume([queue], old.take, prefetch=10, name="old")
    broker.publisher().publish([parcel("huxin.commands", "permits.check_scope")], hands.hear)
    consumer.close()
    old.got[0].ack()
    assert hands.outcomes == []
    broker.consume([queue], new.take, prefetch=10, name="new")
    assert len(new.got) == 1
    new.got[0].ack()
    assert hands.outcomes == ["confirmed"]


def test_dead_letters_wait_for_whoever_keeps_them(broker: EmbeddedBroker, hands: Hands) -> None:
    broker.publisher().publish([parcel(DEAD, "huxin.permits.commands", b"rubbish")], hands.hear)
    assert hands.outcomes == []
    assert broker.depth(DEAD) == 1
