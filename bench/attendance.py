"""How long a large attendance file takes: 100,000 clockings of 1,000 workers, as CSV and as an Excel workbook, into SQLite.

    python bench/attendance.py [--lines 100000] [--workers 1000]

Prints JSON: seconds for reading the file and for taking it, for CSV, for the same file again, and for Excel.
"""

from __future__ import annotations

import argparse
import base64
import csv
import io
import json
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from openpyxl import Workbook
from stdnum.iso7064 import mod_11_2

from services.kernel.clock import SHANGHAI, MovableClock
from services.roster.adapters.schema import SCHEMA
from services.roster.bootstrap import Roster
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay

CONTRACTOR, OFFICER, PROJECT = "91000000EXAMPLE0B2", "bench-officer", "P-BENCH"
BEGIN = datetime(2026, 10, 1, 7, 0, tzinfo=SHANGHAI)
HEADING = ["证件号码", "时间（北京时间）", "方向", "打卡方式"]
REGISTER = ["姓名", "证件号码", "合同签订日期", "工作时间", "工作内容", "计酬方式", "单价（元）", "支付方式"]


def id_number(serial: int) -> str:
    """Return an invented identity number of somebody born in 1900."""
    body = f"3306001900{1 + serial // 28_000 % 12:02}{1 + serial // 1000 % 28:02}{serial % 1000:03}"
    return body + mod_11_2.calc_check_digit(body)


def as_csv(rows: list[list[str]]) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    """Return rows as an Excel workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Bench:
    """The roster service on a fresh SQLite file."""

    def __init__(self, folder: str) -> None:
        settings = replace(
            Settings(), database_url=f"sqlite:///{Path(folder)}/{{service}}.db", environ={"HUXIN_FIELD_KEY": Fernet.generate_key().decode()}
        )
        database = Database.for_service("roster", settings)
        migrations.upgrade(database, SCHEMA)
        self.clock = MovableClock(BEGIN - timedelta(days=2))
        self.units = Units(database, FakeRelay(), self.clock)
        self.roster = Roster(settings)

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Run a handler in a transaction."""
        with self.units.begin() as unit:
            return self.roster.run(handler, unit, parameters)

    def take(self, handler: str, name: str, raw: bytes) -> tuple[float, float, dict[str, Any]]:
        """Read a file and take it; return the seconds of both and the report."""
        start = time.perf_counter()
        content = base64.b64encode(raw).decode()
        given = self.roster.unpack(handler, {"project_id": PROJECT, "by": OFFICER, "file_name": name, "content": content})
        read = time.perf_counter()
        report = self.run(handler, **given)
        return read - start, time.perf_counter() - read, report

    def prepare(self, workers: int) -> None:
        """Open a project with a labour officer, equipment and registered workers."""
        self.run(
            "open_project",
            project_id=PROJECT,
            project_name="示例测量项目",
            jurisdiction="shaoxing",
            construction_unit="91000000EXAMPLE0A1",
            general_contractor=CONTRACTOR,
            issued_on="2026-09-29",
        )
        self.run("record_officer", project_id=PROJECT, facts={"officer_name": "示例专管员", "officer_account": OFFICER})
        facts = {"site_can_be_closed": True, "channel_present": True, "attendance_device": "face"}
        self.run("check_equipment", project_id=PROJECT, facts=facts)
        rows = [
            [f"示例工人{serial}", id_number(serial), "2026-09-29", "每日八小时", "示例工作", "日", "320", "转账"]
            for serial in range(workers)
        ]
        report = self.take("import_register", "register.csv", as_csv([REGISTER, *rows]))[2]
        if report["accepted"] != workers:
            raise RuntimeError(f"not every worker was registered: {report['lines'][:3]}")
        self.clock.move_to(BEGIN + timedelta(days=200))


def clockings(lines: int, workers: int, *, after: int) -> list[list[str]]:
    """Return so many clockings, two a day and worker, from a number of minutes after the beginning."""
    rows = [HEADING]
    for number in range(lines):
        day, rest = divmod(number, workers * 2)
        at = BEGIN + timedelta(days=day, minutes=after + (600 if rest >= workers else 0))
        rows.append([id_number(rest % workers), f"{at:%Y-%m-%d %H:%M:%S}", "出" if rest >= workers else "进", "人脸"])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1_000)
    asked = parser.parse_args()
    figures: dict[str, Any] = {"lines": asked.lines, "workers": asked.workers}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        bench.prepare(asked.workers)
        first = as_csv(clockings(asked.lines, asked.workers, after=0))
        second = as_xlsx(clockings(asked.lines, asked.workers, after=1))
        for name, file, raw in (("csv", "a.csv", first), ("csv_again", "a.csv", first), ("xlsx", "b.xlsx", second)):
            read, took, report = bench.take("import_attendance", file, raw)
            counts = {key: report[key] for key in ("accepted", "repeated", "refused")}
            figures[name] = {"read_s": round(read, 2), "take_s": round(took, 2), **counts}
    json.dump(figures, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
