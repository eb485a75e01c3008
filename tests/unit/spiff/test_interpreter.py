"""What one stimulus brings about: waits, history, events, errors, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.engine.domain.waits import Advance, MessageWait, Passed, ServiceWait, TimerWait, UserWait
from services.engine.spiff.interpreter import SpiffInterpreter
from services.kernel.errors import HuxinError

ROOT = Path(__file__).resolve().parents[3]
INTERPRETER = SpiffInterpreter(stock=False)


def compiled(name: str) -> Any:
    return INTERPRETER.compile((ROOT / "tests" / "workflow" / "diagrams" / f"{name}.bpmn").read_bytes())


def begin(name: str, **data: Any) -> tuple[Any, Advance, dict[str, int]]:
    message = data.pop("message", None)
    live, advance = INTERPRETER.start(compiled(name), {"case_id": "示例-1", **data}, message=message)
    return live, advance, {wait.element_id: wait.token for wait in advance.opened}


def lines(advance: Advance) -> list[tuple[str, str]]:
    return [(passed.element_id, passed.what) for passed in advance.passed]


def test_a_user_task_opens_with_what_the_diagram_says_of_it() -> None:
    _, advance, _ = begin("boundary_timer")
    user, timer = advance.opened
    assert isinstance(user, UserWait)
    assert (user.element_id, user.department, user.deadline, user.count, user.priority) == (
        "work",
        "permit_authority",
        "P5D",
        "working",
        50,
    )
    assert isinstance(timer, TimerWait)
    assert (timer.element_id, timer.duration, timer.count) == ("late", "P5D", "clock")


def test_a_service_task_asks_its_operation_with_evaluated_parameters() -> None:
    _, advance, _ = begin("boundary_error")
    (service,) = advance.opened
    assert isinstance(service, ServiceWait)
    assert (service.operation, service.parameters) == ("case.validate", {"case_id": "示例-1"})


def test_the_whole_data_is_a_value_called_data() -> None:
    raw = (ROOT / "tests" / "workflow" / "diagrams" / "boundary_error.bpmn").read_bytes()
    definition = INTERPRETER.compile(raw.replace(b'value="case_id"', b'value="data"'))
    _, advance = INTERPRETER.start(definition, {"case_id": "1", "rows": [{"fen": 100}]})
    (service,) = advance.opened
    assert isinstance(service, ServiceWait)
    assert service.parameters == {"case_id": {"case_id": "1", "rows": [{"fen": 100}]}}


def test_history_has_a_line_for_each_element_reached_done_or_cancelled() -> None:
    live, advance, tokens = begin("boundary_timer")
    assert lines(advance) == [("begin", "completed"), ("work", "entered")]
    fired = INTERPRETER.fire(live, tokens["late"])
    assert set(lines(fired)) == {("late", "completed"), ("work", "cancelled"), ("escalate", "entered")}
    assert set(fired.closed) == {tokens["work"], tokens["late"]}


def test_a_boundary_timer_closes_with_its_activity() -> None:
    live, _, tokens = begin("boundary_timer")
    done = INTERPRETER.complete(live, tokens["work"], {})
    assert (set(done.closed), done.ended, done.outcome, done.state) == (set(tokens.values()), True, "in_time", None)


def test_a_reminder_leaves_its_activity_open() -> None:
    live, _, tokens = begin("boundary_reminder")
    reminded = INTERPRETER.fire(live, tokens["remind"])
    assert (reminded.closed, [wait.element_id for wait in reminded.opened]) == ((tokens["remind"],), ["send_reminder"])
    assert {token["element_id"] for token in live.tokens()} == {"work", "send_reminder"}


def test_a_message_that_does_not_interrupt_can_come_again() -> None:
    live, _, tokens = begin("boundary_message")
    first = INTERPRETER.deliver(live, tokens["added"], {"paper": 1})
    again = {wait.element_id: wait.token for wait in first.opened}
    assert set(again) == {"added", "file_paper"}
    second = INTERPRETER.deliver(live, again["added"], {"paper": 2})
    assert sorted(wait.element_id for wait in second.opened) == ["added", "file_paper"]
    withdrawn = INTERPRETER.deliver(live, tokens["withdrawn"], {})
    assert {token["element_id"] for token in live.tokens()} == {"file_paper"}
    assert tokens["work"] in withdrawn.closed


def test_the_first_event_after_a_gateway_closes_the_others() -> None:
    live, advance, tokens = begin("event_gateway")
    answer, silence = advance.opened
    assert isinstance(answer, MessageWait)
    assert (answer.message, answer.key) == ("case.answer.received", "示例-1")
    assert isinstance(silence, TimerWait)
    answered = INTERPRETER.deliver(live, tokens["answer"], {"text": "好"})
    assert (set(answered.closed), [wait.element_id for wait in answered.opened]) == (set(tokens.values()), ["read"])
    assert ("silence", "cancelled") in lines(answered)


@pytest.mark.parametrize(("code", "element"), [("no_account", "repair"), ("anything", "inspect")])
def test_an_error_goes_to_the_boundary_event_of_its_code_else_to_the_one_without(code: str, element: str) -> None:
    live, _, tokens = begin("boundary_error")
    caught = INTERPRETER.error(live, tokens["check"], code)
    assert caught is not None
    assert ([wait.element_id for wait in caught.opened], caught.closed) == ([element], (tokens["check"],))


def test_an_error_that_nobody_catches_changes_nothing() -> None:
    live, begun, tokens = begin("boundary_reminder")
    service = INTERPRETER.fire(live, tokens["remind"]).opened[0]
    before = INTERPRETER.correct(live, {}).state
    assert INTERPRETER.error(live, service.token, "no_account") is None
    assert INTERPRETER.correct(live, {}).state == before
    assert begun.opened


def test_an_error_end_event_leaves_every_subprocess_up_to_its_catcher() -> None:
    live, _, tokens = begin("subprocess_error")
    assert set(tokens) == {"inner_work", "beside"}
    failed = INTERPRETER.complete(live, tokens["inner_work"], {"decision": "no"})
    assert [wait.element_id for wait in failed.opened] == ["tell"]
    assert {("beside", "cancelled"), ("outer", "cancelled"), ("rejected", "completed")} <= set(lines(failed))
    assert ("outer", "completed") not in lines(failed)
    told = INTERPRETER.complete(live, failed.opened[0].token, {})
    assert (told.ended, told.outcome) == (True, "told")


def test_terminate_ends_its_own_level_only() -> None:
    live, _, tokens = begin("subprocess_terminate")
    stopped = INTERPRETER.complete(live, tokens["inner_short"], {})
    assert ([wait.element_id for wait in stopped.opened], set(stopped.closed)) == (["after"], set(tokens.values()))
    live, _, tokens = begin("terminate")
    stopped = INTERPRETER.complete(live, tokens["decide"], {})
    assert (stopped.ended, stopped.outcome, set(stopped.closed)) == (True, "stopped", set(tokens.values()))


def test_messages_start_throw_and_end() -> None:
    definition = compiled("messages")
    assert definition.start_messages == {"case.request.received": "case_id"}
    live, advance = INTERPRETER.start(definition, {"case_id": "7"}, message="case.request.received")
    assert lines(advance)[0] == ("begin", "completed")
    assert [(sent.message, sent.key, sent.data) for sent in advance.sent] == [("case.request.registered", "7", {"case_id": "7"})]
    ended = INTERPRETER.deliver(live, advance.opened[0].token, {"paper": "甲"})
    assert ([sent.message for sent in ended.sent], ended.ended, ended.data["paper"]) == (["case.request.closed"], True, "甲")
    with pytest.raises(HuxinError) as unknown:
        INTERPRETER.start(definition, {"case_id": "7"}, message="case.other")
    assert unknown.value.code == "no_such_start"


def test_a_gateway_without_a_true_condition_is_an_error_at_the_gateway() -> None:
    live, _, tokens = begin("exclusive")
    with pytest.raises(HuxinError) as stopped:
        INTERPRETER.complete(live, tokens["decide"], {"decision": "maybe"})
    assert (stopped.value.code, stopped.value.extra["element_id"]) == ("expression_failed", "choose")
    with pytest.raises(HuxinError) as spoiled:
        INTERPRETER.complete(live, tokens["decide"], {"decision": "yes"})
    assert spoiled.value.code == "spoiled_instance"


def test_the_saved_state_survives_a_failed_stimulus() -> None:
    live, begun, tokens = begin("exclusive")
    with pytest.raises(HuxinError):
        INTERPRETER.complete(live, tokens["decide"], {"decision": 3})
    assert begun.state is not None
    restored = INTERPRETER.restore(compiled("exclusive"), begun.state)
    assert [wait.element_id for wait in INTERPRETER.complete(restored, tokens["decide"], {"decision": "no"}).opened] == ["refuse"]


@pytest.mark.parametrize("how", ["complete", "reply", "deliver", "skip"])
def test_a_token_that_does_not_wait_is_refused_and_harms_nothing(how: str) -> None:
    live, _, tokens = begin("exclusive")
    with pytest.raises(HuxinError) as refused:
        getattr(INTERPRETER, how)(live, 999, {})
    assert refused.value.code == "unknown_token"
    if how in {"reply", "deliver"}:
        with pytest.raises(HuxinError, match="waits for a user"):
            getattr(INTERPRETER, how)(live, tokens["decide"], {})
    assert INTERPRETER.complete(live, tokens["decide"], {"decision": "yes"}).opened


def test_an_operator_skips_any_wait_and_corrects_data() -> None:
    live, _, tokens = begin("exclusive")
    corrected = INTERPRETER.correct(live, {"decision": "yes"})
    assert (corrected.opened, corrected.closed, corrected.data["decision"]) == ((), (), "yes")
    skipped = INTERPRETER.skip(live, tokens["decide"], {})
    assert [wait.element_id for wait in skipped.opened] == ["accept"]
    assert INTERPRETER.skip(live, skipped.opened[0].token, {"accept_result": None}).ended
    live, _, tokens = begin("timer", days=3)
    assert INTERPRETER.skip(live, tokens["cooling_off"], {}).opened[0].element_id == "act"


def test_a_called_process_may_lie_in_another_file() -> None:
    raw = (ROOT / "tests" / "workflow" / "diagrams" / "call_activity.bpmn").read_bytes()
    alone = raw[: raw.index(b'<bpmn:process id="called_process"')] + b"</bpmn:definitions>"
    other = raw[: raw.index(b'<bpmn:process id="calling_process"')] + raw[raw.index(b'<bpmn:process id="called_process"') :]
    with pytest.raises(HuxinError) as missing:
        INTERPRETER.compile(alone)
    assert (missing.value.code, missing.value.extra["rule"]) == ("bad_diagram", "unknown_process")
    together = INTERPRETER.compile(alone, called={"called_process": other})
    assert together.hash != INTERPRETER.compile(raw).hash
    _, advance = INTERPRETER.start(together, {"case_id": "1"})
    assert [wait.element_id for wait in advance.opened] == ["called_service"]


def test_a_join_that_no_token_can_complete_is_said_and_not_waited_for() -> None:
    raw = (ROOT / "tests" / "workflow" / "diagrams" / "exclusive.bpmn").read_bytes()
    stuck = raw.replace(b'<bpmn:endEvent id="refused"', b'<bpmn:parallelGateway id="join"/><bpmn:endEvent id="refused"')
    for source, old in ((b"accept", b"accepted"), (b"refuse", b"refused")):
        stuck = stuck.replace(b'sourceRef="' + source + b'" targetRef="' + old, b'sourceRef="' + source + b'" targetRef="join')
    stuck = stuck.replace(b"</bpmn:process>", b'<bpmn:sequenceFlow id="out" sourceRef="join" targetRef="refused"/></bpmn:process>')
    live, advance = INTERPRETER.start(INTERPRETER.compile(stuck), {"case_id": "1"})
    service = INTERPRETER.complete(live, advance.opened[0].token, {"decision": "yes"}).opened[0]
    with pytest.raises(HuxinError) as error:
        INTERPRETER.reply(live, service.token, {})
    assert (error.value.code, error.value.extra["element_id"]) == ("stuck", "join")


def test_what_a_definition_says_of_itself() -> None:
    definition = INTERPRETER.compile((ROOT / "workflows" / "bpmn" / "permit_gating.bpmn").read_bytes())
    assert definition.key == "permit_gating"
    assert definition.jurisdictions == ("shaoxing", "toli-draft", "national")
    assert definition.title({"project_name": "示例项目"}) == "示例项目"
    assert definition.title({}) == "施工许可资金把关"
    assert definition.business_key({"application_id": "示例-9"}) == "示例-9"
    element = definition.elements()["check_scope"]
    assert (element["type"], element["department"], element["operation"]) == ("serviceTask", "permit_authority", "permits.check_scope")


def test_passed_lines_are_records() -> None:
    _, advance, _ = begin("exclusive")
    assert advance.passed[0] == Passed(element_id="begin", what="completed")
