"""Wage deposits and advances over HTTP: a firm sees its own, everybody only its place, and only the right department acts."""

from __future__ import annotations

import pytest

PROJECT = "01920000-0000-7000-8000-0000000000d1"
DEPOSIT = {
    "project_id": PROJECT,
    "jurisdiction": "shaoxing",
    "state": "stored",
    "due_on": "2026-11-30",
    "due_fen": 5,
    "held_fen": 5,
    "moves": [],
}
ADVANCE = {
    "advance_id": "V-1",
    "project_id": PROJECT,
    "jurisdiction": "shaoxing",
    "state": "open",
    "arrears_fen": 5,
    "paid_fen": 0,
    "payments": [],
}
RETURN = {"posted_on": "2026-11-02", "works_completed_on": "2026-11-01", "promise": True}
ARREARS = {"arrears_fen": 5, "about": "示例月份"}


@pytest.fixture
def money(face):
    face.rpc.answers.update(
        {
            "escrow.get_deposit": DEPOSIT,
            "escrow.list_deposits": {"items": [DEPOSIT], "next_cursor": None},
            "escrow.request_deposit_return": {"request_id": "R-1", "notice_ends_on": "2026-12-02", "repeated": False},
            "escrow.request_advance": {"advance_id": "V-1", "repeated": False},
            "escrow.get_advance": ADVANCE,
        }
    )
    return face


def test_an_authority_reads_the_deposits_of_its_place(money):
    answer = money.program("hr-clerk").get("/wage-deposits")
    assert (answer.status_code, answer.json["items"]) == (200, [DEPOSIT])
    (asked,) = money.rpc.asked("escrow.list_deposits")
    assert (asked["jurisdiction"], "firms" in asked) == ("shaoxing", False)


def test_a_firm_is_limited_to_itself(money):
    assert money.program("builder-a").get(f"/projects/{PROJECT}/wage-deposit").status_code == 200
    (asked,) = money.rpc.asked("escrow.get_deposit")
    assert asked["firms"] == ["91000000EXAMPLE0A1"]


@pytest.mark.parametrize("path", [f"/projects/{PROJECT}/wage-deposit", "/advances/V-1"])
def test_another_place_is_not_told_that_there_is_one(money, path):
    assert money.program("hr-clerk").get(path).status_code == 200
    assert money.program("toli-clerk").get(path).status_code == 404


def test_only_the_contractor_applies_for_the_return(money):
    answer = money.program("hr-clerk").post(f"/projects/{PROJECT}/wage-deposit/return", RETURN)
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    assert money.rpc.asked("escrow.request_deposit_return") == []


def test_an_operator_enters_an_application_with_its_days(money):
    answer = money.program("operator").post(f"/projects/{PROJECT}/wage-deposit/return", RETURN)
    assert answer.status_code == 201
    (asked,) = money.rpc.asked("escrow.request_deposit_return")
    assert (asked["posted_on"], asked["promise"], "firms" in asked) == ("2026-11-02", True, False)


@pytest.mark.parametrize("wrong", [{"promise": "yes"}, {"posted_on": "soon"}, {"colour": "red"}])
def test_an_application_that_cannot_be_read_is_answered(money, wrong):
    assert money.program("operator").post(f"/projects/{PROJECT}/wage-deposit/return", {**RETURN, **wrong}).status_code == 422


def test_the_human_resources_bureau_asks_for_an_advance(money):
    assert money.program("hr-clerk").post(f"/projects/{PROJECT}/advances", ARREARS).status_code == 201
    (asked,) = money.rpc.asked("escrow.request_advance")
    assert (asked["project_id"], asked["arrears_fen"]) == (PROJECT, 5)


@pytest.mark.parametrize("who", ["permit-clerk", "builder-a", "bank-clerk"])
def test_nobody_else_asks_for_an_advance(money, who):
    assert money.program(who).post(f"/projects/{PROJECT}/advances", ARREARS).status_code == 403
    assert money.rpc.asked("escrow.request_advance") == []


@pytest.mark.parametrize(
    "wrong", [{"arrears_fen": 0}, {"arrears_fen": "5"}, {"about": ""}, {"claims": [{"employer": "1", "amount_fen": 5}]}]
)
def test_arrears_that_cannot_be_right_are_refused(money, wrong):
    assert money.program("hr-clerk").post(f"/projects/{PROJECT}/advances", {**ARREARS, **wrong}).status_code == 422
