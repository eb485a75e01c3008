"""The escrow service on a real SQLite file with three projects' worth of room, rows put straight in, and a day that the test names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from services.escrow.adapters.records.records import SqlRecords
from services.escrow.adapters.schema import SCHEMA
from services.escrow.bootstrap import Escrow
from services.kernel.clock import SHANGHAI, MovableClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay, throwaway_vault

PROJECT, OWNER, CONTRACTOR = "P-1", "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"


class Watch:
    """Sweeps day by day and keeps what was announced."""

    def __init__(self, settings: Settings) -> None:
        self.clock = MovableClock(datetime(2026, 11, 1, 9, tzinfo=SHANGHAI))
        self.database = Database.for_service("escrow", settings)
        migrations.upgrade(self.database, SCHEMA)
        self.relay = FakeRelay()
        self.units = Units(self.database, self.relay, self.clock)
        self.escrow = Escrow(settings.home, throwaway_vault())

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, parameters)

    def read(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.database.read() as connection:
            return self.escrow.read(handler, connection, self.clock.now(), parameters)

    def put(self, *records: object) -> None:
        with self.units.begin() as unit:
            for record in records:
                SqlRecords(unit.connection).put(record)

    def project(self, jurisdiction: str = "national", sector: str = "building", project_id: str = PROJECT) -> None:
        event = {"project_id": project_id, "project_name": "示例住宅楼", "jurisdiction": jurisdiction, "issued_on": "2026-03-02"}
        firms = {"construction_unit": OWNER, "general_contractor": CONTRACTOR}
        self.run("register_project", event={**event, **firms, "project_sector": sector})

    def sweep(self, day: str) -> dict[str, Any]:
        moment = datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=SHANGHAI)
        if moment > self.clock.now():
            self.clock.move_to(moment)
        return self.run("sweep_warnings", day=date.fromisoformat(day))

    def shown(self, **where: Any) -> list[dict[str, Any]]:
        return self.read("list_warnings", **where)["items"]

    def colours(self, kind: str, *days: str) -> list[str | None]:
        """The colour of the open warning of a kind after the sweep of each day; None while there is none."""
        found = []
        for day in days:
            self.sweep(day)
            found.append(next((one["colour"] for one in self.shown(kind=kind)), None))
        return found

    def events(self, name: str) -> list[dict[str, Any]]:
        return [message.data for message in self.relay.messages() if message.type == f"escrow.warning.{name}"]


@pytest.fixture
def watch(tmp_path):
    watch = Watch(replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db"))
    yield watch
    watch.database.close()
