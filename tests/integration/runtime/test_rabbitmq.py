"""What only a real RabbitMQ can show: the delivery limit, and where a message goes that exceeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.contracts.envelope import Message
from services.runtime.messaging import Delivery, Parcel, topology
from services.runtime.messaging.amqp import AmqpBroker
from services.runtime.messaging.amqp_link import Link
from services.runtime.messaging.letters import open_letter
from services.runtime.testing import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.services

ORDER = Message.new("case.act", {"case_id": "A"}, service="engine")


@pytest.fixture
def broker(amqp_url: str) -> Iterator[AmqpBroker]:
    link = Link(amqp_url, "huxin tests")
    link.declare(topology.dead_queue())
    link.close()
    broker = AmqpBroker(amqp_url)
    yield broker
    broker.close()


def publish(broker: AmqpBroker, *parcels: Parcel) -> list[str]:
    outcomes: list[Any] = []
    broker.publisher().publish(parcels, lambda _parcel, outcome: outcomes.append(outcome))
    return outcomes


def order() -> Parcel:
    return Parcel(ORDER.key, topology.COMMANDS, "case.act", ORDER.to_bytes())


def test_a_message_that_always_comes_back_ends_as_a_readable_dead_letter(broker: AmqpBroker) -> None:
    tries: list[int] = []
    letters: list[Delivery] = []

    def refuse(delivery: Delivery) -> None:
        tries.append(delivery.attempts)
        delivery.requeue()

    broker.consume([topology.commands_queue("case")], refuse, prefetch=10, name="case")
    broker.consume([topology.dead_queue()], letters.append, prefetch=10, name="engine")
    assert publish(broker, order()) == ["confirmed"]
    wait_until(lambda: bool(letters))
    letter = open_letter(letters[0])
    assert tries == list(range(topology.DELIVERY_LIMIT + 1))
    assert (letter.queue, letter.routing_key, letter.message) == ("huxin.case.commands", "case.act", ORDER)
    assert "delivery_limit" in letter.error
    letters[0].ack()


def test_unroutable_messages_are_told_apart_within_one_batch(broker: AmqpBroker) -> None:
    taken: list[Delivery] = []
    broker.consume([topology.commands_queue("case")], taken.append, prefetch=10, name="case")
    lost = Parcel(b"l" * 16, topology.COMMANDS, "nobody.acts", b"{}")
    assert sorted(publish(broker, order(), lost)) == ["confirmed", "unroutable"]
    wait_until(lambda: len(taken) == 1)
    assert taken[0].message_id == ORDER.key
    taken[0].ack()


def test_what_was_not_acknowledged_goes_to_the_next_consumer(broker: AmqpBroker) -> None:
    first: list[Delivery] = []
    second: list[Delivery] = []
    consumer = broker.consume([topology.commands_queue("case")], first.append, prefetch=10, name="first")
    other = Parcel(b"o" * 16, topology.COMMANDS, "case.act", b"{}")
    publish(broker, order(), other)
    wait_until(lambda: len(first) == 2)
    next(delivery for delivery in first if delivery.message_id == other.id).ack()
    consumer.close()
    broker.consume([topology.commands_queue("case")], second.append, prefetch=10, name="second")
    wait_until(lambda: bool(second))
    assert [delivery.message_id for delivery in second] == [ORDER.key]
    second[0].ack()
