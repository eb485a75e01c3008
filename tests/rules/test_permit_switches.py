"""What an operator's switches change, and that they change nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.permits.domain.rules import DECISIONS
from services.runtime.dmn import load_rulebook

HOME = Path(__file__).parents[2]
ON = date(2026, 3, 2)
COMPLETE = {
    "funding_proof_kind": "budget_allocation",
    "funding_proof_for_this_project": True,
    "funding_proof_valid_until": "2026-12-31",
    "funds_confirmed_by_person": True,
    "payment_guarantee_present": True,
    "payment_guarantee_for_this_project": True,
    "payment_guarantee_valid_until": "2026-12-31",
    "guarantee_terms_cover_wage_shortfall": True,
    "contract_has_two_line_clause": True,
    "wage_account_name_given": True,
    "agency_agreement_present": True,
}


class Switched:
    """The law of a profile in which an operator has set one parameter to another value."""

    def __init__(self, jurisdiction, name, value):
        self._book = load_rulebook(HOME, jurisdiction)
        self._name, self._value = name, value
        self.jurisdiction, self.version, self.table = jurisdiction, "switched", self._book.table

    def parameter(self, name, on):
        found = self._book.parameter(name, on)
        return replace(found, value=self._value) if name == self._name else found


def gate(book, **facts):
    return DECISIONS["permit_gate"].decide(COMPLETE | facts, book, ON)


def test_the_standing_switch_turns_the_deposit_into_a_notice():
    notice = Switched("shaoxing", "shaoxing.deposit_as_permit_condition", value=False)
    decision = gate(notice)
    assert decision.outcome == "issue"
    assert "deposit_notice" in {reason.code for reason in decision.reasons}
    assert gate(load_rulebook(HOME, "shaoxing")).missing == ("deposit_due_fen", "deposit_paid_fen", "deposit_guarantee_letter_fen")


def test_the_application_may_name_the_mode_against_the_standing_switch():
    notice = Switched("shaoxing", "shaoxing.deposit_as_permit_condition", value=False)
    decision = gate(notice, permit_deposit_mode="permit_condition", deposit_due_fen=1, deposit_paid_fen=0, deposit_guarantee_letter_fen=0)
    assert decision.outcome == "refuse"


def test_the_switch_never_lifts_a_national_duty():
    notice = Switched("shaoxing", "shaoxing.deposit_as_permit_condition", value=False)
    assert gate(notice, payment_guarantee_present=False).outcome == "refuse"


@pytest.mark.parametrize(("counts", "outcome"), [(True, "issue"), (False, "refuse")])
def test_a_bank_letter_counts_only_while_the_parameter_says_so(counts, outcome):
    book = Switched("shaoxing", "shaoxing.guarantee_letter_counts", value=counts)
    assert gate(book, deposit_due_fen=5, deposit_paid_fen=0, deposit_guarantee_letter_fen=5).outcome == outcome


@pytest.mark.parametrize(("paid", "outcome"), [(50, "issue"), (49, "refuse")])
def test_the_share_that_must_be_stored_is_a_parameter(paid, outcome):
    book = Switched("shaoxing", "shaoxing.deposit_paid_share_percent", value=50)
    assert gate(book, deposit_due_fen=100, deposit_paid_fen=paid, deposit_guarantee_letter_fen=0).outcome == outcome


@pytest.mark.parametrize(("fen", "outcome"), [(300_000_000, "in_scope"), (299_999_999, "out_of_scope")])
def test_the_threshold_of_scope_is_a_parameter(fen, outcome):
    book = Switched("shaoxing", "shaoxing.scope_min_investment_fen", value=300_000_000)
    facts = {"project_place": "shaoxing", "project_sector": "building", "construction_contract_signed_on": "2024-01-02"}
    assert DECISIONS["in_scope"].decide(facts | {"investment_fen": fen}, book, ON).outcome == outcome


@pytest.mark.parametrize(("facts", "outcome"), [({"project_place": "tuoli"}, "in_scope"), ({"project_place": "elsewhere"}, "out_of_scope")])
def test_once_in_force_the_draft_binds_without_a_choice(facts, outcome):
    book = Switched("toli-draft", "toli.in_force", value=True)
    assert DECISIONS["in_scope"].decide(facts, book, ON).outcome == outcome
