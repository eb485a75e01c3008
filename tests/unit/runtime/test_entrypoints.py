"""Entrypoints: what may be declared, and handlers that tests can call as plain methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.contracts.envelope import Message
from services.kernel.errors import HuxinError
from services.runtime import nameko
from services.runtime.messaging import topology
from services.runtime.nameko import Host, RpcClient, command, query
from services.runtime.nameko.entrypoints import CommandEntrypoint
from services.runtime.nameko.patching import is_patched
from services.runtime.nameko.rpc import Call
from services.runtime.settings import Settings
from services.runtime.testing import fake_unit

if TYPE_CHECKING:
    from services.runtime.messaging import UnitOfWork


class Sample:
    """A service whose handlers are plain methods to a test."""

    @command("case.act")
    def act(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Act and tell."""
        unit.emit("case.step.done", data={"case_id": order.data["case_id"]}, subject="A", check=False)
        return {"case_id": order.data["case_id"], "step": "act"}


def test_a_handler_can_be_called_with_a_fake_unit() -> None:
    order = Message.new("case.act", {"case_id": "A"}, service="engine", jurisdiction="shaoxing")
    unit = fake_unit("case", cause=order)
    assert Sample().act(unit, order) == {"case_id": "A", "step": "act"}
    sent = unit.outgoing[0]
    assert (sent.exchange, sent.routing_key) == (topology.EVENTS, "case.step.done")
    assert sent.message.causationid == order.id
    assert sent.message.jurisdiction == "shaoxing"
    assert sent.message.source == "huxin/case"


def test_commands_and_calls_are_not_mixed_up() -> None:
    with pytest.raises(HuxinError, match="no command"):
        command("engine.list_tasks")
    with pytest.raises(HuxinError, match="a command"):
        query("case.act")
    with pytest.raises(HuxinError, match="no such operation"):
        command("case.dance")


def test_an_event_that_is_not_declared_is_refused_unless_a_diagram_throws_it() -> None:
    unit = fake_unit("permits")
    with pytest.raises(HuxinError, match="no such event"):
        unit.emit("permits.permit.vanished", data={})
    with pytest.raises(HuxinError) as caught:
        unit.emit("permits.permit.issued", data={"application_id": 7})
    assert caught.value.code == "bad_data"
    assert unit.outgoing == []


def test_commands_of_one_service_share_a_queue() -> None:
    queue = CommandEntrypoint("case.act").queue("case")
    assert queue == topology.commands_queue("case")
    assert queue.durable


def test_a_handler_gets_only_the_parameters_that_it_names() -> None:
    call = Call("engine.list_tasks", {"text": "x", "newer": 1}, None, "engine")
    assert call.run(lambda text: {"text": text}, frozenset({"text"})) == {"text": "x"}
    assert call.run(lambda **everything: everything, None) == {"text": "x", "newer": 1}


def test_without_the_service_in_this_process_the_embedded_caller_is_told() -> None:
    with pytest.raises(nameko.RemoteProblem) as caught:
        RpcClient(Settings()).call("permits.list_firms")
    assert (caught.value.code, caught.value.status, caught.value.retryable) == ("service_unavailable", 503, True)


@pytest.mark.skipif(is_patched(), reason="another test made this process green")
def test_a_process_that_is_not_green_cannot_host() -> None:
    with pytest.raises(RuntimeError, match="patch"):
        Host(Settings())


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = nameko.nothing_like_it
