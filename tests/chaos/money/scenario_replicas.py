"""Two processes run all services on the same servers; weeks pass for several projects. Prints what happened how often as JSON.

`scenario_replicas.py POSTGRES_URL AMQP_URL PROJECTS FOLDER`
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import os  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from dataclasses import replace  # noqa: E402 - after patching
from datetime import date, timedelta  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parent))

import eventlet  # noqa: E402 - after patching
from eventlet.green import subprocess  # noqa: E402 - after patching
from file_clock import FileClock  # noqa: E402 - found above
from second_life import SERVICES  # noqa: E402 - found above
from witness import Witness  # noqa: E402 - found above

from services.cli.deploying import deploy_all  # noqa: E402 - after patching
from services.cli.serve import service_class  # noqa: E402 - after patching
from services.kernel.clock import parse_moment  # noqa: E402 - after patching
from services.runtime import migrations  # noqa: E402 - after patching
from services.runtime.db import Database  # noqa: E402 - after patching
from services.runtime.messaging.amqp_link import Link  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching

FIRST, DAYS, PATIENCE, PAUSE = "2026-11-20T09:00:00+08:00", 20, 120.0, 0.1
FIRST_DAY = date.fromisoformat(FIRST[:10])
KEPT_DAYS, DUTIES = ("escrow", "roster", "bank"), 7  # the services with daily duties, and how many duties that are
QUEUES, PROCESSES = ("permits.events", "escrow.events", "engine.events", "bank.events", "roster.commands"), 2
# What a case orders at most once, whatever its timers: a second time would be a timer that fired in both processes.
ONCE = (
    "routing_key LIKE 'escrow.flag%' OR routing_key LIKE 'roster.flag%' OR routing_key IN ('escrow.compile_payroll', 'escrow.lapse_order')"
)


TWICE = f"SELECT routing_key, subject, count(*) FROM ({{0}} WHERE {ONCE}) x GROUP BY 1, 2 HAVING count(*) > 1"  # noqa: S608 - constants


class Two:
    """The two processes; one of them is this one."""

    def __init__(self, postgres_url: str, amqp_url: str, folder: Path) -> None:
        self.settings = replace(Settings.from_env(), broker_url=amqp_url, database_url=postgres_url, profile="production")
        for name, schema in migrations.declared_schemas().items():
            migrations.upgrade(Database.for_service(name, self.settings), schema)
        self.witness = Witness(Database.for_service("escrow", self.settings))
        self.witness.watch_days(KEPT_DAYS)
        self.clock = FileClock(folder / "clock")
        self.clock.move_to(parse_moment(FIRST))
        environ = {**os.environ, "HUXIN_DATABASE_URL": postgres_url, "HUXIN_BROKER_URL": amqp_url, "HUXIN_PROFILE": "production"}
        script = Path(__file__).with_name("second_life.py")
        self.log = (folder / "second.log").open("wb")
        self.second = subprocess.Popen([sys.executable, str(script), str(folder / "clock")], env=environ, stdout=self.log, stderr=self.log)
        self.host = Host(self.settings, clock=self.clock)
        for name in SERVICES:
            self.host.add(service_class(name))
        self.host.start()
        deploy_all(self.settings.home, RpcClient(self.settings))

    def permit(self, number: int) -> None:
        """Announce a project's permit as permits would."""
        data = {
            "application_id": f"A-{number}",
            "permit_id": f"L-{number}",
            "project_id": f"P-{number}",
            "project_name": f"示例住宅楼{number}",
            "jurisdiction": "shaoxing",
            "construction_unit": "91000000EXAMPLE0A1",
            "general_contractor": "91000000EXAMPLE0B2",
            "issued_on": FIRST_DAY.isoformat(),
        }
        with self.host.around.runtimes[0].units.begin() as unit:
            unit.emit("permits.permit.issued", subject=data["project_id"], jurisdiction="shaoxing", data=data)

    def both(self) -> bool:
        """Tell whether both processes take from the services' queues."""
        link = Link(self.settings.broker_url, "huxin tests")
        try:
            queues = [f"huxin.{name}" for name in QUEUES]
            return all(link.channel.queue_declare(name, passive=True).consumer_count == PROCESSES for name in queues)
        finally:
            link.close()

    def still(self) -> bool:
        """Tell whether nothing has been written for a while and nothing waits to be sent."""
        sent = self.witness.sent()
        eventlet.sleep(PAUSE * 10)
        return sent == self.witness.sent() and not self.witness.waiting()

    def rests(self, day: date) -> bool:
        """Tell whether every duty of a day is done and nothing is under way."""
        done = self.witness.count("SELECT count(*) FROM witness.days WHERE last_day = :day", day=day)
        return done == DUTIES and not self.witness.waiting()

    def found(self) -> dict[str, Any]:
        """Return what happened how often."""
        ask, count = self.witness.ask, self.witness.count
        duties = ask(
            "SELECT service, name, count(*), count(DISTINCT last_day), min(last_day), max(last_day) FROM witness.days GROUP BY 1, 2"
        )
        body = "CAST(convert_from(body, 'UTF8') AS json)"
        raised = f"SELECT {body}->'data'->>'project_id', {body}->'data'->>'kind', {body}->'data'->>'subject' FROM witness.sent "  # noqa: S608 - constants
        subjects = f"SELECT routing_key, {body}->>'subject' AS subject FROM witness.sent"  # noqa: S608 - constants
        return {
            "duties": {f"{row[0]} {row[1]}": [row[2], row[3], str(row[4]), str(row[5])] for row in duties},
            "payrolls_due": count("SELECT count(*) FROM witness.sent WHERE routing_key = 'escrow.payroll.due'"),
            "payroll_cases": count("SELECT count(*) FROM engine.instance WHERE business_key LIKE 'P-%2026-11'"),
            "warnings": [list(row) for row in ask(f"{raised} WHERE routing_key = 'escrow.warning.raised'")],
            "warning_cases": count("SELECT count(*) FROM escrow.early_warning w JOIN engine.instance i ON i.business_key = w.warning_id"),
            "twice": [list(row) for row in ask(TWICE.format(subjects))],
            "once": count(f"SELECT count(*) FROM witness.sent WHERE {ONCE}"),  # noqa: S608 - constants
            "lost": self.witness.lost(),
            "open_incidents": count("SELECT count(*) FROM engine.incident WHERE resolved_at IS NULL"),
            "complaints": [
                json.loads(line).get("event") for line in Path(self.log.name).read_text("utf-8").splitlines() if line[:1] == "{"
            ],
        }


def main() -> None:
    """Let weeks pass."""
    configure_logging("json", "ERROR")
    two = Two(sys.argv[1], sys.argv[2], Path(sys.argv[4]))

    def until(condition: Any) -> None:
        def there() -> bool:
            eventlet.sleep(PAUSE)
            if two.second.poll() is not None:
                raise RuntimeError("the second process has ended")
            return bool(condition())

        wait_until(there, seconds=PATIENCE)

    try:
        until(two.both)
        for number in range(int(sys.argv[3])):
            two.permit(number)
        for passed in range(DAYS + 1):
            day = FIRST_DAY + timedelta(days=passed)
            two.clock.move_to(parse_moment(FIRST) + timedelta(days=passed))
            until(lambda day=day: two.rests(day))
        until(two.still)
        found = two.found()
    finally:
        two.second.terminate()
        two.second.wait()
        two.log.close()
    two.host.stop()
    print(json.dumps(found))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
