"""What fails is kept, retried, shown, and decided about with a reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from services.engine.application import burying, correlating, desk, moving, queries, replies, resolving, ticking
from services.engine.domain.model import Incoming
from services.engine.entrypoints.testing import CLERK, OPERATOR, bad, good
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

DIAGRAMS = Path(__file__).parents[2] / "workflow" / "engine" / "diagrams"


@pytest.fixture
def service(bench):
    bench.deploy(DIAGRAMS / "service.bpmn")
    return bench.start("service")


def fail(bench, **how) -> None:
    (command,) = bench.commands()
    replies.handle_replies(bench.context, [bad(command, **how)])


def resolve(bench, incident: dict, action: str, data: dict | None = None) -> dict:
    return resolving.resolve_incident(
        bench.context, incident_id=incident["id"], action=action, reason="as the test wants", actor=OPERATOR, data=data
    )


def test_a_temporary_failure_is_tried_again_by_the_clock(bench, service):
    fail(bench, retryable=True)
    (incident,) = bench.incidents()
    assert (incident["kind"], incident["state"], incident["attempts"]) == ("service_failed", "waiting", 1)
    assert incident["next_retry_at"] == "2026-02-10T09:00:05+08:00"
    assert ticking.tick(bench.context) == 0
    bench.clock.advance(timedelta(seconds=5))
    assert ticking.tick(bench.context) == 1
    assert ticking.tick(bench.context) == 0
    assert bench.answer() == 1
    assert bench.instance(service)["outcome"] == "done"
    (incident,) = bench.incidents("all")
    assert (incident["state"], incident["resolution"]) == ("resolved", "recovered")


def test_a_failure_that_stays_reaches_an_operator(bench, service):
    for attempt in range(1, 6):
        fail(bench, retryable=True)
        assert bench.incidents()[0]["attempts"] == attempt
        moving.move_clock(bench.context, (bench.clock.now() + timedelta(hours=1)).isoformat())
    fail(bench, retryable=True)
    (incident,) = bench.incidents()
    assert (incident["state"], incident["attempts"], incident["next_retry_at"]) == ("open", 6, None)
    assert [token["state"] for token in bench.instance(service)["tokens"]] == ["failed"]


def test_the_answer_to_a_command_that_was_sent_again_is_dropped(bench, service):
    (old,) = bench.commands()
    replies.handle_replies(bench.context, [bad(old, retryable=True)])
    bench.clock.advance(timedelta(seconds=5))
    ticking.tick(bench.context)
    (new,) = bench.commands()
    assert new.id != old.id
    assert replies.handle_replies(bench.context, [good(old, {"late": True})]) == 0
    assert bench.instance(service)["state"] == "running"
    assert replies.handle_replies(bench.context, [good(new, {"done": True})]) == 1
    assert bench.instance(service)["data"]["action"] == {"done": True}


@pytest.mark.usefixtures("service")
def test_a_failure_is_counted_once_however_often_it_is_told(bench):
    (command,) = bench.commands()
    replies.handle_replies(bench.context, [bad(command, retryable=True)])
    assert replies.handle_replies(bench.context, [bad(command, retryable=True)]) == 0
    assert bench.incidents()[0]["attempts"] == 1


def test_the_diagrams_own_way_for_an_error_is_taken(bench, service):
    fail(bench, code="refused")
    assert bench.incidents() == []
    assert bench.instance(service)["outcome"] == "turned_down"


def test_an_operator_retries_with_a_reason(bench, service):
    fail(bench)
    (incident,) = bench.incidents()
    resolve(bench, incident, "retry")
    assert bench.answer() == 1
    assert bench.instance(service)["state"] == "completed"
    steps = queries.get_history(bench.context, service)["items"]
    assert [(step["kind"], step.get("reason")) for step in steps][1:3] == [("error", "sample_failed"), ("retry", "as the test wants")]
    assert steps[2]["actor"] == OPERATOR.user


def test_an_operator_skips_with_data(bench, service):
    fail(bench)
    answer = resolve(bench, bench.incidents()[0], "skip", {"action": {"by": "hand"}})
    assert (answer["incident"]["resolution"], answer["instance"]["state"]) == ("skipped", "completed")
    assert bench.instance(service)["data"]["action"] == {"by": "hand"}


@pytest.mark.usefixtures("service")
def test_an_operator_corrects_data_and_the_command_carries_them(bench):
    fail(bench)
    resolve(bench, bench.incidents()[0], "correct", {"case_id": "C-9"})
    (command,) = bench.commands()
    assert command.data == {"case_id": "C-9"}


def test_an_operator_cancels_the_case(bench, service):
    fail(bench)
    answer = resolve(bench, bench.incidents()[0], "cancel")
    assert answer["instance"]["state"] == "cancelled"
    view = bench.instance(service)
    assert (view["state"], view["data"]["case_id"], view["tokens"]) == ("cancelled", "C-1", [])
    with pytest.raises(HuxinError) as caught:
        resolve(bench, answer["incident"], "retry")
    assert caught.value.code == "incident_over"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"actor": CLERK}, "not_an_operator"), ({"reason": " "}, "reason_missing"), ({"action": "erase"}, "unknown_action")],
)
def test_a_decision_needs_right_reason_and_a_known_action(bench, service, change, code):
    fail(bench)
    call = {"incident_id": bench.incidents()[0]["id"], "action": "skip", "reason": "why", "actor": OPERATOR, **change}
    with pytest.raises(HuxinError) as caught:
        desk.resolve_incident(bench.context, call.pop("actor"), **call)
    assert caught.value.code == code
    assert bench.instance(service)["state"] == "running"


def choice(bench) -> tuple[str, dict]:
    bench.deploy(DIAGRAMS / "choice.bpmn")
    instance_id = bench.start("choice")
    return instance_id, bench.tasks(instance_id=instance_id)[0]


def test_entries_that_the_process_cannot_go_on_with_are_kept_and_nothing_else_changes(bench):
    instance_id, task = choice(bench)
    with pytest.raises(HuxinError) as caught:
        bench.complete(task["id"], {"amount": 5})
    assert (caught.value.code, caught.value.status) == ("step_failed", 422)
    (incident,) = bench.incidents()
    assert incident["id"] == caught.value.extra["incident_id"]
    assert (incident["kind"], incident["stimulus"]["data"]) == ("expression_failed", {"amount": 5})
    view = bench.instance(instance_id)
    assert (view["step"], view["data"], view["tasks"][0]["state"]) == (1, {"case_id": "C-1"}, "open")
    assert queries.get_history(bench.context, instance_id)["intact"] is True


def test_the_same_failure_again_is_the_same_incident(bench):
    _instance, task = choice(bench)
    for _ in range(2):
        with pytest.raises(HuxinError):
            bench.complete(task["id"], {"amount": 5})
    (incident,) = bench.incidents()
    assert incident["attempts"] == 2


def test_a_correction_lets_the_kept_entries_through(bench):
    instance_id, task = choice(bench)
    with pytest.raises(HuxinError):
        bench.complete(task["id"], {"amount": 5})
    answer = resolve(bench, bench.incidents()[0], "correct", {"limit": 3})
    assert (answer["incident"]["resolution"], answer["instance"]["outcome"]) == ("retried", "large")
    assert bench.instance(instance_id)["tasks"][0]["completed_by"] == CLERK.user


def test_a_retry_that_fails_again_stays_open_with_its_cause(bench):
    _instance, task = choice(bench)
    with pytest.raises(HuxinError):
        bench.complete(task["id"], {"amount": 5})
    answer = resolve(bench, bench.incidents()[0], "retry")
    assert (answer["incident"]["state"], answer["incident"]["attempts"]) == ("open", 2)


def test_an_incident_that_was_overtaken_ends_quietly(bench):
    _instance, task = choice(bench)
    with pytest.raises(HuxinError):
        bench.complete(task["id"], {"amount": 5})
    bench.complete(task["id"], {"amount": 5, "limit": 7})
    assert resolve(bench, bench.incidents()[0], "retry")["incident"]["resolution"] == "overtaken"


def test_a_start_that_fails_is_kept_and_can_be_corrected(bench):
    broken = (DIAGRAMS / "started.bpmn").read_text("utf-8").replace("<huxin:process business_key", '<huxin:process title="x" business_key')
    bench.deploy(broken.replace('business_key="case_id"', 'business_key="file.number"'))
    incoming = Incoming(id="m-1", message="case.filed", subject="C-1", jurisdiction="shaoxing", data={"case_id": "C-1"})
    answer = correlating.handle_event(bench.context, incoming)
    assert answer == {"delivered": 0, "waiting": False, "started": []}
    (incident,) = bench.incidents()
    assert incident["stimulus"]["kind"] == "start"
    resolve(bench, incident, "correct", {"file": {"number": "N-1"}})
    (instance,) = queries.list_instances(bench.context, {"process": "started"})["items"]
    assert instance["business_key"] == "N-1"


def test_a_poisoned_message_is_kept_untouched_and_sent_back_where_it_came_from(bench):
    body = b"\xff\x00 not json"
    with bench.context.store.transaction() as session:
        burying.keep_dead_letter(
            bench.context,
            session,
            queue="huxin.permits.commands",
            routing_key="permits.check_scope",
            error="not JSON",
            body=body,
            readable=False,
            jurisdiction=None,
            headers={},
        )
    (incident,) = bench.incidents()
    assert (incident["kind"], incident["raw_encoding"]) == ("poisoned_message", "base64")
    resolve(bench, incident, "retry")
    (row,) = bench.relay.rows
    assert (row.exchange, row.routing_key, row.body) == ("huxin.commands", "permits.check_scope", body)


def test_incidents_are_paged_newest_first(bench):
    for _ in range(5):
        bench.deploy(DIAGRAMS / "service.bpmn")
        bench.start("service")
    replies.handle_replies(bench.context, [bad(command) for command in bench.commands()])
    first = queries.list_incidents(bench.context, {"limit": 3})
    second = queries.list_incidents(bench.context, {"limit": 3, "cursor": first["next_cursor"]})
    ids = [incident["id"] for incident in first["items"] + second["items"]]
    assert len(set(ids)) == 5
    assert ids == sorted(ids, reverse=True)
    assert second["next_cursor"] is None


def test_an_unknown_incident_is_told(bench):
    with pytest.raises(HuxinError) as caught:
        resolve(bench, {"id": uuid7()}, "retry")
    assert caught.value.code == "unknown_incident"
