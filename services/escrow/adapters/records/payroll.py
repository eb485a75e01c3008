"""Rows of payrolls and of the attendance behind them."""

from __future__ import annotations

from services.escrow.adapters.tables import payroll
from services.escrow.domain.payroll import AttendancePart, Payroll, PayrollLine
from services.runtime.records import Shape

SHAPES = (
    Shape(AttendancePart, payroll.attendance_part),
    Shape(Payroll, payroll.payroll),
    Shape(PayrollLine, payroll.payroll_line),
)
