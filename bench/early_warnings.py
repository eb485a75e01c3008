"""How long the daily sweep of the early warnings takes on PostgreSQL, for two sizes with generated data.

    python bench/early_warnings.py postgresql+psycopg2://user@host:port/database [--projects 250 1000] [--workers 300]

Each size gets a database of its own beside the named one and drops it afterwards. Prints JSON: rows, seconds of the first sweep (which
raises), of the second (which finds everything as it was) and of the third (in which half is cured), and how time and rows grew.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.escrow.adapters.schema import SCHEMA
from services.escrow.adapters.tables import accounts, deposits, ledger, metadata, payroll, projects, warnings
from services.escrow.bootstrap import Escrow
from services.kernel.clock import SHANGHAI, MovableClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay, throwaway_vault

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 12, 18, 2, 0, tzinfo=SHANGHAI)
TODAY, MONTH, PAYDAY = NOW.date(), "2026-11", date(2026, 12, 15)
PLACES = ("national", "shaoxing", "toli-draft")
EVERY = 10  # of so many projects one has the fault of a kind


def faulty(number: int, kind: int) -> bool:
    """Tell whether a project has the fault of a kind."""
    return number % EVERY == kind % EVERY


def rows_of(number: int, workers: int) -> dict[sa.Table, list[dict[str, Any]]]:
    """Return the generated rows of one project and month."""
    key, place = f"P{number:06}", PLACES[number % len(PLACES)]
    late = faulty(number, 1)
    account = {
        "project_id": key, "account_id": f"A{key}", "jurisdiction": place, "state": "planned" if late else "active", "late": late,
        "contract_due_on": date(2026, 11, 20), "opening_due_on": date(2026, 11, 20), "opening": "{}", "terms": "{}",
    }  # fmt: skip
    month = {
        "project_id": key, "month": MONTH, "state": "late" if faulty(number, 2) else "funded", "due_on": date(2026, 11, 25),
        "payday_on": PAYDAY, "required_fen": 1_000_000, "certified": "{}", "plan": "{}", "labour_cost": "{}", "balance": "{}",
    }  # fmt: skip
    signed = None if faulty(number, 5) else "2026-11-30T10:00:00+08:00"
    sheet = {
        "payroll_id": f"{key}:{MONTH}", "project_id": key, "month": MONTH, "jurisdiction": place, "form_due_on": date(2026, 11, 30),
        "opened_at": "2026-11-26T09:00:00+08:00", "state": "settled", "waiting": False, "late": "[]", "firms": "{}", "sealed": True,
        "sealed_by": "", "version": 1, "pay_on": PAYDAY, "approved_at": signed, "order_id": "",
    }  # fmt: skip
    deposit = {
        "project_id": key, "jurisdiction": place, "holder": "91000000EXAMPLE0B2", "state": "due" if faulty(number, 8) else "stored",
        "due_on": date(2026, 11, 30), "due_fen": 100, "held_fen": 0 if faulty(number, 8) else 100,
        "form": "letter" if faulty(number, 9) else "cash", "letter_number": f"L{number}" if faulty(number, 9) else "",
        "letter_valid_until": date(2027, 1, 10) if faulty(number, 9) else None, "missing": False, "facts": "{}", "reasons": "[]",
    }  # fmt: skip
    return {
        projects.project: [{
            "project_id": key, "name": "示例项目", "jurisdiction": place, "construction_unit": "91000000EXAMPLE0A1",
            "general_contractor": "91000000EXAMPLE0B2", "permit_issued_on": date(2026, 3, 2), "project_sector": "building",
        }],
        accounts.wage_account: [account],
        accounts.funding_month: [month],
        ledger.account: [{"project_id": key, "kind": "bank", "balance_fen": 0}],
        payroll.payroll: [sheet],
        payroll.payroll_line: [line(number, worker) for worker in range(workers)],
        deposits.deposit: [deposit],
        warnings.posted_sheet: [{"payroll_id": f"{key}:{MONTH}", "posted_on": TODAY}],
        warnings.contract_gap: [
            {"project_id": key, "worker_id": f"W{worker}", "since_month": MONTH, "last_month": MONTH, "signed": not faulty(number, 7)}
            for worker in range(workers // EVERY)
        ],
    }  # fmt: skip


def line(number: int, worker: int) -> dict[str, Any]:
    """Return one worker's line of a sheet."""
    unpaid = faulty(number, 6) and worker % EVERY == 0
    return {
        "payroll_id": f"P{number:06}:{MONTH}", "worker_id": f"W{worker}", "line_no": worker + 1, "name": f"示例工人{worker}",
        "employer": "91000000EXAMPLE0S5", "unit": "day", "days": 20, "rate_fen": 30_000, "quantity_fen": 0, "gross_fen": 600_000,
        "deduct_fen": 0, "due_fen": 600_000, "account": f"6200{worker:012}", "account_holder": "", "payee_kind": "worker",
        "contract": True, "signed_at": None, "signed_by": "", "signed_fen": 600_000, "objection": "", "objection_state": "",
        "state": "ordered" if unpaid else "paid", "paid_fen": 0 if unpaid else 600_000, "reasons": "[]",
    }  # fmt: skip


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """Make a database beside the named one and drop it afterwards."""
    server, name = sa.make_url(url), f"huxin_bench_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    try:
        yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        engine.dispose()


