"""Properties of scope and permit decisions. The oracle for unknown facts is brute force: try every completion."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.permits.domain.rules import DECISIONS
from services.runtime.dmn import load_rulebook

HOME = Path(__file__).parents[2]
ON = date(2026, 3, 2)
PROFILES = ("national", "shaoxing", "toli-draft")
YES_NO = (True, False)
UNTIL = ("2026-03-02", "2026-03-01", None)
MONEY = (0, 4, 6, 10)
MORE = 21  # beyond every sum of two known amounts, so that completions reach both sides
GATE = {
    "government_project": YES_NO,
    "funding_proof_kind": ("funding_statement", "budget_allocation", "contractor_advance", "none"),
    "funding_proof_for_this_project": YES_NO,
    "funding_proof_valid_until": UNTIL,
    "funds_confirmed_by_person": YES_NO,
    "payment_guarantee_present": YES_NO,
    "payment_guarantee_for_this_project": YES_NO,
    "payment_guarantee_valid_until": UNTIL,
    "guarantee_terms_cover_wage_shortfall": YES_NO,
    "contract_has_two_line_clause": YES_NO,
    "wage_account_name_given": YES_NO,
    "agency_agreement_present": YES_NO,
    "deposit_due_fen": MONEY,
    "deposit_paid_fen": MONEY,
    "deposit_guarantee_letter_fen": MONEY,
}
GOOD = {name: values[0] for name, values in GATE.items()} | {"deposit_due_fen": 10, "deposit_paid_fen": 10}
ANNEXES = tuple(name for name, values in GATE.items() if values == YES_NO and name != "government_project")
SCOPE = {
    "project_place": ("shaoxing", "tuoli", "elsewhere"),
    "project_sector": ("building", "water", "non_construction"),
    "investment_fen": (199_999_999, 200_000_000),
    "construction_contract_signed_on": ("2016-12-31", "2017-01-01"),
    "toli_opt_in": YES_NO,
    "contract_price_fen": (1, 900_000_000),
}
profiles = st.sampled_from(PROFILES)


def facts_of(domain):
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in domain.items()})


def hide(facts, names):
    return {name: value for name, value in facts.items() if name not in names}


def ask(decision, profile, facts):
    return DECISIONS[decision].decide(facts, load_rulebook(HOME, profile), ON)


def by_completions(decision, profile, facts, domain):
    """Return the outcomes of all completions, and the unknown facts that change the outcome of some completion."""
    unknown = [name for name in domain if name not in facts]
    domain = {name: (*values, MORE) if values == MONEY else values for name, values in domain.items()}
    outcomes = {
        choice: ask(decision, profile, facts | dict(zip(unknown, choice, strict=True))).outcome
        for choice in product(*(domain[name] for name in unknown))
    }
    pivotal = set()
    for position, name in enumerate(unknown):
        groups = {}
        for choice, outcome in outcomes.items():
            groups.setdefault(choice[:position] + choice[position + 1 :], set()).add(outcome)
        if any(len(group) > 1 for group in groups.values()):
            pivotal.add(name)
    return set(outcomes.values()), pivotal


# Most files are nearly in order: mostly good facts make the rare issue, and the case of one open fact, common.
nearly_good = facts_of({name: (GOOD[name],) * 6 + values for name, values in GATE.items()})


@settings(max_examples=100, deadline=None)
@given(profiles, nearly_good, st.sets(st.sampled_from(sorted(GATE)), max_size=3))
def test_the_gate_is_open_exactly_when_completions_disagree_and_names_exactly_what_decides(profile, facts, hidden):
    known = hide(facts, hidden)
    outcomes, pivotal = by_completions("permit_gate", profile, known, GATE)
    decision = ask("permit_gate", profile, known)
    assert decision.outcome == (outcomes.pop() if len(outcomes) == 1 else "undetermined")
    assert set(decision.missing) == pivotal


@settings(max_examples=120, deadline=None)
@given(profiles, facts_of(SCOPE), st.sets(st.sampled_from(sorted(SCOPE)), max_size=6))
def test_scope_is_open_exactly_when_completions_disagree_and_names_exactly_what_decides(profile, facts, hidden):
    known = hide(facts, hidden)
    outcomes, pivotal = by_completions("in_scope", profile, known, SCOPE)
    decision = ask("in_scope", profile, known)
    assert decision.outcome == (outcomes.pop() if len(outcomes) == 1 else "undetermined")
    assert set(decision.missing) == pivotal


@given(profiles, nearly_good, st.sets(st.sampled_from(sorted(GATE))), st.sampled_from(sorted(GATE)))
def test_a_good_fact_never_turns_issue_into_refuse(profile, facts, hidden, name):
    known = hide(facts, hidden)
    better = {**known, name: GOOD[name]}
    if ask("permit_gate", profile, known).outcome == "issue" and not name.startswith("deposit"):
        assert ask("permit_gate", profile, better).outcome == "issue"


@given(profiles, nearly_good, st.sets(st.sampled_from(sorted(GATE))), st.sampled_from(ANNEXES))
def test_taking_an_annex_away_never_lifts_a_refusal(profile, facts, hidden, annex):
    known = hide(facts, hidden)
    if ask("permit_gate", profile, known).outcome == "refuse":
        assert ask("permit_gate", profile, {**known, annex: False}).outcome == "refuse"


@given(st.sampled_from(PROFILES[1:]), nearly_good, st.sets(st.sampled_from(sorted(GATE))))
def test_a_local_profile_never_undercuts_the_national_floor(profile, facts, hidden):
    known = hide(facts, hidden)
    national, local = ask("permit_gate", "national", known), ask("permit_gate", profile, known)
    if national.outcome == "refuse":
        assert local.outcome == "refuse"
    if local.outcome == "issue":
        assert national.outcome == "issue"


@given(profiles, nearly_good, st.sets(st.sampled_from(sorted(GATE))), st.sets(st.sampled_from(sorted(GATE))))
def test_forgetting_facts_keeps_the_outcome_or_leaves_it_open(profile, facts, hidden, forgotten):
    known = hide(facts, hidden)
    before, after = ask("permit_gate", profile, known), ask("permit_gate", profile, hide(known, forgotten))
    assert after.outcome in {before.outcome, "undetermined"}


@given(profiles, st.integers(min_value=1, max_value=10**15))
def test_the_deposit_condition_turns_at_the_last_fen(profile, due):
    rich = GOOD | {"deposit_due_fen": due, "deposit_guarantee_letter_fen": 0}
    assert ask("permit_gate", profile, rich | {"deposit_paid_fen": due}).outcome == "issue"
    expected = "refuse" if profile == "shaoxing" else "issue"
    assert ask("permit_gate", profile, rich | {"deposit_paid_fen": due - 1}).outcome == expected


@given(profiles, nearly_good, st.dictionaries(st.text(min_size=1, max_size=8), st.integers()))
def test_facts_that_nobody_asked_for_change_nothing_but_the_note(profile, facts, others):
    strange = {f"x_{name}": value for name, value in others.items()}
    plain, noted = ask("permit_gate", profile, facts), ask("permit_gate", profile, facts | strange)
    assert noted.ignored == tuple(sorted(strange))
    assert (noted.outcome, noted.reasons, noted.version) == (plain.outcome, plain.reasons, plain.version)
