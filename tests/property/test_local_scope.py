"""A local rule reaches a project until facts show that it does not; then the answer is that of national law, unknown facts included."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.decision_domains import DOMAINS, ask, facts_of, hide

WITHIN = st.sampled_from(
    [{"investment_fen": 200_000_000}, {"project_sector": "municipal"}, {"investment_fen": 10**12, "toli_opt_in": True}]
)
BEYOND = st.sampled_from(
    [{"investment_fen": 199_999_999}, {"project_sector": "water"}, {"project_sector": "railway", "investment_fen": 10**12}]
)


def drawn(decision, data):
    facts = data.draw(facts_of(decision))
    return hide(facts, data.draw(st.sets(st.sampled_from(sorted(DOMAINS[decision])), max_size=2)) | {"project_sector"})


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_outside_the_local_scope_shaoxing_answers_as_national_law_and_says_so(decision, data):
    facts = drawn(decision, data) | data.draw(BEYOND)
    here, nationally = ask(decision, "shaoxing", facts), ask(decision, "national", facts)
    assert (here.outcome, here.missing, dict(here.also)) == (nationally.outcome, nationally.missing, dict(nationally.also))
    assert here.jurisdiction == "shaoxing"
    assert here.reasons[-1].code == "outside_local_scope"
    assert {"shaoxing.sectors_covered", "shaoxing.scope_min_investment_fen"} & set(here.parameters)


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_facts_that_lie_within_the_scope_change_nothing(decision, data):
    facts = drawn(decision, data)
    plain, told = ask(decision, "shaoxing", facts), ask(decision, "shaoxing", facts | data.draw(WITHIN))
    assert told.outcome == plain.outcome
    assert not any(reason.code == "outside_local_scope" for reason in told.reasons)


@pytest.mark.parametrize("decision", sorted(DOMAINS))
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_draft_covers_every_sector_and_size(decision, data):
    facts = drawn(decision, data) | data.draw(BEYOND)
    assert not any(reason.code == "outside_local_scope" for reason in ask(decision, "toli-draft", facts).reasons)
