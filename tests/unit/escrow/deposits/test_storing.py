"""The deposit from the permit to its storing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from tests.unit.escrow.accounts.desk import CONTRACTOR, OWNER, PROJECT, permit

DUE = 67_500_000


def test_the_last_day_is_twenty_working_days_after_the_permit(desk):
    answer = desk.run("register_deposit", project=permit())
    assert (answer["due_on"], answer["due_at"]) == ("2026-11-30", "2026-12-01T00:00:00+08:00")


def test_the_same_permit_again_changes_nothing(desk):
    desk.stored()
    desk.run("register_deposit", project=permit(issued_on="2026-11-03"))
    assert (desk.deposit()["due_on"], desk.deposit()["state"]) == ("2026-11-30", "stored")


@pytest.mark.clauses(satisfies=("TL-2.6.2-2f",))
@pytest.mark.parametrize(
    ("jurisdiction", "sector", "collector"),
    [
        ("toli-draft", "water", "water_bureau"),
        ("toli-draft", "building", "housing_bureau"),
        ("toli-draft", "telecom", "leading_group"),
        ("toli-draft", None, "hr_bureau"),
        ("shaoxing", "building", "hr_bureau"),
        ("national", "water", "hr_bureau"),
    ],
)
def test_the_sector_s_own_bureau_collects_in_tuoli_only(desk, jurisdiction, sector, collector):
    answer = desk.run("register_deposit", project=permit(jurisdiction=jurisdiction, project_sector=sector))
    assert answer["collector"] == collector


@pytest.mark.parametrize(
    ("facts", "outcome", "rate", "due"),
    [
        ({}, "due", 150, DUE),
        ({"base_rate_bp": 50}, "due", 100, 45_000_000),  # held at the national lower bound
        ({"arrears_history": "some", "last_arrears_on": "2026-10-01"}, "due", 225, 101_250_000),
        ({"on_serious_dishonesty_list": True}, "due", 300, 135_000_000),
        ({"active_in_area_since": "2024-06-01"}, "due", 75, 33_750_000),
        ({"active_in_area_since": "2020-06-01"}, "exempt", 0, 0),
        ({"active_projects_in_area": 3, "multi_project_rate_bp": 80}, "due", 80, 36_000_000),
    ],
)
def test_the_rate_follows_from_the_firm_s_record(desk, facts, outcome, rate, due):
    answer = desk.assessed(**facts)
    assert (answer["outcome"], answer["rate_bp"], answer["deposit_fen"]) == (outcome, rate, due)
    assert answer["reasons"]


def test_what_is_not_known_is_named_and_nothing_is_decided(desk):
    answer = desk.assessed(arrears_history="some")
    assert (answer["outcome"], answer["missing"]) == ("undetermined", ["last_arrears_on"])
    assert desk.deposit()["state"] == "assessing"


def test_without_a_price_the_amount_is_not_known(desk):
    answer = desk.assessed(permit_more={"contract_price_fen": None})
    assert (answer["outcome"], answer["missing"]) == ("undetermined", ["contract_price_fen"])
    answer = desk.run("set_deposit_rate", project_id=PROJECT, facts={**NEW, "contract_price_fen": 1_000_000_000})
    assert answer["deposit_fen"] == 15_000_000


def test_the_permit_s_price_is_not_overruled_by_a_form(desk):
    assert desk.assessed(contract_price_fen=100)["deposit_fen"] == DUE


def test_the_whole_amount_is_stored_and_announced_once(desk):
    desk.stored()
    desk.store()
    assert desk.events("escrow.deposit.stored") == [{"project_id": PROJECT, "amount_fen": DUE, "form": "cash", "late": False}]
    assert desk.deposit()["held_fen"] == DUE


def test_one_fen_short_is_short(desk):
    desk.assessed()
    answer = desk.store(DUE - 1)
    assert (answer["stored"], answer["shortfall_fen"]) == (False, 1)
    assert desk.store(1, "示例-2")["stored"]


@pytest.mark.clauses(breaks=("TL-2.3.2-2",))
@pytest.mark.parametrize(
    "wrong",
    [
        {"deposit_form": "gold"},
        {"deposit_amount_fen": 0},
        {"deposit_amount_fen": -5},
        {"deposit_amount_fen": True},
        {"deposit_amount_fen": "67500000"},
        {"deposit_receipt": " "},
        {"deposit_receipt": "示" * 61},
        {"deposit_form": "letter"},
        {"deposit_form": "letter", "letter_valid_until": "soon"},
        {"deposit_form": "letter", "letter_valid_until": "2027-11-01"},  # a day short of a year
        {"deposit_confirmed": False},
        {"designated_account": False},
    ],
)
def test_what_does_not_count_says_why_and_books_nothing(desk, wrong):
    desk.assessed(jurisdiction="toli-draft")
    answer = desk.store(**wrong)
    assert answer["stored"] is False
    assert answer["problem"]
    assert (desk.deposit()["held_fen"], desk.deposit()["moves"]) == (0, [])


@pytest.mark.clauses(satisfies=("TL-2.3.2-2",))
def test_a_letter_of_a_year_counts_as_cash(desk):
    desk.assessed(jurisdiction="toli-draft")
    assert desk.store(deposit_form="letter", letter_valid_until="2027-11-02", designated_account=False)["stored"]
    assert desk.deposit()["letter_valid_until"] == "2027-11-02"


def test_outside_tuoli_no_account_is_designated(desk):
    desk.assessed()
    assert desk.store(designated_account=False)["stored"]


def test_a_missing_deposit_is_told_and_announced_once(desk):
    desk.assessed(jurisdiction="toli-draft", permit_more={"project_sector": "water"})
    desk.at("2026-12-01")
    for _ in range(2):
        assert desk.run("flag_missing_deposit", project_id=PROJECT) == {"missing": True, "amount_fen": DUE}
    assert desk.events("escrow.deposit.missing") == [{"project_id": PROJECT, "amount_fen": DUE}]
    assert desk.deposit()["missing"] is True
    desk.store()
    assert desk.events("escrow.deposit.stored")[0]["late"] is True
    assert desk.deposit()["missing"] is False


@pytest.mark.parametrize("facts", [{}, {"active_in_area_since": "2020-06-01"}])
def test_nothing_is_missing_once_it_is_stored_or_exempt(desk, facts):
    if desk.assessed(**facts)["outcome"] == "due":
        desk.store()
    assert desk.run("flag_missing_deposit", project_id=PROJECT)["missing"] is False
    assert desk.events("escrow.deposit.missing") == []


def test_a_firm_sees_its_own_deposit_only(desk):
    desk.stored()
    assert desk.deposit(firms=[CONTRACTOR])["held_fen"] == DUE
    with pytest.raises(HuxinError, match="has none"):
        desk.deposit(firms=[OWNER])
    assert [item["project_id"] for item in desk.read("list_deposits", firms=[CONTRACTOR])["items"]] == [PROJECT]
    assert desk.read("list_deposits", firms=[OWNER])["items"] == []


def test_pages_follow_each_other(desk):
    for number in range(3):
        desk.run("register_deposit", project=permit(f"P-{number}"))
    first = desk.read("list_deposits", limit=2)
    rest = desk.read("list_deposits", limit=2, after=first["next_cursor"])
    assert [item["project_id"] for item in first["items"] + rest["items"]] == ["P-0", "P-1", "P-2"]
    assert rest["next_cursor"] is None


def test_an_unknown_project_has_none(desk):
    with pytest.raises(HuxinError) as caught:
        desk.deposit("P-unknown")
    assert (caught.value.code, caught.value.status) == ("unknown_deposit", 404)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(min_value=1, max_value=DUE), min_size=1, max_size=6))
def test_what_is_held_is_the_sum_of_what_was_booked(desk, parts):
    project = uuid7()  # a project of its own: the desk stays for all examples
    desk.assessed(project)
    booked = 0
    for number, part in enumerate(parts):
        answer = desk.store(part, f"示例-{number}", project)
        desk.store(part, f"示例-{number}", project)  # the same receipt again
        booked += part
        assert answer["stored"] is (booked >= DUE)
    assert desk.deposit(project)["held_fen"] == booked
    assert sum(move["amount_fen"] for move in desk.deposit(project)["moves"]) == booked


NEW = {
    "base_rate_bp": 150,
    "arrears_history": "never",
    "active_in_area_since": "2026-05-04",
    "on_serious_dishonesty_list": False,
    "real_name_kept": True,
    "wage_account_kept": True,
    "active_projects_in_area": 1,
}
