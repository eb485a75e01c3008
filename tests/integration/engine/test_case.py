"""A case from its start to its end, step by step durable."""

from __future__ import annotations

import pytest

from services.engine.application import queries, replies, starting
from services.engine.domain.model import Reply
from services.engine.entrypoints.testing import CLERK, good
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7


def test_a_case_runs_to_its_end(bench):
    instance_id = bench.start(data={"case_id": "C-7"})
    assert [command.type for command in bench.commands()] == ["case.validate"]
    view = bench.instance(instance_id)
    assert (view["state"], view["business_key"]) == ("running", "C-7")
    assert [token["element_id"] for token in view["tokens"]] == ["validate_case"]


def test_a_command_names_the_case_and_its_parameters(bench):
    instance_id = bench.start(data={"case_id": "C-7"})
    (command,) = bench.commands()
    assert (command.subject, command.jurisdiction, command.data) == (instance_id, "shaoxing", {"case_id": "C-7"})


def test_replies_that_arrive_together_advance_in_one_step(bench):
    instance_id, task = bench.to_decision()
    bench.complete(task["id"], {"decision": "approve"})
    bench.answer()
    before = bench.instance(instance_id)["step"]
    assert bench.answer() == 2
    after = bench.instance(instance_id)
    assert after["step"] == before + 1
    assert [token["element_id"] for token in after["tokens"]] == ["wait_reply"]


def test_a_message_ends_it(bench):
    instance_id = bench.to_reply()
    assert bench.send("case.reply.received", "C-1", {"reply": "fine"})["delivered"] == 1
    view = bench.instance(instance_id)
    assert (view["state"], view["outcome"]) == ("completed", "case_closed")
    assert view["data"]["reply"] == "fine"
    assert view["tokens"] == []
    assert [task["state"] for task in view["tasks"]] == ["completed"]


def test_the_other_way_through_the_gateway_ends_it_too(bench):
    instance_id, task = bench.to_decision()
    assert bench.complete(task["id"], {"decision": "refuse"})["instance"]["outcome"] == "case_rejected"
    assert bench.instance(instance_id)["state"] == "completed"


def test_the_history_tells_every_step_and_holds(bench):
    instance_id = bench.to_reply()
    bench.send("case.reply.received", "C-1")
    told = queries.get_history(bench.context, instance_id)
    assert [step["kind"] for step in told["items"]] == ["start", "reply", "complete", "reply", "reply", "message"]
    assert told["items"][2]["actor"] == CLERK.user
    assert told["items"][2]["data"] == {"decision": "approve"}
    assert told["intact"] is True


def test_tampering_with_the_history_shows(bench):
    instance_id = bench.to_reply()
    with bench.database.begin() as connection:
        connection.exec_driver_sql("UPDATE history SET body = (SELECT body FROM history WHERE seq = 1) WHERE seq = 3")
    told = queries.get_history(bench.context, instance_id)
    assert (told["intact"], told["broken_at"]) == (False, 3)


def test_a_repeated_request_starts_one_case(bench):
    first = bench.start(request_id="request-1")
    assert bench.start(request_id="request-1") == first
    assert len(bench.commands()) == 1


def test_an_unknown_process_is_told(bench):
    with pytest.raises(HuxinError) as caught:
        starting.start_instance(bench.context, process="nothing", jurisdiction="shaoxing", actor=CLERK)
    assert (caught.value.code, caught.value.status) == ("unknown_process", 404)


def test_data_with_fractions_start_nothing(bench):
    with pytest.raises(HuxinError):
        bench.start(data={"case_id": "C-1", "amount": float("nan")})
    assert queries.list_instances(bench.context, {})["items"] == []
    assert bench.commands() == []


def test_a_business_key_that_no_index_can_hold_is_refused(bench):
    with pytest.raises(HuxinError) as caught:
        bench.start(data={"case_id": "C" * 501})
    assert caught.value.code == "bad_key"
    assert queries.list_instances(bench.context, {})["items"] == []


def test_a_late_copy_of_a_reply_is_dropped(bench):
    instance_id = bench.start()
    (command,) = bench.commands()
    reply = good(command, {"done": True})

    assert replies.handle_replies(bench.context, [reply, reply]) == 1
    assert replies.handle_replies(bench.context, [reply]) == 0
    assert bench.instance(instance_id)["step"] == 2


def test_replies_for_nobody_are_dropped(bench):

    stray = Reply(id=uuid7(), command_id=uuid7(), instance_id=uuid7(), ok=True)
    assert replies.handle_replies(bench.context, [stray]) == 0


def test_an_id_that_is_none_is_not_found(bench):
    for ask in (queries.get_task, queries.get_instance, queries.get_history):
        with pytest.raises(HuxinError) as caught:
            ask(bench.context, "no-such-id")
        assert caught.value.status == 404
