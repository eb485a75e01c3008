"""Whatever a batch line says, it gets one answer: a decision or an error, never a traceback."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.cli.decide import answers
from services.cli.decisions import DECISIONS

HOME = Path(__file__).parents[2]
NAMES = sorted({fact.name for rule in DECISIONS.values() for fact in rule.schema.facts})
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12) | st.dates().map(str)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=6
)
lines = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "decision": st.sampled_from(sorted(DECISIONS)) | values,
        "jurisdiction": st.sampled_from(["national", "shaoxing", "toli-draft"]) | values,
        "on": st.dates().map(str) | values,
        "facts": st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), values, max_size=6) | values,
    },
)


def answer(raw):
    (line,) = answers([raw], HOME, date(2026, 3, 2))
    return json.loads(line)


@given(lines)
def test_every_object_gets_a_decision_or_an_error(line):
    told = answer(json.dumps(line).encode())
    assert ("outcome" in told) != ("error" in told)
    if "error" in told:
        assert told["error"]["status"] < 600
        assert told["error"]["detail"]
        assert told["error"]["fix"]


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: raw.removeprefix(b"\xef\xbb\xbf").strip() and b"\n" not in raw))
def test_bytes_of_any_kind_get_an_error(raw):
    assert "error" in answer(raw)


@given(st.sampled_from(sorted(DECISIONS)), st.sampled_from(["national", "shaoxing", "toli-draft"]), st.dates())
def test_every_day_of_the_calendar_can_be_decided(decision, jurisdiction, on):
    told = answer(json.dumps({"id": 1, "decision": decision, "jurisdiction": jurisdiction, "on": on.isoformat(), "facts": {}}).encode())
    assert told["outcome"]
