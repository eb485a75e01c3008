"""Each way through the diagram `wage_deposit`."""

from __future__ import annotations

import pytest

from tests.unit.escrow.accounts.desk import PROJECT

PROCESS = "wage_deposit"


@pytest.mark.parametrize("jurisdiction", ["shaoxing", "toli-draft", "national"])
def test_assessed_stored_confirmed(board, jurisdiction):
    board.stored(jurisdiction)
    assert board.outcome(PROJECT, PROCESS) == "end_stored"
    assert board.announced == ["escrow.deposit.stored"]


def test_what_is_not_known_is_asked_again(board):
    board.permit()
    board.do(PROJECT, "assess_firm", arrears_history="some")
    assert board.open_tasks(PROJECT) == ["assess_firm"]
    board.do(PROJECT, "assess_firm")
    assert board.open_tasks(PROJECT) == ["store_deposit"]


def test_an_exempt_firm_stores_nothing(board):
    board.permit()
    board.do(PROJECT, "assess_firm", active_in_area_since="2020-01-01")
    assert board.outcome(PROJECT, PROCESS) == "end_exempt"


def test_what_is_short_or_not_confirmed_comes_back(board):
    board.permit()
    board.do(PROJECT, "assess_firm")
    board.do(PROJECT, "store_deposit", deposit_amount_fen=67_499_999)
    board.do(PROJECT, "confirm_deposit")
    board.do(PROJECT, "store_deposit", deposit_amount_fen=1, deposit_receipt="示例-2")
    board.do(PROJECT, "confirm_deposit", deposit_confirmed=False)
    assert board.open_tasks(PROJECT) == ["store_deposit"]
    board.do(PROJECT, "store_deposit", deposit_amount_fen=1, deposit_receipt="示例-2")
    board.do(PROJECT, "confirm_deposit")
    assert board.outcome(PROJECT, PROCESS) == "end_stored"


def test_after_twenty_working_days_the_sector_is_to_urge(board):
    board.permit("toli-draft", project_sector="water")
    board.do(PROJECT, "assess_firm")
    board.move("2026-11-30")
    assert board.open_tasks(PROJECT) == ["store_deposit"]
    board.move("2026-12-01")
    assert board.open_tasks(PROJECT) == ["store_deposit", "urge_contractor"]
    assert board.announced == ["escrow.deposit.missing"]
    board.work(PROJECT)
    assert board.outcome(PROJECT, PROCESS) is not None
    assert (board.deposit()["state"], board.deposit()["missing"]) == ("stored", False)


def test_a_late_assessment_does_not_move_the_last_day(board):
    board.permit()
    board.move("2026-12-07")
    board.do(PROJECT, "assess_firm")
    assert board.open_tasks(PROJECT) == ["store_deposit"]
    board.move("2026-12-08")
    assert board.open_tasks(PROJECT) == ["store_deposit", "urge_contractor"]


@pytest.mark.parametrize("operation", ["register_deposit", "set_deposit_rate", "book_deposit"])
def test_a_failed_operation_is_repaired_and_the_case_goes_on(board, operation):
    board.failing = {operation}
    board.permit()
    board.work(PROJECT)
    assert len(board.engine.incidents()) == 1
    board.repair()
    board.work(PROJECT)
    assert board.outcome(PROJECT, PROCESS) == "end_stored"
    assert board.deposit()["held_fen"] == 67_500_000
