"""A filled form that cannot be right is answered line by line, with column, value and what to do, and leaves the month as it was."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from services.escrow.adapters.sheets.excel import read_sheet, write_sheet
from services.kernel.errors import HuxinError
from tests.unit.payroll.desk import PAYROLL, attendance


def form(desk, **cells) -> bytes:
    """The month's form with cells changed; worker W1 stands in row 3, the total in row 5."""
    book = load_workbook(io.BytesIO(write_sheet(desk.read("get_sheet", payroll_id=PAYROLL))))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def hand_in(desk, **cells) -> dict:
    read = read_sheet(form(desk, **cells))
    return desk.run("import_sheet", payroll_id=PAYROLL, rows=read["lines"], total_fen=read["total_fen"], by="示例专管员")


@pytest.fixture
def month(desk):
    desk.compiled(attendance(1), attendance(2))
    return desk


@pytest.mark.parametrize(
    ("cells", "answer", "column"),
    [
        ({"J3": "=H3-I3"}, "formula", "J 实发金额"),
        ({"I3": "=0"}, "formula", "I 扣款"),
        ({"J3": "-6000"}, "negative_amount", "J 实发金额"),
        ({"J3": "6000.001"}, "bad_amount", "J 实发金额"),
        ({"J3": 6000.001}, "bad_amount", "J 实发金额"),
        ({"J3": "60,00"}, "bad_amount", "J 实发金额"),
        ({"J3": "9" * 400}, "bad_amount", "J 实发金额"),
        ({"J3": 1e300}, "bad_amount", "J 实发金额"),
        ({"J3": "#DIV/0!"}, "bad_amount", "J 实发金额"),
        ({"E3": "9" * 5000}, "bad_days", "E 出勤天数"),
        ({"E3": "²"}, "bad_days", "E 出勤天数"),
        ({"E3": 20.5}, "bad_days", "E 出勤天数"),
        ({"K3": 6222020200112233445}, "lost_digits", "K 银行卡号"),
        ({"K3": "6222\u200b0202"}, "bad_account", "K 银行卡号"),
        ({"K3": None}, "bad_account", "K 银行卡号"),
        ({"L3": "示" * 61}, "bad_holder", "L 户名"),
        ({"L3": "示\n例"}, "bad_holder", "L 户名"),
        ({"B3": None}, "no_worker", "B 工人编号"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_its_column_and_nothing_is_taken(month, cells, answer, column):
    before = month.lines()
    answers = hand_in(month, **cells)
    told = next(one for one in answers["answers"] if one["row"] == 3)
    assert (told["answer"], answers["booked"], answers["accepted"]) == (answer, False, 0)
    assert column in told["detail"]
    assert len(told["detail"]) < 200
    assert month.lines() == before


@pytest.mark.parametrize("cells", [{"E3": "２０"}, {"J3": "６０００．００"}, {"J3": "6,000.00"}, {"H3": 6000}, {"K3": " 62000 1 "}])
def test_usual_ways_of_writing_the_same_figures_are_taken(month, cells):
    assert hand_in(month, **cells) == {"accepted": 0, "unchanged": 2, "refused": 0, "booked": True, "answers": []}


@pytest.mark.parametrize("total", ["x", "-1", None, "=SUM(J3:J4)", "12000.01"])
def test_a_total_that_cannot_be_read_or_is_wrong_is_an_answer_like_any_other(month, total):
    answers = hand_in(month, J5=total, J3="1")["answers"]
    assert [one["answer"] for one in answers] == ["wrong_net", "wrong_total"]


def test_a_form_on_a_hidden_sheet_is_not_taken_for_the_one_that_people_see(month):
    book = load_workbook(io.BytesIO(form(month)))
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("示例")
    packed = io.BytesIO()
    book.save(packed)
    with pytest.raises(HuxinError, match="column heads"):
        read_sheet(packed.getvalue())


def test_an_answer_never_repeats_an_account(month):
    number = "6222020200112233" + "４"
    answers = hand_in(month, K3=number, K4=number)["answers"]
    assert {one["answer"] for one in answers} == {"shared_account"}
    assert number[:16] not in str(answers)


@pytest.mark.parametrize("account", ["   ", "６²", "٦٢", "ﬁ", "62-22", "6" * 35, "62\x00"])
def test_an_account_that_no_bank_file_takes_is_not_put_on_a_line(month, account):
    before = month.lines()
    with pytest.raises(HuxinError) as caught:
        month.run("correct_account", payroll_id=PAYROLL, worker_id="W1", account=account, account_holder="示例1", by="示例")
    assert (caught.value.code, bool(caught.value.fix)) == ("bad_account", True)
    assert month.lines() == before


@pytest.mark.parametrize("holder", ["", "示\x00例", "示\n例", "示" * 61])
def test_a_holder_whose_name_cannot_be_kept_is_refused(month, holder):
    with pytest.raises(HuxinError, match="cannot be used"):
        month.run("correct_account", payroll_id=PAYROLL, worker_id="W1", account="6222", account_holder=holder, by="示例")


def test_an_account_at_full_width_is_the_same_account(month):
    month.run("correct_account", payroll_id=PAYROLL, worker_id="W1", account="６２２２ ０００１", account_holder="示例1", by="示例")
    assert month.lines()["W1"]["account"] == "****0001"


def test_an_objection_is_kept_in_one_paragraph_without_the_numbers_in_it(month):
    month.run("open_signing", payroll_id=PAYROLL)
    month.sign(("W1", 600_000), objection="少计\x00一天\n卡 6222020200112233445")
    assert month.lines()["W1"]["objection"] == "少计 一天 卡 ****3445"
