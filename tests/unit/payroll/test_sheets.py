"""The payroll form as a file: every line answered, nothing half-booked, sending it again harmless."""

from __future__ import annotations

import io

import pytest
from cryptography.fernet import Fernet
from openpyxl import load_workbook

from services.escrow.adapters.sheets.excel import read_sheet, write_sheet
from services.escrow.adapters.sheets.pdf import write_posted_sheet
from services.escrow.adapters.sheets.seals import Seals
from services.escrow.adapters.sheets.slips import write_wage_slips
from services.kernel.errors import HuxinError
from services.runtime.vault import Vault
from tests.unit.payroll.desk import PAYROLL, attendance


def form(desk, change=None):
    """The form as downloaded, with cells changed: (row, column) → value."""
    book = load_workbook(io.BytesIO(write_sheet(desk.read("get_sheet", payroll_id=PAYROLL))))
    for (row, column), value in (change or {}).items():
        book.active.cell(row, column).value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def hand_in(desk, raw):
    read = read_sheet(raw)
    return desk.run("import_sheet", payroll_id=PAYROLL, rows=read["lines"], total_fen=read["total_fen"], by="示例专管员")


@pytest.fixture
def two(desk):
    desk.compiled(attendance(1), attendance(2, unit="quantity", quantity_fen=450_050, rate_fen=0))
    desk.run("open_signing", payroll_id=PAYROLL)
    return desk


def test_the_form_comes_back_as_it_went_out(two):
    answer = hand_in(two, form(two))
    assert answer == {"accepted": 0, "unchanged": 2, "refused": 0, "booked": True, "answers": []}
    assert two.head()["version"] == 1


def test_a_changed_line_is_booked_and_must_be_signed_anew(two):
    two.sign(("W1", 600_000), ("W2", 450_050))
    answer = hand_in(two, form(two, {(3, 9): "100.00", (3, 10): "5900.00", (5, 10): "10400.50"}))
    assert (answer["accepted"], answer["unchanged"], answer["booked"]) == (1, 1, True)
    lines = two.lines()
    assert (lines["W1"]["due_fen"], lines["W1"]["state"]) == (590_000, "open")
    assert lines["W2"]["state"] == "signed"
    again = hand_in(two, form(two))
    assert (again["accepted"], two.head()["version"]) == (0, 2)


@pytest.mark.parametrize(
    ("change", "answers"),
    [
        ({(5, 10): "10500.51"}, ["wrong_total"]),
        ({(3, 2): "W99"}, ["unknown_worker", "missing_worker"]),
        ({(3, 2): "W2"}, ["differs_from_roster", "twice", "missing_worker"]),
        ({(3, 10): "-6000.00"}, ["negative_amount", "wrong_total"]),
        ({(3, 10): "6000.005"}, ["bad_amount", "wrong_total"]),
        ({(3, 10): 6000.005}, ["bad_amount", "wrong_total"]),
        ({(3, 10): "六千"}, ["bad_amount", "wrong_total"]),
        ({(3, 8): "6100.00", (3, 10): "6100.00", (5, 10): "10600.50"}, ["wrong_gross"]),
        ({(3, 10): "5900.00", (5, 10): "10400.50"}, ["wrong_net"]),
        ({(3, 5): 21}, ["differs_from_roster"]),
        ({(3, 5): "20.5"}, ["bad_days", "wrong_total"]),
        ({(3, 7): "310.00"}, ["differs_from_roster"]),
        ({(4, 11): "620001"}, ["shared_account", "shared_account"]),
        ({(3, 11): "卡号"}, ["bad_account"]),
        ({(5, 1): "", (5, 10): None}, ["wrong_total"]),
    ],
)
def test_one_bad_line_leaves_everything_as_it_was_and_each_is_answered(two, change, answers):
    before = two.lines()
    answer = hand_in(two, form(two, change))
    assert sorted(row["answer"] for row in answer["answers"]) == sorted(answers)
    assert (answer["booked"], answer["accepted"]) == (False, 0)
    assert two.lines() == before


def test_a_month_that_was_sealed_takes_no_form_any_more(desk):
    desk.approved(attendance(1))
    with pytest.raises(HuxinError) as caught:
        hand_in(desk, form(desk))
    assert caught.value.code == "payroll_closed"


