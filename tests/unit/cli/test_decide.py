"""`huxin decide` as others call it: one question, a batch, the schema, and every wrong use."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from services.cli.decide import PLANNED, command
from services.cli.decisions import DECISIONS
from services.kernel.errors import HuxinError


def run(*arguments, stdin=None):
    return CliRunner().invoke(command, list(arguments), input=stdin)


def batch(*lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = run("--batch", "-", stdin=text)
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def line(**changes):
    return {"id": 1, "decision": "in_scope", "jurisdiction": "national", "on": "2026-03-02", "facts": {}} | changes


def test_one_decision_is_shown_with_its_reasons():
    result = run("in_scope", "-j", "national", "--facts", "-", "--on", "2026-03-02", stdin="{}")
    body = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"decision", "outcome", "also", "reasons", "missing", "parameters", "version"} <= set(body)
    assert body["reasons"][0]["clauses"] == ["CN724-2"]


def test_a_decision_that_facts_are_missing_for_is_an_answer_too():
    result = run("permit_gate", "-j", "national", "--facts", "-", stdin="{}")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["outcome"] == "undetermined"


def test_batch_answers_in_order_and_goes_on_after_a_bad_line():
    answers = batch(line(id="a"), "{broken", line(id="b", facts={"project_place": 3}), "", line(id="c"))
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c"]
    assert [answer.get("error", {}).get("code") for answer in answers] == [None, "bad_json", "bad_facts", None]
    assert answers[1]["line"] == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decision": "no_such"}, "unknown_decision"),
        ({"decision": None}, "unknown_decision"),
        ({"decision": ["in_scope"]}, "unknown_decision"),
        ({"jurisdiction": "mars"}, "unknown_jurisdiction"),
        ({"jurisdiction": None}, "unknown_jurisdiction"),
        ({"jurisdiction": {}}, "unknown_jurisdiction"),
        ({"on": "2026-02-30"}, "bad_day"),
        ({"on": "20260302"}, "bad_day"),
        ({"on": None}, "bad_day"),
        ({"on": "2026-03-02T00:00:00+08:00"}, "bad_day"),
        ({"facts": None}, "bad_input"),
        ({"facts": []}, "bad_input"),
        ({"facts": {"investment_fen": "1"}}, "bad_facts"),
        ({"facts": {"investment_fen": 1.0}}, "bad_facts"),
        ({"facts": {"investment_fen": True}}, "bad_facts"),
        ({"facts": {"investment_fen": -1}}, "bad_facts"),
        ({"facts": {"investment_fen": None}}, "bad_facts"),
        ({"facts": {"toli_opt_in": "yes"}}, "bad_facts"),
        ({"facts": {"project_sector": "Building"}}, "bad_facts"),
        ({"facts": {"construction_contract_signed_on": "2017-1-1"}}, "bad_facts"),
        ({"facts": {"construction_contract_signed_on": "2017-W01-1"}}, "bad_facts"),
    ],
)
def test_an_impossible_line_answers_with_what_is_wrong_and_what_to_do(changes, code):
    (answer,) = batch(line(**changes))
    assert answer["id"] == 1
    assert "outcome" not in answer
    assert answer["error"]["code"] == code
    assert answer["error"]["detail"]
    assert answer["error"]["fix"]


def test_a_bad_fact_is_named_with_what_was_given_and_expected():
    (answer,) = batch(line(facts={"project_place": "hangzhou"}))
    assert answer["error"]["fact"] == "project_place"
    assert "hangzhou" in answer["error"]["given"]
    assert answer["error"]["expected"] == "one of shaoxing, tuoli, elsewhere"


@pytest.mark.parametrize("name", PLANNED)
def test_a_planned_decision_says_that_it_is_not_built(name):
    (answer,) = batch(line(decision=name))
    assert answer["error"]["code"] == "not_built"
    assert name not in DECISIONS


@pytest.mark.parametrize("raw", ["[1]", "3", "null", '"a"', "[" * 5000, "\x00"])
def test_a_line_that_is_no_object_still_gets_an_answer(raw):
    (answer,) = batch(raw)
    assert answer["error"]["code"] in {"bad_input", "bad_json"}


def test_the_mark_that_some_editors_write_before_a_file_is_no_part_of_its_first_line():
    answers = batch("\ufeff" + json.dumps(line(id="a")), line(id="b"))
    assert [(answer["id"], "error" in answer) for answer in answers] == [("a", False), ("b", False)]
    assert run("in_scope", "-j", "national", "--facts", "-", stdin="\ufeff{}").exit_code == 0


def test_a_line_without_a_day_takes_the_day_of_the_call():
    asked = line(jurisdiction="national")
    del asked["on"]
    result = run("--batch", "-", "--on", "2020-04-30", stdin=json.dumps(asked))
    assert json.loads(result.stdout)["outcome"] == "out_of_scope"


@pytest.mark.parametrize("name", sorted(DECISIONS))
def test_the_schema_names_every_fact_in_words(name):
    schema = json.loads(run(name, "--schema").stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert list(schema["properties"]) == [fact.name for fact in DECISIONS[name].schema.facts]
    assert all(fact["title"] and fact["description"] for fact in schema["properties"].values())


@pytest.mark.parametrize(
    "arguments",
    [(), ("in_scope",), ("in_scope", "--batch", "-"), ("in_scope", "-j", "national"), ("--batch", "no-such-file.jsonl")],
)
def test_wrong_use_exits_with_two(arguments):
    assert run(*arguments).exit_code == 2


def test_a_day_that_is_none_is_wrong_use():
    result = run("in_scope", "-j", "national", "--facts", "-", "--on", "yesterday", stdin="{}")
    assert isinstance(result.exception, HuxinError)
    assert result.exception.code == "bad_day"


def test_the_version_tells_the_law_apart_and_not_the_facts():
    first, again, other = batch(line(), line(facts={"project_place": "tuoli"}), line(jurisdiction="toli-draft"))
    assert first["version"] == again["version"] != other["version"]
    assert first["on"] == date(2026, 3, 2).isoformat()
