"""Stories from files: names are filled in, answers are looked into, a step that does not hold is told and fails the story."""

from __future__ import annotations

import base64
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.cli.stories.runner import Teller, Timeline, found_at, tell_cases
from services.kernel.clock import MovableClock
from services.kernel.errors import HuxinError


class FakeSystem:
    """Answers operations as told."""

    def __init__(self, **answers):
        self.clock = MovableClock(datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
        self.answers = answers
        self.asked = []

    def call(self, operation, **parameters):
        self.asked.append((operation, parameters))
        answer = self.answers[operation.rpartition(".")[2]]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def until(self, what, ask):
        for _ in range(3):
            if answer := ask():
                return answer
        raise TimeoutError(what)


def teller(steps=(), **answers):
    system = FakeSystem(**answers)
    case = {"name": "示例", "jurisdiction": "shaoxing", "steps": list(steps), "ends": "end_ready", "facts": {"project": "P-${case}"}}
    story = {"process": "site_entry", "cases": [case], "facts": {"price": 5}}
    return Teller(system, Timeline(system, "site_entry"), story, case)


def test_names_are_filled_in_everywhere_and_keep_their_kind():
    told = teller()
    case = told.names["case"]
    filled = told.fill({"a": ["${project}", "${price}", "x ${price}"], "day": "${today+3}", "before": "${today-2} 08:00"})
    assert filled == {"a": [f"P-{case}", 5, "x 5"], "day": "2026-11-05", "before": "2026-10-31 08:00"}


def test_a_name_that_nothing_gives_is_a_mistake():
    with pytest.raises(KeyError):
        teller().fill("${nobody}")


def test_a_file_stands_for_its_lines():
    content = teller().fill({"csv": [["姓名", "价"], ["示例", "${price}"]]})
    assert base64.b64decode(content).decode() == "姓名,价\r\n示例,5\r\n"


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.0.b", 1), ("a.*.b", [1, 2]), ("a.5.b", None), ("a.x", None), ("c.d", None), ("a.-1.b", 2)],
)
def test_answers_are_looked_into(path, value):
    assert found_at({"a": [{"b": 1}, {"b": 2}], "c": None}, path) == value


@pytest.mark.parametrize(
    ("step", "answer", "ok"),
    [
        ({"expect": {"accepted": 1}}, {"accepted": 1}, True),
        ({"expect": {"accepted": 1}}, {"accepted": 2}, False),
        ({"fails": "not_the_officer"}, HuxinError("not_the_officer", "no"), True),
        ({"fails": "not_the_officer"}, HuxinError("bad_file", "no"), False),
        ({"fails": "not_the_officer"}, {"accepted": 1}, False),
        ({}, HuxinError("bad_file", "no"), False),
    ],
)
def test_a_call_holds_exactly_when_the_answer_is_the_expected_one(step, answer, ok):
    told = teller(import_attendance=answer)
    told._call({"call": "roster.import_attendance", **step})
    assert told.timeline.ok is ok


def test_what_an_answer_gives_can_be_used_later():
    told = teller(import_attendance={"lines": [{"line": 2}]})
    told._call({"call": "roster.import_attendance", "save": {"where": "lines.0.line"}})
    assert told.fill("${where}") == 2


def test_a_query_is_asked_again_until_it_shows_what_is_expected():
    told = teller(get_project={"project_id": "P", "jurisdiction": "shaoxing"})
    told._call({"call": "roster.get_project", "expect": {"jurisdiction": "national"}})
    assert len(told.system.asked) == 3
    assert told.timeline.ok is False


def test_an_action_is_never_repeated():
    told = teller(import_attendance={"accepted": 2})
    told._call({"call": "roster.import_attendance", "expect": {"accepted": 1}})
    assert len(told.system.asked) == 1


def test_a_step_without_a_verb_and_a_case_that_breaks_fail_the_story_and_the_next_is_told():
    told = teller([{"say": "nothing"}])
    cases = [{"name": "一"}, {"name": "二"}]
    timeline = tell_cases(told.timeline, cases, lambda _case: told.run())
    assert [step["ok"] for step in timeline.steps] == [True, False, True, False]
    assert "no verb" in timeline.steps[1]["what"]
