"""Properties of the sums: rounded up to the fen, never negative, growing with their base, never under a national floor."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from services.escrow.domain.rules.who_pays_first import spread
from services.kernel.calendar import add_months
from services.runtime.calendars import load_calendar
from tests.property.decision_domains import HOME, ask, facts_of

money = st.integers(min_value=0, max_value=10**13)
small = st.integers(min_value=0, max_value=2000)
persons = st.integers(min_value=0, max_value=500)
days = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 12, 31))
LOCAL = st.sampled_from(["shaoxing", "toli-draft"])
PLAIN = {"returned_deposit_in_payments_fen": 0}


def labour_cost(profile, **facts):
    return ask("labour_cost_due", profile, facts).outcome


@given(money, money)
def test_shaoxing_owes_thirty_percent_of_progress_rounded_up_or_what_was_agreed(progress, agreed):
    due = labour_cost("shaoxing", certified_progress_fen=progress, agreed_labour_cost_fen=agreed)
    assert due == max(agreed, ceil(Fraction(3, 10) * progress))


@given(st.lists(st.one_of(small, money), max_size=5), money)
def test_the_draft_rounds_the_share_of_every_payment_up_by_itself(payments, agreed):
    due = labour_cost("toli-draft", payments_fen=payments, agreed_labour_cost_fen=agreed, **PLAIN)
    assert due == max(agreed, sum(ceil(Fraction(3, 10) * payment) for payment in payments))


@given(st.lists(money, max_size=4), money, money)
def test_returned_deposits_never_raise_what_is_due_nor_make_it_negative(payments, returned, agreed):
    facts = {"payments_fen": payments, "agreed_labour_cost_fen": agreed}
    with_all = labour_cost("toli-draft", **facts, **PLAIN)
    due = labour_cost("toli-draft", **facts, returned_deposit_in_payments_fen=returned)
    assert agreed <= due <= with_all
    left = max(0, sum(payments) - returned)
    assert due >= Fraction(3, 10) * left


@given(LOCAL, money, money, money)
def test_no_profile_makes_less_due_than_national_law(profile, base, agreed, more):
    facts = {"payments_fen": [base], "certified_progress_fen": base, **PLAIN}
    local = labour_cost(profile, agreed_labour_cost_fen=agreed, **facts)
    assert local >= labour_cost("national", agreed_labour_cost_fen=agreed)
    assert labour_cost(profile, agreed_labour_cost_fen=agreed + more, **facts) >= local


forecast_facts = st.fixed_dictionaries(
    {
        "wages_last_three_fen": st.lists(small, min_size=1, max_size=4),
        "headcount_base": st.integers(min_value=1, max_value=50),
        "planned_headcount": persons,
        "first_month": st.just(False),
        "officer_forecast_fen": st.none(),
        "officer_reason": st.none(),
    }
)


@given(forecast_facts, small)
def test_the_forecast_is_the_larger_of_last_month_and_mean_scaled_and_rounded_up(facts, balance):
    told = ask("balance_forecast", "toli-draft", facts | {"balance_fen": balance})
    last = facts["wages_last_three_fen"][-3:]
    exact = max(Fraction(last[-1]), Fraction(sum(last), len(last))) * facts["planned_headcount"] / facts["headcount_base"]
    assert told.also["forecast_fen"] == ceil(exact)
    assert told.also["shortfall_fen"] == max(0, ceil(exact) - balance)
    assert told.outcome == ("covered" if balance >= exact else "short")


@given(forecast_facts, small, persons)
def test_more_money_never_turns_covered_into_short(facts, balance, more):
    if ask("balance_forecast", "toli-draft", facts | {"balance_fen": balance}).outcome == "covered":
        assert ask("balance_forecast", "toli-draft", facts | {"balance_fen": balance + more}).outcome == "covered"


@given(small, small, small, small)
def test_the_owners_claim_and_the_gap_are_never_negative(payroll, transferred, topped_up, progress):
    facts = {"payroll_due_fen": payroll, "transferred_to_wage_account_fen": transferred, "contractor_topped_up_fen": topped_up}
    told = ask("balance_forecast", "shaoxing", facts | {"certified_progress_fen": progress})
    assert told.also["owner_claim_fen"] == max(0, ceil(Fraction(3, 10) * progress) - transferred)
    assert told.also["shortfall_fen"] == max(0, payroll - transferred - topped_up)
    assert (told.outcome == "short") == (told.also["shortfall_fen"] > 0)


@given(facts_of("deposit_rate"), st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=300))
def test_the_deposit_keeps_the_national_bounds(facts, base, raised):
    listed = ask(
        "deposit_rate", "national", facts | {"base_rate_bp": base, "on_serious_dishonesty_list": True, "local_raise_listed_percent": raised}
    )
    held = min(max(base, 100), 300)
    assert listed.outcome >= 2 * held
    told = ask("deposit_rate", "toli-draft", facts | {"base_rate_bp": base})
    assert told.outcome == 0 or told.outcome >= 50
    assert told.also["deposit_fen"] == ceil(Fraction(told.outcome * facts["contract_price_fen"], 10_000))


@given(days)
def test_arrears_raise_the_rate_through_the_day_of_the_same_number_two_years_later(last):
    facts = {
        "contract_price_fen": 10**9,
        "base_rate_bp": 100,
        "last_arrears_on": last.isoformat(),
        "active_in_area_since": "2010-01-01",
        "on_serious_dishonesty_list": False,
        "real_name_kept": False,
        "local_raise_arrears_percent": None,
    }
    final = add_months(last, 24)
    assert ask("deposit_rate", "national", facts, final).outcome == 150
    assert ask("deposit_rate", "national", facts, final + timedelta(days=1)).outcome == 50


@given(st.lists(money, max_size=6), money)
def test_unsettled_money_is_spread_whole_and_nobody_gets_more_than_the_claim(claims, unsettled):
    shares = spread(unsettled, claims)
    assert sum(shares) == min(unsettled, sum(claims))
    assert all(0 <= share <= claim for share, claim in zip(shares, claims, strict=True))
    total = sum(claims)
    if total > unsettled:
        assert all(abs(share - Fraction(unsettled * claim, total)) < 1 for share, claim in zip(shares, claims, strict=True))


@given(money, money)
def test_the_cap_binds_the_owner_and_never_the_general_contractor(arrears, unsettled):
    facts = {"employer_kind": "subcontractor", "cause": "owner_late_money", "arrears_fen": arrears, "owner_unsettled_fen": unsettled}
    limits = ask("who_pays_first", "toli-draft", facts).also["advance_limit_fen"]
    assert limits["general_contractor"] == arrears
    assert limits.get("construction_unit", 0) == min(arrears, unsettled)


@given(days, st.integers(min_value=0, max_value=80))
def test_the_duty_to_stop_begins_once_and_lasts(due_on, later):
    facts = {"contract_payment_due_on": due_on.isoformat(), "instalment_fen": 5, "paid_fen": 4, "unit_kind": "labour_subcontractor"}
    first = load_calendar(HOME, "toli-draft").first_day_beyond(due_on, "P1M")
    assert ask("stop_work_due", "toli-draft", facts, first - timedelta(days=1)).outcome == "not_due"
    told = ask("stop_work_due", "toli-draft", facts, first + timedelta(days=later))
    assert (told.outcome, told.also["first_stop_day"]) == ("due", first)
    assert first > add_months(due_on, 1)


@given(days)
def test_a_notice_of_closing_stands_for_thirty_days_whatever_the_holidays(posted):
    facts = {
        "arrears_fen": 0,
        "written_promise": True,
        "works_completed": True,
        "notice_posted_on": posted.isoformat(),
        "open_arrears_case": False,
        "open_wage_suit": False,
    }
    assert ask("close_allowed", "national", facts, posted + timedelta(days=30)).outcome == "refuse"
    assert ask("close_allowed", "national", facts, posted + timedelta(days=45)).outcome == "close"


@given(facts_of("pay_line_allowed"), st.sampled_from(["national", "shaoxing", "toli-draft"]))
def test_no_local_rule_pays_a_line_that_national_law_rejects(facts, profile):
    if ask("pay_line_allowed", "national", facts).outcome == "reject":
        assert ask("pay_line_allowed", profile, facts).outcome == "reject"


@given(facts_of("close_allowed"), facts_of("subcontract_allowed"), facts_of("site_entry"), LOCAL)
def test_no_local_gate_opens_where_the_national_one_stays_shut(closing, subcontract, entry, profile):
    for decision, facts, shut in (
        ("close_allowed", closing, "refuse"),
        ("subcontract_allowed", subcontract, "refused"),
        ("site_entry", entry, "refuse"),
    ):
        if ask(decision, "national", facts).outcome == shut:
            assert ask(decision, profile, facts).outcome == shut


@given(facts_of("pay_line_allowed"), st.sampled_from(["national", "shaoxing", "toli-draft"]))
def test_a_dispute_on_the_works_never_changes_whether_a_line_is_paid(facts, profile):
    outcomes = {ask("pay_line_allowed", profile, facts | {"engineering_dispute": dispute}).outcome for dispute in (True, False)}
    assert len(outcomes) == 1
