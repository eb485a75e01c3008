"""Each way through the diagrams `wage_deposit_use`, `wage_deposit_review` and `wage_deposit_return`."""

from __future__ import annotations

import pytest

from tests.unit.escrow.accounts.desk import PROJECT

DUE = 67_500_000
REVIEW = f"{PROJECT}:2027"
RETURN = {"request_id": "R-1", "project_id": PROJECT, "posted_on": "2026-11-02", "works_completed_on": "2026-11-01", "promise": True}


def missed(board, amount=20_000_000):
    board.stored()
    board.tell("cases.order.missed", "O-1", {"order_id": "O-1", "project_id": PROJECT, "amount_fen": amount})


def test_a_missed_order_is_paid_and_the_deposit_refilled(board):
    missed(board)
    board.work("O-1")
    assert board.outcome("O-1", "wage_deposit_use") == "end_refilled"
    assert board.deposit()["held_fen"] == DUE


def test_without_a_deposit_there_is_nothing_to_use(board):
    board.permit()
    board.tell("cases.order.missed", "O-1", {"order_id": "O-1", "project_id": PROJECT, "amount_fen": 1})
    assert board.outcome("O-1", "wage_deposit_use") == "end_none"


def test_a_wrong_amount_goes_back_to_the_bank(board):
    missed(board)
    board.work("O-1", until="pay_workers")
    board.do("O-1", "pay_workers", paid_out_fen=20_000_001)
    assert board.open_tasks("O-1") == ["pay_workers"]
    board.do("O-1", "pay_workers")
    assert board.open_tasks("O-1") == ["top_up"]


def test_the_bank_has_five_working_days(board):
    missed(board)
    board.work("O-1", until="pay_workers")
    board.move("2026-11-09")
    assert board.desk.run("open_deposit_use", order_id="O-1", project_id=PROJECT, amount_fen=20_000_000)["outcome"] == "pay"
    board.move("2026-11-10")
    board.do("O-1", "pay_workers")
    assert board.open_tasks("O-1") == ["top_up"]


def test_the_contractor_has_ten_working_days_to_refill(board):
    missed(board)
    board.work("O-1", until="top_up")
    board.move("2026-11-16")
    assert "escrow.deposit.missing" not in board.announced
    board.move("2026-11-17")
    assert "escrow.deposit.missing" in board.announced
    board.do("O-1", "top_up", deposit_amount_fen=1, deposit_receipt="示例补存-0")
    board.do("O-1", "confirm_top_up")
    assert board.open_tasks("O-1") == ["top_up"]
    board.work("O-1")
    assert board.outcome("O-1", "wage_deposit_use") == "end_refilled"


def test_a_refill_that_is_too_small_does_not_win_time(board):
    missed(board)
    board.work("O-1", until="top_up")
    board.move("2026-11-13")
    board.do("O-1", "top_up", deposit_amount_fen=1, deposit_receipt="示例补存-0")
    board.do("O-1", "confirm_top_up")
    board.move("2026-11-16")
    assert "escrow.deposit.missing" not in board.announced
    board.move("2026-11-17")  # ten working days after the use, whatever was tried in between
    assert "escrow.deposit.missing" in board.announced


@pytest.mark.parametrize(
    ("facts", "outcome", "held"),
    [
        ({}, "end_unchanged", DUE),
        ({"arrears_history": "some", "last_arrears_on": "2027-01-15"}, "end_raised", 101_250_000),
        ({"active_in_area_since": "2024-06-01"}, "end_lowered", 33_750_000),
    ],
)
def test_the_review_after_the_festival_moves_the_deposit(board, facts, outcome, held):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", **facts)
    board.work(REVIEW)
    assert board.deposit()["held_fen"] == held
    board.move("2027-03-12")  # thirty days after it was made public
    assert board.outcome(REVIEW, "wage_deposit_review") == outcome


def test_a_review_asks_again_for_what_is_not_known_and_for_what_is_wrong(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", arrears_history="some")
    assert board.open_tasks(REVIEW) == ["examine_complaints"]
    board.do(REVIEW, "examine_complaints", active_in_area_since="2024-06-01")
    board.work(REVIEW, until="pay_back")
    board.do(REVIEW, "pay_back", refund_fen=1)
    assert board.open_tasks(REVIEW) == ["pay_back"]


def test_a_raise_that_is_not_stored_in_full_comes_back(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", arrears_history="some", last_arrears_on="2027-01-15")
    board.work(REVIEW, until="store_difference")
    board.do(REVIEW, "store_difference", deposit_amount_fen=1, deposit_receipt="示例差额-0")
    board.do(REVIEW, "confirm_difference")
    assert board.open_tasks(REVIEW) == ["store_difference"]


def test_a_contractor_that_topped_up_in_the_meantime_has_nothing_to_move(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", arrears_history="some", last_arrears_on="2027-01-15")
    more = {"deposit_form": "cash", "deposit_amount_fen": 33_750_000, "deposit_receipt": "示例先存", "deposit_confirmed": True}
    board.call("book_deposit", project_id=PROJECT, facts=more)
    board.work(REVIEW)
    board.move("2027-03-12")
    assert board.outcome(REVIEW, "wage_deposit_review") == "end_adjusted"


def test_a_change_that_the_leader_sends_back_is_examined_again(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", active_in_area_since="2024-06-01")
    board.do(REVIEW, "approve_change", change_approved=False)
    assert board.open_tasks(REVIEW) == ["examine_complaints"]
    assert board.deposit()["due_fen"] == DUE


def test_a_raise_that_is_not_stored_in_time_is_announced(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", arrears_history="some", last_arrears_on="2027-01-15")
    board.work(REVIEW, until="store_difference")
    assert "escrow.deposit.missing" not in board.announced
    board.move("2027-03-01")
    assert "escrow.deposit.missing" in board.announced
    assert board.open_tasks(REVIEW) == ["store_difference"]


def test_a_change_is_made_public_whether_or_not_anything_is_stored(board):
    board.stored()
    board.move("2027-02-09")
    board.do(REVIEW, "examine_complaints", arrears_history="some", last_arrears_on="2027-01-15")
    board.do(REVIEW, "approve_change")
    assert board.open_tasks(REVIEW) == ["publish_site", "store_difference"]


def test_after_thirty_days_of_notice_the_deposit_goes_back(board):
    board.stored()
    board.call("request_deposit_return", **RETURN)
    board.move("2026-12-02")
    assert board.open_tasks("R-1") == []
    board.move("2026-12-03")
    board.work("R-1", until="pay_return")
    board.do("R-1", "pay_return", refund_fen=1)
    assert board.open_tasks("R-1") == ["pay_return"]
    board.work("R-1")
    assert board.outcome("R-1", "wage_deposit_return") == "end_returned"
    assert (board.deposit()["state"], board.deposit()["held_fen"]) == ("returned", 0)


def test_arrears_keep_the_deposit(board):
    board.stored()
    board.call("request_deposit_return", **RETURN)
    board.move("2026-12-03")
    board.do("R-1", "check_arrears", arrears_found=True)
    assert board.outcome("R-1", "wage_deposit_return") == "end_refused"
    assert board.deposit()["held_fen"] == DUE
