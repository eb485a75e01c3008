"""Permit applications go through while PostgreSQL and RabbitMQ go away again and again. Prints counts as JSON.

`scenario_servers_away.py POSTGRES_URL AMQP_URL APPLICATIONS`
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from dataclasses import replace  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from urllib.parse import urlsplit, urlunsplit  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parents[1]))

import eventlet  # noqa: E402 - after patching
import sqlalchemy as sa  # noqa: E402 - after patching
import yaml  # noqa: E402 - after patching
from proxy import Proxy  # noqa: E402 - found above

from services.cli.serve import service_class  # noqa: E402 - after patching
from services.engine.store.schema import SCHEMA as ENGINE  # noqa: E402 - after patching
from services.engine.store.tables import incident, instance  # noqa: E402 - after patching
from services.kernel.errors import HuxinError  # noqa: E402 - after patching
from services.permits.adapters.schema import SCHEMA as PERMITS  # noqa: E402 - after patching
from services.permits.adapters.tables.permits import notice, permit  # noqa: E402 - after patching
from services.runtime import migrations  # noqa: E402 - after patching
from services.runtime.db import Database  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching

CUTS = 3
OFFICER = {"user": "chaos", "departments": [], "roles": ["supervisor", "administrator"], "jurisdiction": "national"}


def behind(url: str, port: int) -> tuple[Proxy, str]:
    """Return an open proxy and the URL that leads through it."""
    parts = urlsplit(url)
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or port)
    proxy.open()
    who = parts.netloc.rpartition("@")[0]
    return proxy, urlunsplit(parts._replace(netloc=f"{who}@127.0.0.1:{proxy.port}" if who else f"127.0.0.1:{proxy.port}"))


class Office:
    """Lodges applications and does every task that it finds, trying again whenever a server is away."""

    def __init__(self, client: RpcClient, home: Path) -> None:
        self.client = client
        self.refused = 0
        story = yaml.safe_load((home / "workflows" / "scenarios" / "permits.yaml").read_text(encoding="utf-8"))
        self.facts = {**story["facts"], **story["profiles"]["shaoxing"]}
        self.firms = story["firms"]
        self.forms = {element: review["data"] for element, review in story["reviews"].items()}

    def insist(self, operation: str, parameters: dict) -> dict:
        """Call until a server answers; only errors that say they are passing are passed over."""
        while True:
            try:
                return self.client.call(operation, parameters, timeout=5)
            except HuxinError as error:
                if not error.retryable and error.status < 500:
                    raise
                self.refused += 1
                eventlet.sleep(0.05)

    def lodge(self, number: int) -> None:
        """Lodge one application; the request id makes the second try harmless."""
        facts = {name: value for name, value in self.facts.items() if name != "funds_confirmed_by_person"}
        body = {"jurisdiction": "shaoxing", "project_name": f"示例项目 {number}", "facts": facts, "submitted_by": "chaos"}
        firms = {"construction_unit": self.firms[0]["credit_code"], "general_contractor": self.firms[1]["credit_code"]}
        self.insist("permits.submit_application", {**body, **firms, "request_id": f"chaos-{number}"})

    def work(self) -> None:
        """Do every open task, again and again."""
        while True:
            for task in self.insist("engine.list_tasks", {"actor": OFFICER, "state": "open", "limit": 50})["items"]:
                data = {}
                for key, value in self.forms[task["element_id"]].items():
                    named = isinstance(value, str) and value.startswith("=")
                    data[key] = self.facts[value[1:]] if named else value
                try:
                    self.insist("engine.complete_task", {"task_id": task["id"], "actor": OFFICER, "data": data})
                except HuxinError as error:
                    if error.code != "task_not_open":  # the first try had gone through
                        raise
            eventlet.sleep(0.02)


def main() -> None:
    """Cut and mend while the office works."""
    configure_logging("json", "CRITICAL")
    wanted = int(sys.argv[3])
    database_proxy, database_url = behind(sys.argv[1], 5432)
    broker_proxy, broker_url = behind(sys.argv[2], 5672)
    settings = replace(Settings.from_env(), broker_url=broker_url, database_url=database_url, profile="production")
    for name, schema in (("engine", ENGINE), ("permits", PERMITS)):
        migrations.upgrade(Database.for_service(name, settings), schema)
    host = Host(settings).add(service_class("permits")).add(service_class("engine")).start()
    client = RpcClient(settings)
    xml = (settings.home / "workflows" / "bpmn" / "permit_gating.bpmn").read_text(encoding="utf-8")
    client.call("engine.deploy", {"xml": xml, "actor": OFFICER}, timeout=60)
    office = Office(client, settings.home)
    for firm in office.firms:
        office.insist("permits.register_firm", firm)
    workers = [eventlet.spawn(office.work) for _ in range(2)]
    lodging = eventlet.spawn(lambda: [office.lodge(number) for number in range(wanted)])
    for _ in range(CUTS):
        database_proxy.cut()
        refused = office.refused
        wait_until(lambda seen=refused: office.refused > seen + 3, seconds=30)
        database_proxy.open()
        wait_until(lambda: not any("database" in name for name in host.ready()), seconds=30)
        broker_proxy.cut()
        wait_until(lambda: not host.broker.connected(), seconds=30)
        broker_proxy.open()
        wait_until(host.broker.connected, seconds=60)
    lodging.wait()
    permits, engine = Database.for_service("permits", settings), Database.for_service("engine", settings)

    def count(database: Database, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        with database.read() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)))

    wait_until(lambda: count(engine, instance, instance.c.ended_at.is_not(None)) == wanted, seconds=90)
    for worker in workers:
        worker.kill()
    found = {
        "refused": office.refused,
        "permits": count(permits, permit),
        "notices": count(permits, notice),
        "instances": count(engine, instance),
        "open_incidents": count(engine, incident, incident.c.resolved_at.is_(None)),
        "broken_histories": sum(
            not client.call("engine.get_history", {"actor": OFFICER, "instance_id": each})["intact"] for each in ids(engine)
        ),
    }
    host.stop()
    print(json.dumps(found))  # noqa: T201 - the test reads it


def ids(engine: Database) -> list[str]:
    """Return the ids of all instances."""
    from services.engine.store.rows import from_id  # noqa: PLC0415 - after patching

    with engine.read() as connection:
        return [from_id(row) for row in connection.scalars(sa.select(instance.c.id))]


if __name__ == "__main__":
    main()
