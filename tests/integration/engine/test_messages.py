"""Correlation: who waits gets it, once; who comes later still gets it; what nobody wanted becomes visible."""

from __future__ import annotations

from services.engine.application import correlating, queries, resolving, ticking
from services.engine.domain.model import EarlyMessage, Incoming
from services.engine.entrypoints.testing import OPERATOR


def test_a_message_arrives_once_however_often_it_is_sent(bench):
    bench.to_reply()
    assert bench.send("case.reply.received", "C-1", message_id="m-1")["delivered"] == 1
    again = bench.send("case.reply.received", "C-1", message_id="m-1")
    assert (again["delivered"], again["waiting"]) == (0, False)


def test_a_message_finds_only_its_key(bench):
    instance_id = bench.to_reply()
    assert bench.send("case.reply.received", "C-2")["waiting"] is True
    assert bench.instance(instance_id)["state"] == "running"


def test_an_early_message_waits_for_its_subscriber(bench):
    assert bench.send("case.reply.received", "C-1", {"reply": "early"}) == {"delivered": 0, "waiting": True, "started": []}
    instance_id = bench.to_reply()
    view = bench.instance(instance_id)
    assert (view["state"], view["data"]["reply"]) == ("completed", "early")
    with bench.context.store.reading() as session:
        assert session.early_for([("case.reply.received", "C-1")]) == []


def test_of_several_early_messages_the_oldest_is_taken_and_the_others_stay(bench):
    bench.send("case.reply.received", "C-1", {"reply": "first"})
    bench.clock.advance(bench.context.early_retention / 2)
    bench.send("case.reply.received", "C-1", {"reply": "second"})
    instance_id = bench.to_reply()
    assert bench.instance(instance_id)["data"]["reply"] == "first"
    with bench.context.store.reading() as session:
        assert [early.data["reply"] for early in session.early_for([("case.reply.received", "C-1")])] == ["second"]


def test_a_message_that_two_transactions_hid_from_each_other_is_found_by_the_clock(bench):
    instance_id = bench.to_reply()
    now = bench.clock.now()
    hidden = EarlyMessage(
        id="m-hidden",
        message="case.reply.received",
        key="C-1",
        jurisdiction="shaoxing",
        data={"reply": "hidden"},
        received_at=now,
        expires_at=now + bench.context.early_retention,
    )
    with bench.context.store.transaction() as session:
        session.keep_early(hidden)
    ticking.tick(bench.context)
    assert bench.instance(instance_id)["data"]["reply"] == "hidden"


def test_a_message_for_nobody_becomes_an_incident_and_can_be_sent_again(bench):
    bench.send("case.reply.received", "C-1", {"reply": "late"}, message_id="m-1")
    bench.clock.advance(bench.context.early_retention)
    ticking.tick(bench.context)
    (incident,) = bench.incidents()
    assert incident["kind"] == "nobody_waited"
    assert "C-1" in incident["detail"]
    instance_id = bench.to_reply()
    resolving.resolve_incident(bench.context, incident_id=incident["id"], action="retry", reason="the case is open now", actor=OPERATOR)
    assert bench.instance(instance_id)["data"]["reply"] == "late"
    assert bench.incidents() == []


def test_an_event_that_no_diagram_knows_is_none_of_our_business(bench):
    incoming = Incoming(id="m-1", message="permits.permit.issued", subject="A-1", jurisdiction="shaoxing", data={})
    assert correlating.handle_event(bench.context, incoming) is None


def test_an_event_that_a_diagram_catches_is(bench):
    instance_id = bench.to_reply()
    incoming = Incoming(id="m-1", message="case.reply.received", subject="C-1", jurisdiction="shaoxing", data={})
    assert correlating.handle_event(bench.context, incoming)["delivered"] == 1
    assert bench.instance(instance_id)["state"] == "completed"


def test_several_cases_may_wait_for_one_message(bench):
    first, second = bench.to_reply(), bench.to_reply()
    assert bench.send("case.reply.received", "C-1")["delivered"] == 2
    assert {bench.instance(each)["state"] for each in (first, second)} == {"completed"}


def test_waiting_for_a_message_is_shown_with_the_case(bench):
    instance_id = bench.to_reply()
    (token,) = queries.get_instance(bench.context, instance_id)["instance"]["tokens"]
    assert (token["element_id"], token["kind"], token["state"]) == ("wait_reply", "message", "waiting")
