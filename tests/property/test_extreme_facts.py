"""Facts at the ends of their ranges get a decision or an error that says what to do, whichever decision is asked."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.decide import answers
from services.cli.decisions import DECISIONS
from tests.property.decision_domains import HOME, PROFILES

DAYS = ("0001-01-01", "1999-12-31", "2026-03-02", "2027-01-01", "8999-12-31", "9999-12-31")
SUMS = (0, 1, 10**18, 2**63 - 1)
MOMENTS = ("0001-01-01T00:00:00+14:00", "2026-03-02T08:00:00+08:00", "9999-12-31T23:59:59-12:00")


def extremes(fact):
    values = {
        "int": SUMS,
        "bool": (True, False),
        "text": ("", "理由"),
        "date": DAYS,
        "datetime": MOMENTS,
        "enum": fact.values,
        "ints": ([], [0], [2**63 - 1, 2**63 - 1]),
        "records": ([], [{"amount_fen": 2**63 - 1, "status": "pay_order"}]),
    }[fact.kind]
    return st.sampled_from((*values, None) if fact.nullable else values)


def answer(decision, profile, on, facts):
    line = {"id": 1, "decision": decision, "jurisdiction": profile, "on": on, "facts": facts}
    (told,) = answers([json.dumps(line).encode()], HOME, date(2026, 3, 2))
    return json.loads(told)


@pytest.mark.parametrize("decision", sorted(DECISIONS))
@given(st.data())
def test_a_fact_at_the_end_of_its_range_gets_an_answer(decision, data):
    facts = data.draw(st.fixed_dictionaries({}, optional={fact.name: extremes(fact) for fact in DECISIONS[decision].schema.facts}))
    told = answer(decision, data.draw(st.sampled_from(PROFILES)), data.draw(st.sampled_from(DAYS)), facts)
    assert ("outcome" in told) != ("error" in told)
    if "error" in told:
        assert told["error"]["status"] == 400
        assert told["error"]["fix"]