@pytest.mark.parametrize("raw", [b"", b"no archive", b"PK\x03\x04" + b"\0" * 40])
def test_a_file_that_is_no_form_is_refused_with_a_reason(raw):
    with pytest.raises(HuxinError) as caught:
        read_sheet(raw)
    assert caught.value.code == "bad_sheet"


def test_a_form_without_its_heads_is_refused(two):
    with pytest.raises(HuxinError) as caught:
        read_sheet(form(two, {(2, 3): "名字"}))
    assert "姓名" in caught.value.detail


def test_a_name_that_looks_like_a_formula_stays_a_name():
    line = {
        "line_no": 1,
        "worker_id": "W1",
        "name": "=1+1",
        "employer": "",
        "days": 1,
        "account": "62",
        "account_holder": "",
        "signed": False,
    }
    money = dict.fromkeys(("quantity_fen", "rate_fen", "gross_fen", "deduct_fen", "due_fen"), 0)
    raw = write_sheet({"title": "示例", "due_fen": 0, "lines": [{**line, **money}]})
    assert load_workbook(io.BytesIO(raw)).active.cell(3, 3).data_type == "s"


@pytest.mark.clauses(satisfies=("SX-7-1", "TL-2.1.2-2d"), breaks=())
def test_the_posted_sheet_shows_amounts_in_full_and_names_in_part(desk):
    desk.approved(attendance(1, name="示例长名"))
    sheet = desk.read("posted_sheet", payroll_id=PAYROLL)
    assert (sheet["lines"][0]["name"], sheet["lines"][0]["due_fen"]) == ("示***", 600_000)
    assert "account" not in sheet["lines"][0]
    assert write_posted_sheet(sheet, "http://127.0.0.1/check").startswith(b"%PDF")


@pytest.mark.clauses(satisfies=(), breaks=("SX-7-2b",))
def test_nothing_is_posted_before_all_have_signed(two):
    with pytest.raises(HuxinError) as caught:
        two.read("posted_sheet", payroll_id=PAYROLL)
    assert caught.value.code == "not_approved"


@pytest.mark.clauses(satisfies=("CN724-15",), breaks=())
def test_every_worker_gets_a_slip_with_own_figures_and_no_full_account(desk):
    desk.approved(attendance(1, name="示例甲"), attendance(2, name="示例乙"))
    slips = desk.read("wage_slips", payroll_id=PAYROLL)
    assert {slip["name"] for slip in slips["slips"]} == {"示例甲", "示例乙"}
    assert all(len(slip["account"]) == 4 for slip in slips["slips"])
    assert write_wage_slips(slips).startswith(b"%PDF")
    own = desk.read("wage_slips", payroll_id=PAYROLL, worker_id="W2")
    assert [slip["name"] for slip in own["slips"]] == ["示例乙"]


def test_there_is_no_slip_for_somebody_who_is_not_on_the_payroll(desk):
    desk.approved(attendance(1))
    with pytest.raises(HuxinError) as caught:
        desk.read("wage_slips", payroll_id=PAYROLL, worker_id="nobody")
    assert caught.value.code == "unknown_worker"


@pytest.fixture
def seals():
    return Seals(Vault([Fernet.generate_key().decode()]), "https://example.invalid/")


def test_the_code_of_a_posted_sheet_holds_for_its_figures_only(desk, seals):
    desk.approved(attendance(1), attendance(2))
    digest = desk.read("posted_sheet", payroll_id=PAYROLL)["digest"]
    assert seals.address(PAYROLL, digest).startswith(f"https://example.invalid/api/v1/posted-sheets/{PAYROLL}/")
    assert seals.tag(PAYROLL, digest) == seals.tag(PAYROLL, digest)
    others = {seals.tag(PAYROLL, digest[::-1]), seals.tag("P-2:2026-11", digest)}
    assert seals.tag(PAYROLL, digest) not in others


def test_without_the_key_nobody_makes_a_code(seals):
    other = Seals(Vault([Fernet.generate_key().decode()]), "https://example.invalid")
    assert other.tag(PAYROLL, "d") != seals.tag(PAYROLL, "d")
