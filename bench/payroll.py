"""How long a month's payroll of 10,000 workers takes: compiled, written and read as Excel, signed, checked line by line and ordered.

python bench/payroll.py [LINES]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services.escrow.adapters.schema import SCHEMA
from services.escrow.adapters.sheets.excel import read_sheet, write_sheet
from services.escrow.bootstrap import Escrow
from services.kernel.clock import MovableClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay, throwaway_vault

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = 10_000
PART = 1_000
PAYROLL = "P-1:2026-11"
SUBCONTRACTOR = "91000000EXAMPLE0S5"


class Run:
    """The escrow service on a fresh SQLite file, with a stopwatch for each step."""

    def __init__(self, folder: str) -> None:
        settings = replace(Settings(), database_url=f"sqlite:///{folder}/{{service}}.db")
        self.clock = MovableClock(datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
        database = Database.for_service("escrow", settings)
        migrations.upgrade(database, SCHEMA)
        self.units = Units(database, FakeRelay(), self.clock)
        self.escrow = Escrow(settings.home, throwaway_vault())
        self.seconds: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    def do(self, handler: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - a handler's parameters
        """Run a handler in a transaction of its own."""
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, parameters)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time of a block to a step."""
        begun, worked = time.perf_counter(), time.process_time()
        yield
        self.seconds[step] = round(self.seconds.get(step, 0.0) + time.perf_counter() - begun, 3)
        self.processor[step] = round(self.processor.get(step, 0.0) + time.process_time() - worked, 3)


def worker(number: int) -> dict[str, Any]:
    """Return an invented worker's month."""
    line = {"worker_id": f"W{number:05}", "id_hash": f"h{number}", "name": f"示例工人{number}", "days": 20 + number % 5, "unit": "day"}
    return {
        **line,
        "quantity_fen": 0,
        "rate_fen": 28_000 + number,
        "employer": SUBCONTRACTOR,
        "account": f"6200{number:012}",
        "signed": True,
    }


def measure(run: Run, lines: int) -> None:
    """Carry a month through, step by step."""
    run.do("register_project", event={
        "project_id": "P-1", "project_name": "示例住宅楼", "jurisdiction": "shaoxing", "issued_on": "2026-03-02",
        "construction_unit": "91000000EXAMPLE0A1", "general_contractor": "91000000EXAMPLE0B2",
    })  # fmt: skip
    parts = -(-lines // PART)
    with run.timed("attendance taken"):
        for part in range(parts):
            workers = [worker(number) for number in range(part * PART, min(lines, (part + 1) * PART))]
            run.do(
                "receive_attendance", event={"project_id": "P-1", "month": "2026-11", "part": part + 1, "parts": parts, "lines": workers}
            )
    with run.timed("compiled"):
        run.do("compile_payroll", payroll_id=PAYROLL)
    with run.timed("Excel written"):
        raw = write_sheet(run.do("get_sheet", payroll_id=PAYROLL))
    with run.timed("Excel read"):
        form = read_sheet(raw)
    with run.timed("lines validated"):
        answer = run.do("import_sheet", payroll_id=PAYROLL, rows=form["lines"], total_fen=form["total_fen"], by="bench")
    with run.timed("signed off"):
        run.do("open_signing", payroll_id=PAYROLL)
        signatures = [{"worker_id": row["worker_id"], "fen": row["due_fen"]} for row in form["lines"]]
        run.do("sign_lines", payroll_id=PAYROLL, signatures=signatures, by="bench")
        run.do("record_subcontractor", payroll_id=PAYROLL, firm=SUBCONTRACTOR, facts={"subcontractor_signs": True})
        run.do("approve_payroll", payroll_id=PAYROLL, facts={"general_contractor_signs": True, "form_sealed": True})
    with run.timed("each line decided, order written"):
        ordered = run.do("order_wages", payroll_id=PAYROLL)
    if answer["unchanged"] != lines or ordered["lines"] != lines:
        sys.exit(f"not every line went through: {answer}, {ordered['lines']}")


def main() -> None:
    """Measure and print JSON."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory() as folder:
        run = Run(folder)
        measure(run, lines)
    core = ("lines validated", "signed off", "each line decided, order written")
    figures = {
        "lines": lines,
        "seconds": run.seconds,
        "processor seconds": run.processor,
        "validated, signed off and written": {
            "seconds": round(sum(run.seconds[step] for step in core), 3),
            "processor seconds": round(sum(run.processor[step] for step in core), 3),
        },
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
