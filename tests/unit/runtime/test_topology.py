"""Topic patterns match as RabbitMQ's do."""

from __future__ import annotations

import pytest

from services.runtime.messaging import topology


@pytest.mark.parametrize(
    ("pattern", "key", "matched"),
    [
        ("permits.permit.issued", "permits.permit.issued", True),
        ("permits.*.issued", "permits.permit.issued", True),
        ("permits.*", "permits.permit.issued", False),
        ("permits.#", "permits.permit.issued", True),
        ("permits.#", "permits", True),
        ("#", "", True),
        ("#", "anything.at.all", True),
        ("#.issued", "permits.permit.issued", True),
        ("#.issued", "permits.permit.refused", False),
        ("*.#.issued", "permits.issued", True),
        ("*", "permits.issued", False),
        ("case.*", "cases.open", False),
    ],
)
def test_a_pattern_matches_words(pattern: str, key: str, matched: bool) -> None:  # noqa: FBT001 - a table's column
    assert topology.matches(pattern, key) is matched


def test_lasting_queues_limit_deliveries_and_name_where_the_rest_goes() -> None:
    arguments = topology.commands_queue("permits").arguments()
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-delivery-limit"] == topology.DELIVERY_LIMIT
    assert arguments["x-dead-letter-exchange"] == "huxin.dead"
    assert arguments["x-dead-letter-routing-key"] == "huxin.permits.commands"


def test_the_queue_of_dead_letters_gives_up_on_nothing() -> None:
    assert "x-delivery-limit" not in topology.dead_queue().arguments()


def test_calls_do_not_outlive_their_callers() -> None:
    assert topology.rpc_queue("engine", ttl_ms=5_000).arguments() == {"x-message-ttl": 5_000}
