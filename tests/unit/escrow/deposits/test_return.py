"""The deposit goes back."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import CONTRACTOR, OWNER, PROJECT

DUE = 67_500_000
ASKED = {"request_id": "R-1", "project_id": PROJECT, "posted_on": "2026-11-02", "works_completed_on": "2026-11-01", "promise": True}
CLEAN = {"arrears_found": False, "open_case_found": False, "notice_kept_up": True}


def ask(desk, **more):
    return desk.run("request_deposit_return", **{**ASKED, **more})


def decide(desk, **more):
    return desk.run("decide_deposit_return", request_id="R-1", facts={**CLEAN, **more})


def give_back(desk, amount=DUE, receipt="示例返还"):
    return desk.run("book_deposit_return", request_id="R-1", facts={"refund_fen": amount, "refund_receipt": receipt})


@pytest.mark.clauses(satisfies=("CN65-RETURN",))
def test_after_the_notice_the_whole_deposit_goes_back_once(desk):
    desk.stored()
    assert ask(desk)["notice_ends_on"] == "2026-12-02"
    desk.at("2026-12-03")
    assert decide(desk)["outcome"] == "allowed"
    assert give_back(desk, DUE - 1)["booked"] is False
    assert give_back(desk) == give_back(desk)
    assert (desk.deposit()["state"], desk.deposit()["held_fen"]) == ("returned", 0)
    assert desk.events("escrow.deposit.returned") == [{"project_id": PROJECT, "amount_fen": DUE}]


@pytest.mark.clauses(breaks=("CN65-RETURN",))
@pytest.mark.parametrize(
    ("day", "facts"),
    [
        ("2026-12-02", {}),
        ("2026-12-03", {"arrears_found": True}),
        ("2026-12-03", {"arrears_found": None}),
        ("2026-12-03", {"open_case_found": True}),
        ("2026-12-03", {"notice_kept_up": False}),
    ],
)
def test_any_obstacle_keeps_the_deposit(desk, day, facts):
    desk.stored()
    ask(desk)
    desk.at(day)
    answer = decide(desk, **facts)
    assert (answer["outcome"], len(answer["reasons"])) == ("refused", 1)
    assert (desk.deposit()["state"], desk.deposit()["held_fen"]) == ("stored", DUE)
    with pytest.raises(HuxinError):
        give_back(desk)


def test_the_same_request_starts_one_process(desk):
    desk.stored()
    assert [ask(desk)["repeated"], ask(desk)["repeated"]] == [False, True]
    assert len(desk.events("escrow.deposit.return_requested")) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"promise": False}, "bad_return"),
        ({"posted_on": "2026-11-03"}, "bad_return"),
        ({"works_completed_on": "2026-11-03"}, "bad_return"),
        ({"posted_on": "soon"}, "bad_day"),
        ({"project_id": "P-9"}, "unknown_project"),
        ({"firms": [OWNER]}, "unknown_deposit"),
    ],
)
def test_an_application_that_cannot_be_taken_says_why(desk, more, code):
    desk.stored()
    with pytest.raises(HuxinError) as caught:
        ask(desk, **more)
    assert caught.value.code == code
    assert desk.deposit()["state"] == "stored"
    assert desk.events("escrow.deposit.return_requested") == []


def test_a_deposit_that_is_not_stored_cannot_go_back(desk):
    desk.assessed()
    with pytest.raises(HuxinError) as caught:
        ask(desk, firms=[CONTRACTOR])
    assert caught.value.code == "wrong_deposit_state"
