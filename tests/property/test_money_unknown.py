"""Unknown facts leave a decision open exactly when their values could change it, and `missing` names those facts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.decision_domains import DOMAINS, PROFILES, ask, by_completions, facts_of, hide

profiles = st.sampled_from(PROFILES)


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_decision_is_open_exactly_when_completions_disagree_and_names_exactly_what_decides(decision, data):
    profile, facts = data.draw(profiles), data.draw(facts_of(decision))
    known = hide(facts, data.draw(st.sets(st.sampled_from(sorted(DOMAINS[decision])), max_size=3)))
    outcomes, pivotal = by_completions(decision, profile, known)
    told = ask(decision, profile, known)
    assert told.outcome == (outcomes.pop() if len(outcomes) == 1 else "undetermined")
    assert set(told.missing) == pivotal


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_forgetting_facts_keeps_the_outcome_or_leaves_it_open(decision, data):
    profile, facts = data.draw(profiles), data.draw(facts_of(decision))
    before = ask(decision, profile, facts)
    after = ask(decision, profile, hide(facts, data.draw(st.sets(st.sampled_from(sorted(DOMAINS[decision]))))))
    assert before.outcome != "undetermined"
    assert after.outcome in {before.outcome, "undetermined"}
    assert (after.outcome == "undetermined") == bool(after.missing)


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_answer_says_why_and_cites_clauses_of_its_profile(decision, data):
    profile, facts = data.draw(profiles), data.draw(facts_of(decision))
    told = ask(decision, profile, facts)
    own = {"national": ("C",), "shaoxing": ("C", "SX-"), "toli-draft": ("C", "TL-")}[profile]
    assert told.reasons
    assert all(reason.clauses and reason.text and reason.text_en for reason in told.reasons)
    assert all(clause.startswith(own) for reason in told.reasons for clause in reason.clauses)
