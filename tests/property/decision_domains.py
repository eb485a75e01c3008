"""Small sets of values for the facts of each decision, and the oracle for unknown facts: try every completion."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from services.cli.decisions import DECISIONS
from services.runtime.dmn import load_rulebook

HOME = Path(__file__).parents[2]
ON = date(2026, 3, 2)
PROFILES = ("national", "shaoxing", "toli-draft")
YES_NO = (True, False)
MORE = 10**9  # beyond every known amount, so that completions reach both sides of it
EARLIER_AND_LATER = ("2026-03-01T00:00:00+08:00", "2026-03-03T00:00:00+08:00")  # the same for moments
DAWN = "2026-03-02T05:00:00+08:00"
BEFORE, AT, AFTER = "2026-03-02T07:00:00+08:00", "2026-03-02T08:00:00+08:00", "2026-03-02T09:00:00+08:00"

DOMAINS = {
    "subcontract_allowed": {
        "subcontract_kind": ("labour", "professional"),
        "awarding_party": ("general_contractor", "professional_contractor", "labour_subcontractor"),
        "receiving_party_kind": ("enterprise", "individual"),
        "qualification_valid_until": ("2026-03-02", "2026-03-01", None),
        "qualification_covers_work": YES_NO,
        "qualification_override_reason": ("理由", "", None),
        "states_wage_amount": YES_NO,
        "states_payment_method": YES_NO,
        "states_measuring_period": YES_NO,
        "states_settlement_method": YES_NO,
        "whole_works_transferred": (False, True),
        "main_structure": (False, True),
        "allowed_by_contract_or_owner": YES_NO,
    },
    "site_entry": {
        "labour_contract_signed_at": (BEFORE, AFTER, DAWN, None),
        "real_name_registered_at": (BEFORE, AFTER, DAWN, None),
        "entry_at": (AT, "2026-03-02T06:00:00+08:00", "2026-03-02T10:00:00+08:00"),
        "site_can_be_closed": YES_NO,
        "attendance_method": ("face", "fixed_point", "card"),
    },
    "pay_line_allowed": {
        "employer_kind": ("construction", "non_construction"),
        "payee_kind": ("worker", "foreman"),
        "purpose": ("wages", "materials"),
        "channel": ("bank_transfer", "cash", "goods"),
        "pays_from": ("wage_account", "own_funds"),
        "account_holder_is_worker": (True, False, None),
        "hired_by": ("subcontractor", "general_contractor", "employer"),
        "worker_signed": YES_NO,
        "subcontractor_signed": (True, False, None),
        "general_contractor_signed": (True, False, None),
        "form_sealed": YES_NO,
        "line_amount_fen": (5, 6),
        "signed_amount_fen": (5, 6),
        "engineering_dispute": (False, True),
    },
    "close_allowed": {
        "arrears_fen": (0, 1),
        "written_promise": YES_NO,
        "works_completed": YES_NO,
        "contractor_or_bank_changed": YES_NO,
        "notice_posted_on": ("2026-01-20", "2026-02-20", None),
        "open_arrears_case": (False, True),
        "open_wage_suit": (False, True),
        "owner_opinion": ("agree", None),
        "construction_authority_opinion": ("agree", None),
    },
    "acceptance_gate": {
        "project_sector": ("building", "landscaping"),  # both within the local scope: whoever names no sector is taken to be
        "step": ("filing", "acceptance"),
        "contractor_certificate": YES_NO,
        "supervisor_certificate": YES_NO,
        "certificate_covers_until": ("2026-03-02", "2026-03-01", None),
        "arrears_claims": (
            [],
            [{"amount_fen": 5, "status": "unexamined_complaint"}],
            [{"amount_fen": 5, "status": "pay_order"}],
        ),
        "owner_due_before_acceptance_fen": (5, 0, 9),
        "owner_paid_fen": (5, 4, 9),
    },
    "stop_basis": {
        "asked_by": ("sector_authority", "subcontractor", "enforcement_authority", "contractor"),
        "contract_payment_due_on": ("2026-01-15", "2026-02-20", "2026-03-02"),
        "instalment_fen": (5, 0, 9),
        "paid_fen": (0, 5, 9),
        "certified_progress_fen": (100, 0, 40),
        "agreed_labour_cost_fen": (0, 30, 31),
        "transferred_to_wage_account_fen": (0, 30, 31),
        "violation": ("none", "no_wage_account", "owner_labour_cost_late", "no_site_board"),
        "order_served_on": ("2026-02-01", None),
        "order_correct_by": ("2026-03-01", "2026-03-02"),
        "corrected_on": (None, "2026-03-02"),
    },
    "deposit_rate": {
        "contract_price_fen": (300_000_000, 299_999_999),
        "base_rate_bp": (100, 200),
        "last_arrears_on": (None, "2023-03-01", "2024-03-01", "2024-03-02"),
        "active_in_area_since": ("2020-01-01", "2024-01-01", "2025-01-01"),
        "on_serious_dishonesty_list": (False, True),
        "real_name_kept": YES_NO,
        "wage_account_kept": YES_NO,
        "active_projects_in_area": (1, 2),
        "multi_project_rate_bp": (None, 30, 150),
        "local_raise_arrears_percent": (None, 70),
        "local_raise_listed_percent": (None, 130),
    },
    "who_pays_first": {
        "employer_kind": ("subcontractor", "general_contractor", "individual", "name_borrower", "non_construction"),
        "cause": ("sub_default", "owner_late_money", "unlawful_award_by_owner", "lent_name", "unlawful_project", "gc_late_money"),
        "owner_unsettled_fen": (0, 1, 100),
        "arrears_fen": (0, 50),
    },
}


def facts_of(decision):
    """Mostly good facts (the first ones), so that rare outcomes and single open facts are common."""
    return st.fixed_dictionaries({name: st.sampled_from((values[0],) * 4 + values) for name, values in DOMAINS[decision].items()})


def hide(facts, names):
    return {name: value for name, value in facts.items() if name not in names}


def ask(decision, profile, facts, on=ON):
    return DECISIONS[decision].decide(facts, load_rulebook(HOME, profile), on)


def _beyond(name):
    return (MORE,) if name.endswith("_fen") else EARLIER_AND_LATER if name.endswith("_at") else ()


def by_completions(decision, profile, facts):
    """Return the outcomes of all completions, and the unknown facts that change the outcome of some completion."""
    unknown = [name for name in DOMAINS[decision] if name not in facts]
    values = [(*DOMAINS[decision][name], *_beyond(name)) for name in unknown]
    outcomes = {}
    for choice in product(*(range(len(options)) for options in values)):
        completed = {name: options[index] for name, options, index in zip(unknown, values, choice, strict=True)}
        outcomes[choice] = ask(decision, profile, facts | completed).outcome
    pivotal = set()
    for position, name in enumerate(unknown):
        groups = {}
        for choice, outcome in outcomes.items():
            groups.setdefault(choice[:position] + choice[position + 1 :], set()).add(outcome)
        if any(len(group) > 1 for group in groups.values()):
            pivotal.add(name)
    return set(outcomes.values()), pivotal
