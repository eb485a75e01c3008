"""Whatever can be said is read back as it was written, in every format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from messages import brief, payment_files, statements, status_reports

from services.escrow.adapters.bank import files
from services.kernel.errors import HuxinError

anything = payment_files | status_reports() | statements()


@brief
@given(payment_files)
def test_a_payment_file_survives_iso_20022(file):
    assert files.read(files.write(file)) == file


@brief
@given(status_reports())
def test_a_status_report_survives_iso_20022(report):
    assert files.read(files.write(report)) == report


@brief
@given(statements())
def test_a_statement_survives_iso_20022(statement):
    assert files.read(files.write(statement)) == statement


@brief
@given(anything)
def test_every_message_survives_csv(message):
    assert files.read(files.write(message, "csv")) == message


@brief
@given(anything, st.sampled_from(["iso20022", "csv"]), st.integers(0, 10**6), st.binary(max_size=3))
def test_a_damaged_file_is_read_or_refused_and_never_crashes(message, profile, place, damage):
    raw = files.write(message, profile)
    at = place % len(raw)
    broken = raw[:at] + damage + raw[at + 1 :]
    try:
        files.read(broken)
    except HuxinError as error:
        assert error.code in {"bad_bank_file", "bad_bank_value"}  # noqa: PT017 - either outcome is right


@brief
@given(anything)
def test_a_file_that_was_cut_off_is_refused(message):
    for profile in ("iso20022", "csv"):
        raw = files.write(message, profile)
        with pytest.raises(HuxinError, match="cannot be read"):
            files.read(raw[: len(raw) - 12])
