"""What an operator's switches change in the decisions on money, sites and stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.cli.decisions import DECISIONS
from services.runtime.dmn import load_rulebook

HOME = Path(__file__).parents[2]
ON = date(2026, 3, 2)
LINE = {
    "employer_kind": "construction",
    "payee_kind": "worker",
    "purpose": "wages",
    "channel": "bank_transfer",
    "pays_from": "wage_account",
    "account_holder_is_worker": True,
    "card_at_account_bank": False,
    "hired_by": "general_contractor",
    "worker_signed": True,
    "subcontractor_signed": None,
    "general_contractor_signed": True,
    "form_sealed": True,
    "line_amount_fen": 5,
    "signed_amount_fen": 5,
}
LABOUR = {
    "subcontract_kind": "labour",
    "awarding_party": "general_contractor",
    "receiving_party_kind": "enterprise",
    "qualification_valid_until": "2026-12-31",
    "qualification_covers_work": True,
    "states_measuring_period": True,
    "states_settlement_method": True,
    "whole_works_transferred": False,
    "main_structure": True,
    "allowed_by_contract_or_owner": False,
}
ORDER = {
    "asked_by": "enforcement_authority",
    "violation": "owner_labour_cost_late",
    "order_served_on": "2026-02-02",
    "order_correct_by": "2026-02-27",
    "corrected_on": None,
}
SMALL = {"contract_price_fen": 100, "base_rate_bp": 200, "last_arrears_on": None, "active_in_area_since": "2026-01-01"}
YOUNG = {**SMALL, "on_serious_dishonesty_list": False, "active_projects_in_area": 2, "multi_project_rate_bp": None}


class Switched:
    """The law of a profile in which an operator has set one parameter to another value."""

    def __init__(self, jurisdiction, name, value):
        self._book = load_rulebook(HOME, jurisdiction)
        self._name, self._value = name, value
        self.jurisdiction, self.version = jurisdiction, "switched"
        self.table, self.calendar = self._book.table, self._book.calendar

    def parameter(self, name, on):
        found = self._book.parameter(name, on)
        return replace(found, value=self._value) if name == self._name else found


def ask(decision, book, facts):
    return DECISIONS[decision].decide(facts, book, ON).outcome


@pytest.mark.clauses(satisfies=("SX-6-2a",), breaks=("SX-6-2a",))
@pytest.mark.parametrize(("accept", "outcome"), [(True, "pay"), (False, "reject")])
def test_a_card_of_another_bank_is_paid_only_while_the_operator_accepts_it(accept, outcome):
    assert ask("pay_line_allowed", Switched("shaoxing", "pay_line.accept_other_bank", accept), LINE) == outcome
    assert (
        ask("pay_line_allowed", Switched("shaoxing", "pay_line.accept_other_bank", accept), LINE | {"card_at_account_bank": True}) == "pay"
    )


@pytest.mark.parametrize(("bind", "outcome"), [(True, "refused"), (False, "allowed")])
def test_the_operator_decides_whether_the_limits_of_works_bind_labour(bind, outcome):
    book = Switched("national", "subcontract.limits_bind_labour", bind)
    assert ask("subcontract_allowed", book, LABOUR) == outcome
    assert ask("subcontract_allowed", book, LABOUR | {"subcontract_kind": "professional"}) == "refused"


@pytest.mark.parametrize(("alone", "basis"), [(True, "c"), (False, "N")])
def test_the_owners_lateness_suspends_the_contractor_only_where_the_operator_says_so(alone, basis):
    assert ask("stop_basis", Switched("toli-draft", "toli.suspend_contractor_for_owner_lateness", alone), ORDER) == basis


@pytest.mark.parametrize(("needed", "outcome"), [(True, "refuse"), (False, "accept")])
def test_national_acceptance_asks_for_payment_only_while_the_parameter_says_so(needed, outcome):
    facts = {"step": "acceptance", "project_sector": "building", "owner_due_before_acceptance_fen": 5, "owner_paid_fen": 4}
    assert ask("acceptance_gate", Switched("national", "national.acceptance_needs_contract_payment", needed), facts) == outcome


@pytest.mark.parametrize(("exempt", "rate"), [(True, 0), (False, 200)])
def test_small_projects_are_exempt_only_where_the_region_says_so(exempt, rate):
    assert ask("deposit_rate", Switched("national", "deposit.small_project_exempt", exempt), YOUNG) == rate


def test_a_regional_base_rate_stands_where_the_facts_bring_none():
    facts = {name: value for name, value in YOUNG.items() if name != "base_rate_bp"} | {"contract_price_fen": 10**9}
    assert ask("deposit_rate", load_rulebook(HOME, "national"), facts) == "undetermined"
    assert ask("deposit_rate", Switched("national", "deposit.base_rate_bp", 150), facts) == 150


def test_a_regional_rate_for_several_projects_stands_where_the_facts_say_none():
    facts = YOUNG | {"contract_price_fen": 10**9}
    assert ask("deposit_rate", load_rulebook(HOME, "national"), facts) == 200
    assert ask("deposit_rate", Switched("national", "deposit.multi_project_rate_bp", 110), facts) == 110


@pytest.mark.parametrize(("up", "due"), [(True, 31), (False, 30)])
def test_shares_round_as_the_parameter_says(up, due):
    facts = {"certified_progress_fen": 101, "agreed_labour_cost_fen": 0}
    assert ask("labour_cost_due", Switched("shaoxing", "labour_cost.round_up_to_fen", up), facts) == due


def test_an_order_without_a_date_takes_the_operators_default():
    facts = ORDER | {"violation": "no_deposit", "order_served_on": "2026-02-26", "order_correct_by": None}
    assert ask("stop_basis", Switched("national", "order.default_working_days", 1), facts) == "N"
    assert ask("stop_basis", load_rulebook(HOME, "national"), facts) == "none"
