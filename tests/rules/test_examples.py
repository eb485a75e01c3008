"""Runs every worked example of the law in this folder; a lawyer reads the YAML, this file only compares."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.decisions import DECISIONS
from services.runtime.dmn import load_rulebook

HERE = Path(__file__).parent
HOME = HERE.parents[1]
KEYS = {"name", "decision", "jurisdiction", "on", "facts", "expect", "satisfies", "breaks", "why"}
CARRIED = (
    "TL-2.1.1-2a",
    "TL-2.1.2-1",
    "TL-2.1.2-2a",
    "TL-2.1.2-3b",
    "TL-2.1.2-3c",
    "TL-2.2.1-2a",
    "TL-2.2.1-2b",
    "TL-2.2.1-3",
    "TL-2.3.1-1c",
    "TL-2.3.1-2a",
    "TL-2.3.2-1",
    "TL-2.2.2-3b",
    "TL-2.2.2-4",
    "TL-2.2.2-5a",
    "TL-2.2.2-5b",
    "TL-2.2.2-6a",
    "TL-2.2.2-6b",
    "TL-2.3.1-4b",
    "TL-2.3.1-4c",
    "SX-9-1a",
    "SX-9-1b",
    "SX-11-1a",
    "SX-11-1b",
    "SX-11-1c",
    "CN171-5",
    "CN279-49",
    "CN724-55",
    "CN724-57",
    "TL-2.1.2-2e",
    "TL-2.2.2-8",
    "TL-2.3.1-1b",
    "TL-2.3.1-2b",
    "TL-2.6.1-1b",
    "TL-2.6.1-1c",
    "TL-2.6.1-2",
    "TL-2.6.1-3",
    "TL-2.6.1-4",
    "SX-3-1a",
    "SX-3-1b",
    "SX-3-2a",
    "SX-3-2b",
    "SX-4-1c",
    "SX-6-2b",
    "SX-7-2b",
    "SX-7-3",
    "SX-11-2b",
    "SX-11-4",
    "SX-11-5",
    "CN724-11",
    "CN724-26",
    "CN724-27",
    "CN724-29",
    "CN724-30",
    "CN724-31",
    "CN724-35",
    "CN53-BANK",
    "CN53-BLOCK",
    "CN53-CLOSE",
    "SX-4-1b",
    "SX-8-3a",
    "SX-8-3b",
    "SX-11-2a",
    "CN53-FUND",
    "CN65-CUT",
    "CN65-EX",
    "CN65-MULTI",
    "CN65-RAISE",
    "CN65-RATE",
    "CN724-32",
    "SX-5-1",
    "CN724-25",
    "CN724-28",
    "CN724-36",
    "CN279-78",
    "TL-2.2.1-1",
    "TL-2.6.2-2k",
    "SX-2-1",
    "SX-4-2",
    "SX-8-1",
    "SX-10-1",
    "SX-10-2a",
    "SX-10-2b",
    "SX-11-3",
    "SX-15-1",
    "CN724-2",
    "CN724-23",
    "CN724-24",
)


DECIDED_BEFORE_ANY_FACT = {"no_duty_nationally", "only_a_right_in_shaoxing", "national_binds_everybody"}
"""Reasons that rest on the profile alone."""


def _examples() -> list[Any]:
    """Return the entries that ask a decision; the calendar's examples in this folder have a runner of their own."""
    entries = [(path.stem, entry) for path in sorted(HERE.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return [pytest.param(entry, id=f"{stem}: {entry['name']}") for stem, entry in entries if "decision" in entry]


EXAMPLES = _examples()


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_comes_out_as_the_law_says(example):
    assert set(example) <= KEYS, "unknown key in the example"
    law = load_rulebook(HOME, example["jurisdiction"])
    decision = DECISIONS[example["decision"]].decide(_plain(example["facts"]), law, example["on"])
    expect = example["expect"]
    cited = {clause for reason in decision.reasons for clause in reason.clauses}
    assert decision.outcome == expect["outcome"], decision.reasons
    assert list(decision.missing) == expect.get("missing", [])
    assert set(expect.get("reasons_cite", [])) <= cited
    for name, value in expect.get("also", {}).items():
        assert decision.to_json()["also"].get(name) == (value.isoformat() if isinstance(value, date) else value), name
    if "codes" in expect:
        assert [reason.code for reason in decision.reasons] == expect["codes"]
    assert all(reason.text and reason.text_en and reason.clauses for reason in decision.reasons)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_claims_only_clauses_that_exist(example):
    law = load_rulebook(HOME, example["jurisdiction"]).law
    for clause in [*example.get("satisfies", []), *example.get("breaks", [])]:
        assert law.clause(clause).id == clause


@pytest.mark.parametrize("side", ["satisfies", "breaks"])
def test_every_clause_that_a_decision_carries_has_an_example_on_each_side(side):
    shown = {clause for param in EXAMPLES for clause in param.values[0].get(side, [])}
    assert set(CARRIED) <= shown


def test_no_two_examples_share_a_name():
    names = Counter((param.values[0]["decision"], param.values[0]["jurisdiction"], param.values[0]["name"]) for param in EXAMPLES)
    assert [name for name, count in names.items() if count > 1] == []


def test_the_local_deposit_condition_is_marked_as_going_beyond_national_law():
    facts = {"deposit_due_fen": 1, "deposit_paid_fen": 0, "deposit_guarantee_letter_fen": 0}
    decision = DECISIONS["permit_gate"].decide(facts, load_rulebook(HOME, "shaoxing"), date(2026, 3, 2))
    assert [reason.flags for reason in decision.reasons] == [("national_conflict",)]
    assert decision.parameters["shaoxing.deposit_as_permit_condition"].value is True


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_reasons_of_the_example_show_the_facts_they_rest_on(example):
    law = load_rulebook(HOME, example["jurisdiction"])
    given = _plain(example["facts"])
    decision = DECISIONS[example["decision"]].decide(given, law, example["on"]).to_json()
    shown = {name: value for reason in decision["reasons"] for name, value in reason["facts"].items()}
    assert set(shown) <= set(given)
    codes = {reason["code"] for reason in decision["reasons"]}
    decided_before_any_fact = bool(codes & DECIDED_BEFORE_ANY_FACT) or example["on"] < date(2021, 11, 1)
    assert shown or not given or decided_before_any_fact or decision["missing"]
