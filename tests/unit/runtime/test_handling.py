"""From a delivery to its effect: once, with a reply, or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from services.contracts.envelope import Message
from services.kernel.errors import HuxinError
from services.runtime.messaging import messaging_tables, topology
from services.runtime.messaging.batch import Batch
from services.runtime.messaging.handling import Job, Settler, run_command, run_event
from services.runtime.messaging.letters import open_letter
from services.runtime.testing import FakeDelivery, FakeRelay, FakeSchedule, make_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.runtime.messaging import UnitOfWork, Units

metadata = sa.MetaData()
outbox, inbox = messaging_tables(metadata)
effects = sa.Table("effects", metadata, sa.Column("case_id", sa.String))


class Bench:
    """A service's handling with fakes around it."""

    def __init__(self, units: Units, relay: FakeRelay) -> None:
        self.units, self.relay, self.schedule = units, relay, FakeSchedule()
        self.settler = Settler(units, relay.submit, self.schedule)
        self.calls = 0
        self.errors: list[Exception] = []

    def handler(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        self.calls += 1
        unit.connection.execute(effects.insert(), {"case_id": command.data["case_id"]})
        if self.errors:
            raise self.errors.pop(0)
        return {"case_id": command.data["case_id"], "step": "validate"}

    def command(self, body: Message | bytes) -> FakeDelivery:
        fake = FakeDelivery(body, key="case.validate")
        run = lambda job: run_command(job, "case.validate", self.handler)  # noqa: E731 - the resubmission calls the same
        run(Job(fake.delivery, "validate", self.settler, run))
        return fake

    def effects(self) -> int:
        with self.units.database.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(effects)) or 0

    def replies(self) -> list[dict[str, Any]]:
        return [message.data for message in self.relay.messages(topology.REPLIES)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    units, relay = make_units(tmp_path, "case", metadata)
    yield Bench(units, relay)
    units.database.close()


def order(**data: Any) -> Message:
    return Message.new("case.validate", data or {"case_id": "A"}, service="engine", subject="instance-1", jurisdiction="shaoxing")


def test_a_command_has_its_effect_its_reply_and_its_acknowledgement(bench: Bench) -> None:
    command = order()
    fake = bench.command(command)
    reply = bench.relay.messages(topology.REPLIES)[0]
    assert (bench.effects(), fake.acks) == (1, 1)
    assert reply.type == "case.validate.reply"
    assert reply.causationid == command.id
    assert reply.subject == "instance-1"
    assert reply.jurisdiction == "shaoxing"
    assert reply.data == {"ok": True, "result": {"case_id": "A", "step": "validate"}}
    assert bench.relay.rows[0].routing_key == "engine"


def test_the_same_command_twice_has_one_effect_and_one_reply(bench: Bench) -> None:
    command = order()
    first, second = bench.command(command), bench.command(command)
    assert (bench.effects(), len(bench.replies())) == (1, 1)
    assert (first.acks, second.acks) == (1, 1)


def test_wrong_parameters_are_answered_at_once_and_leave_no_effect(bench: Bench) -> None:
    fake = bench.command(order(case_id=7))
    error = bench.replies()[0]["error"]
    assert error["code"] == "bad_parameters"
    assert error["retryable"] is False
    assert (bench.calls, bench.effects(), fake.acks) == (0, 0, 1)


def test_a_refusal_rolls_back_and_is_answered_at_once(bench: Bench) -> None:
    bench.errors = [HuxinError("project_unknown", "The project is unknown")]
    fake = bench.command(order())
    assert bench.replies()[0] == {"ok": False, "error": bench.replies()[0]["error"]}
    assert bench.replies()[0]["error"]["code"] == "project_unknown"
    assert (bench.effects(), fake.acks) == (0, 1)


def test_an_unexpected_error_is_tried_again_with_longer_pauses(bench: Bench) -> None:
    bench.errors = [ZeroDivisionError(), KeyError("x")]
    fake = bench.command(order())
    pauses = []
    while bench.schedule.waiting:
        pauses.append(bench.schedule.waiting[0][0])
        assert fake.acks == 0
        bench.schedule.run()
    assert pauses == [0.2, 0.4]
    assert (bench.effects(), fake.acks, bench.replies()[0]["ok"]) == (1, 1, True)


def test_an_error_that_stays_becomes_the_reply_so_that_nothing_is_lost(bench: Bench) -> None:
    bench.errors = [ZeroDivisionError() for _ in range(10)]
    fake = bench.command(order())
    while bench.schedule.run():
        pass
    assert bench.calls == 4
    assert bench.replies()[0]["error"]["code"] == "unexpected_error"
    assert (bench.effects(), fake.acks) == (0, 1)


def test_while_the_database_is_away_the_command_waits(bench: Bench) -> None:
    bench.errors = [HuxinError("database_unavailable", "Away", retryable=True) for _ in range(20)]
    fake = bench.command(order())
    while bench.schedule.run():
        pass
    assert (bench.calls, bench.effects(), fake.acks) == (21, 1, 1)
    assert [reply["ok"] for reply in bench.replies()] == [True]


@pytest.mark.parametrize(
    "body", [b"rubbish", b"\xff\xfe", b"[]", b'{"id": 1}', b'{"id":"a","type":"b","source":"c","time":"2025-01-01T00:00:00","data":{}}']
)
def test_a_body_that_cannot_be_read_is_kept_as_it_is(bench: Bench, body: bytes) -> None:
    fake = bench.command(body)
    letter = bench.relay.submitted[0]
    assert (letter.exchange, letter.body, letter.stored) == (topology.DEAD, body, False)
    assert letter.headers["x-huxin-queue"] == "huxin.test.commands"
    assert "bad_message" in letter.headers["x-huxin-error"]
    assert (fake.acks, bench.replies()) == (1, [])


def test_a_wrong_result_is_the_services_fault_and_undoes_its_effect(bench: Bench) -> None:
    fake = FakeDelivery(order())

    def careless(unit: UnitOfWork, _command: Message) -> dict[str, Any]:
        unit.connection.execute(effects.insert(), {"case_id": "A"})
        return {"unexpected": True}

    run_command(Job(fake.delivery, "validate", bench.settler, lambda _job: None), "case.validate", careless)
    assert bench.replies()[0]["error"]["code"] == "bad_result"
    assert bench.effects() == 0


def test_an_event_that_fails_for_good_is_kept_with_its_reason(bench: Bench) -> None:
    event = Message.new("permits.permit.issued", {"application_id": "A"}, service="permits")
    fake = FakeDelivery(event, queue="huxin.case.events", exchange=topology.EVENTS)

    def refuse(_unit: UnitOfWork, _event: Message) -> None:
        raise HuxinError("no_such_case", "There is no such case")

    run_event(Job(fake.delivery, "on_issued", bench.settler, lambda _job: None), refuse)
    letter = bench.relay.submitted[0]
    assert letter.body == event.to_bytes()
    assert "no_such_case" in letter.headers["x-huxin-error"]
    assert fake.acks == 1


def test_the_trace_goes_on_from_the_command_to_the_reply(bench: Bench) -> None:
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    command = Message.new("case.validate", {"case_id": "A"}, service="engine", traceparent=trace)
    bench.command(command)
    context = bench.relay.messages(topology.REPLIES)[0].traceparent
    assert context is not None
    assert context.split("-")[1] == "a" * 32
    assert context != trace


def batch_of(bench: Bench, messages: list[Message]) -> tuple[Batch, list[FakeDelivery], list[Job]]:
    fakes = [FakeDelivery(message, exchange=topology.REPLIES) for message in messages]
    again: list[Job] = []
    return Batch([Job(fake.delivery, "on_replies", bench.settler, again.append) for fake in fakes], "reply"), fakes, again


def reply(text: str) -> Message:
    return Message.new("case.validate.reply", {"ok": True, "result": {"case_id": text}}, service="case", subject=text)


def test_messages_of_a_batch_commit_together_and_only_once(bench: Bench) -> None:
    messages = [reply("A"), reply("B")]
    for _ in range(2):
        batch, fakes, _again = batch_of(bench, [*messages, messages[0]])
        with batch.unit(batch.messages) as (unit, fresh):
            for message in fresh:
                unit.connection.execute(effects.insert(), {"case_id": message.subject})
        batch.finish()
        assert [fake.acks for fake in fakes] == [1, 1, 1]
    assert bench.effects() == 2


def test_a_failing_part_of_a_batch_leaves_the_others_alone(bench: Bench) -> None:
    good, bad = reply("A"), reply("B")
    batch, fakes, again = batch_of(bench, [good, bad])
    for message in batch.messages:
        with batch.unit([message]) as (unit, _fresh):
            unit.connection.execute(effects.insert(), {"case_id": message.subject})
            if message == bad:
                raise ZeroDivisionError
    batch.finish()
    assert [fake.acks for fake in fakes] == [1, 0]
    bench.schedule.run()
    assert (bench.effects(), len(again)) == (1, 1)


def test_a_lost_connection_in_a_transaction_of_the_handlers_own_is_waited_for(bench: Bench) -> None:
    batch, fakes, again = batch_of(bench, [reply("A")])
    for job in next(iter(batch._open.values())):
        job.delivery.attempts = 100
    with batch.settling(batch.messages):
        raise sa.exc.OperationalError("COMMIT", {}, Exception("server closed the connection"), connection_invalidated=True)
    bench.schedule.run()
    assert (fakes[0].acks, len(again), bench.relay.submitted) == (0, 1, [])


def test_what_a_handler_forgets_is_handled_again(bench: Bench) -> None:
    batch, fakes, again = batch_of(bench, [reply("A")])
    batch.finish()
    bench.schedule.run()
    assert (fakes[0].acks, len(again)) == (0, 1)


def test_a_dead_letter_tells_where_it_came_from_even_when_the_broker_gave_up() -> None:
    fake = FakeDelivery(b"x", queue=topology.DEAD, exchange=topology.DEAD, key="huxin.case.commands")
    fake.delivery.headers = {"x-death": [{"queue": "huxin.case.commands", "reason": "delivery_limit", "routing-keys": ["case.act"]}]}
    letter = open_letter(fake.delivery)
    assert (letter.queue, letter.routing_key, letter.body, letter.message) == ("huxin.case.commands", "case.act", b"x", None)
    assert "delivery_limit" in letter.error