def fill(database: Database, count: int, workers: int) -> int:
    """Write generated projects and return how many rows there are."""
    total = 0
    with database.begin() as connection:
        for number in range(count):
            for table, rows in rows_of(number, workers).items():
                connection.execute(table.insert(), rows)
                total += len(rows)
    with database.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return total


def measure(url: str, count: int, workers: int) -> dict[str, Any]:
    """Fill a database and sweep it three times."""
    settings = replace(Settings(), database_url=url)
    database = Database.for_service("escrow", settings)
    migrations.upgrade(database, SCHEMA)
    rows = fill(database, count, workers)
    units, escrow = Units(database, FakeRelay(), MovableClock(NOW)), Escrow(settings.home, throwaway_vault())
    sweeps = [swept(units, escrow), swept(units, escrow)]
    with database.begin() as connection:
        lines = metadata.tables["payroll_line"]
        connection.execute(lines.update().where(lines.c.state == "ordered").values(state="paid", paid_fen=lines.c.due_fen))
    sweeps.append(swept(units, escrow))
    database.close()
    return {"projects": count, "workers": count * workers, "rows": rows, "sweeps": sweeps}


def swept(units: Units, escrow: Escrow) -> dict[str, Any]:
    """Sweep once and return what it did and how long it took, commit included."""
    begun = time.perf_counter()
    with units.begin() as unit:
        done = escrow.run("sweep_warnings", unit, {"day": TODAY})
    return {**done, "seconds": round(time.perf_counter() - begun, 3)}


def main() -> None:
    """Measure each size and print JSON."""
    parser = argparse.ArgumentParser(description="Measure the daily sweep of the early warnings.")
    parser.add_argument("url", help="a PostgreSQL server, as SQLAlchemy names it")
    parser.add_argument("--projects", type=int, nargs=2, default=[250, 1000])
    parser.add_argument("--workers", type=int, default=300, help="workers of one project")
    asked = parser.parse_args()
    results = []
    for count in sorted(asked.projects):
        with fresh_database(asked.url) as url:
            results.append(measure(url, count, asked.workers))
    small, large = results
    seconds = [max(sweep["seconds"] for sweep in result["sweeps"]) for result in results]
    grew = {"rows": round(large["rows"] / small["rows"], 2), "seconds": round(seconds[1] / seconds[0], 2)}
    sys.stdout.write(json.dumps({"sizes": results, "grew": grew}, indent=1) + "\n")


if __name__ == "__main__":
    main()
