"""No card, identity or telephone number of a worker lies in a table, travels in a message or stands in a log in clear."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

SCENARIO = Path(__file__).parent / "scenario_numbers.py"


def invented_id(serial: int) -> str:
    body = f"33060019000101{serial:03}"
    return body + mod_11_2.calc_check_digit(body)


def invented_card(serial: int) -> str:
    body = f"620000000000000{serial:03}"
    return body + luhn.calc_check_digit(body)


NUMBERS = {
    **{f"{name}_id": invented_id(serial) for serial, name in enumerate(("first", "second", "stranger"), start=701)},
    **{f"{name}_card": invented_card(serial) for serial, name in enumerate(("first", "second", "third"), start=801)},
    "first_phone": "10000000701",
    "second_phone": "10000000702",
    "wrong_id": "330600190001017770",
    "wrong_card": "6200000000000007777",
}


@pytest.fixture(scope="module")
def told():
    process = subprocess.run(  # noqa: S603 - the test's own script
        [sys.executable, str(SCENARIO), json.dumps(NUMBERS)],
        env={**os.environ, "HUXIN_PROFILE": "embedded"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-3000:]
    return process


def test_a_month_from_register_to_statement_leaves_no_number_in_clear(told):
    answer = json.loads(told.stdout.strip().splitlines()[-1])
    assert answer["broken"] == []
    assert answer["leaks"] == []


def test_the_search_went_through_what_could_hold_them(told):
    answer = json.loads(told.stdout.strip().splitlines()[-1])
    filled = {
        *("roster.worker_master", "roster.project_worker", "roster.import_line", "escrow.attendance_part", "escrow.payroll_line"),
        *("escrow.payment_line", "escrow.bank_file", "escrow.bank_entry", "bank.transfer", "bank.booking", "bank.mail"),
        "engine.instance",
    }
    assert filled <= set(answer["tables"])
    assert {"roster.attendance.closed", "escrow.payment.ordered", "escrow.bank_file.written"} <= set(answer["messages"])


def test_no_log_line_holds_a_number(told):
    said = told.stderr + "\n".join(told.stdout.strip().splitlines()[:-1])
    assert [name for name, number in NUMBERS.items() if number in said] == []
