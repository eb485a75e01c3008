"""A month's wages of a thousand workers are paid while escrow's process is killed again and again and the servers come and go.

`scenario_payday.py POSTGRES_URL AMQP_URL WORKERS FOLDER`. Prints what stands at the end as JSON.
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from dataclasses import replace  # noqa: E402 - after patching
from datetime import date, timedelta  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching
from urllib.parse import urlsplit, urlunsplit  # noqa: E402 - after patching

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import eventlet  # noqa: E402 - after patching
from file_clock import FileClock  # noqa: E402 - found above
from people import CONTRACTOR, OFFICER, STAFF, SUBCONTRACTOR, Keeper, Office, until  # noqa: E402 - found above
from proxy import Proxy  # noqa: E402 - found above
from witness import Witness  # noqa: E402 - found above

from services.bank.entrypoints import service as bank  # noqa: E402 - after patching
from services.cli.deploying import in_calling_order  # noqa: E402 - after patching
from services.cli.serve import service_class  # noqa: E402 - after patching
from services.escrow.adapters.work import SqlWork  # noqa: E402 - after patching
from services.escrow.application import ledger  # noqa: E402 - after patching
from services.escrow.bootstrap import Escrow  # noqa: E402 - after patching
from services.escrow.domain.accounts import ACTIVE, WageAccount  # noqa: E402 - after patching
from services.kernel.clock import parse_moment  # noqa: E402 - after patching
from services.kernel.errors import HuxinError  # noqa: E402 - after patching
from services.runtime import migrations  # noqa: E402 - after patching
from services.runtime.db import Database  # noqa: E402 - after patching
from services.runtime.messaging.unit import Units  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import FakeRelay  # noqa: E402 - after patching
from services.runtime.vault import load_vault  # noqa: E402 - after patching

PROJECT, MONTH, RATE = "P-1", "2026-11", 30_000
PAYROLL = f"{PROJECT}:{MONTH}"
DUE = 20 * RATE
DIAGRAMS = ("monthly_payroll", "payroll_signing", "publicity_and_posting", "wage_payment")


def behind(url: str, port: int) -> tuple[Proxy, str]:
    """Return an open proxy and the URL that leads through it."""
    parts = urlsplit(url)
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or port)
    proxy.open()
    who = parts.netloc.rpartition("@")[0]
    return proxy, urlunsplit(parts._replace(netloc=f"{who}@127.0.0.1:{proxy.port}" if who else f"127.0.0.1:{proxy.port}"))


class Payday:
    """The run: servers behind proxies, everything but escrow in this process."""

    def __init__(self, postgres_url: str, amqp_url: str, workers: int, folder: Path) -> None:
        self.workers = workers
        self.database_proxy, database_url = behind(postgres_url, 5432)
        self.broker_proxy, broker_url = behind(amqp_url, 5672)
        self.settings = replace(Settings.from_env(), broker_url=broker_url, database_url=database_url, profile="production")
        direct = replace(self.settings, database_url=postgres_url)
        for name, schema in migrations.declared_schemas().items():
            migrations.upgrade(Database.for_service(name, direct), schema)
        self.escrow = Database.for_service("escrow", direct)
        self.witness = Witness(self.escrow)
        self.clock = FileClock(folder / "clock")
        self.clock.move_to(parse_moment("2026-11-27T09:00:00+08:00"))
        self.keeper = Keeper(self.settings, folder / "clock", self.witness)
        self.host = Host(self.settings, clock=self.clock)

    def open(self) -> None:
        """Put the project's account and its money in, then start every service."""
        escrow, units = Escrow(self.settings.home, load_vault(self.settings)), Units(self.escrow, FakeRelay(), self.clock)
        permit = {
            "application_id": "A-1",
            "permit_id": "L-1",
            "project_id": PROJECT,
            "project_name": "示例住宅楼",
            "jurisdiction": "shaoxing",
            "construction_unit": "91000000EXAMPLE0A1",
            "general_contractor": CONTRACTOR,
            "issued_on": "2026-11-02",
        }
        with units.begin() as unit:
            escrow.run("register_project", unit, {"event": permit})
            work, day = SqlWork(unit, escrow.law, escrow.vault), date(2026, 11, 2)
            opening = {"account_number": "33000001", "account_name": "示例住宅楼农民工工资专用账户"}
            named = {"project_id": PROJECT, "account_id": "A1", "jurisdiction": "shaoxing", "state": ACTIVE}
            terms = {"funding_day": 25, "payday": 15}
            work.records.add(WageAccount(**named, contract_due_on=day, opening_due_on=day, opening=opening, terms=terms))
            ledger.book(work, project_id=PROJECT, key="funds", what="top_up", amount_fen=self.workers * DUE)
        for name in ("engine", "credit", "bank"):
            self.host.add(service_class(name))
        self.host.start()
        self.office = Office(RpcClient(self.settings), self.clock, self.settings.home)
        folder = self.settings.home / "workflows" / "bpmn"
        for diagram in in_calling_order([folder / f"{name}.bpmn" for name in DIAGRAMS]):
            self.office.insist("engine.deploy", xml=diagram.read_text("utf-8"), actor=OFFICER)

    def close_attendance(self) -> None:
        """Announce the month's attendance as roster would."""
        names = {"quantity_fen": 0, "unit": "day", "rate_fen": RATE, "employer": SUBCONTRACTOR, "signed": True, "days": 20}
        lines = [
            {**names, "worker_id": f"W{number}", "id_hash": f"示例{number}", "name": f"示例工人{number}", "account": f"62{number:06d}"}
            for number in range(1, self.workers + 1)
        ]
        data = {"project_id": PROJECT, "month": MONTH, "part": 1, "parts": 1, "lines": lines}
        with self.host.around.runtimes[0].units.begin() as unit:
            unit.emit("roster.attendance.closed", subject=PROJECT, jurisdiction="shaoxing", data=data)

    def cut(self) -> None:
        """Take the database away until somebody felt it, then the broker."""
        self.database_proxy.cut()
        felt = self.office.refused
        until(lambda: self.office.refused > felt + 2)
        self.database_proxy.open()
        until(lambda: not any("database" in name for name in self.host.ready()))
        self.broker_proxy.cut()
        until(lambda: not self.host.broker.connected())
        self.broker_proxy.open()
        until(self.host.broker.connected)

    def state(self, *wanted: str) -> dict[str, Any]:
        """Wait until the payroll is in one of the states."""
        found: dict[str, Any] = {}

        def there() -> bool:
            found.update(self.office.insist("escrow.get_payroll", payroll_id=PAYROLL))
            return found["state"] in wanted

        until(there)
        return found

    def sign(self) -> None:
        """Let every worker sign, and send it all a second time, unless the sheet has gone on meanwhile."""
        signatures = [{"worker_id": f"W{number}", "fen": DUE} for number in range(1, self.workers + 1)]
        for _ in range(2):
            try:
                self.office.insist("escrow.sign_lines", payroll_id=PAYROLL, by="示例专管员", signatures=signatures)
            except HuxinError as error:
                if error.code != "payroll_closed":
                    raise

    def waits_at(self, element: str) -> bool:
        """Tell whether the month's case waits at an element."""
        case = self.case()
        view = self.office.insist("engine.get_instance", instance_id=case["id"], actor=OFFICER)["instance"]
        return any(token["element_id"] == element and token["state"] == "waiting" for token in view["tokens"])

    def case(self) -> dict[str, Any]:
        """Return the month's case."""
        until(lambda: bool(self.cases()))
        return self.cases()[0]

    def cases(self) -> list[dict[str, Any]]:
        """Return every case of the month's payroll."""
        where = {"process": "monthly_payroll", "business_key": PAYROLL, "limit": 10, "actor": OFFICER}
        found: list[dict[str, Any]] = self.office.insist("engine.list_instances", **where)["items"]
        return found

    def days_go_by(self) -> None:
        """Let one day after the other pass, each once its work is done, until the month's case has ended."""
        for _ in range(90):
            if self.cases()[0]["state"] != "running":
                return
            self.clock.move_to(self.clock.now() + timedelta(days=1))
            today = self.clock.now().date()
            until(lambda day=today: self.rests(day))

    def rests(self, day: date) -> bool:
        """Tell whether everything of a day is done and told."""
        behind_days = "SELECT count(*) FROM {0}.daily WHERE last_day < :day"
        behind = sum(self.witness.count(behind_days.format(name), day=day) for name in ("escrow", "bank"))
        mail = self.witness.count("SELECT count(*) FROM bank.mail WHERE state = 'waiting'")
        tasks = self.office.insist("engine.list_tasks", state="open", limit=1, actor=OFFICER)["items"]
        return not behind and not mail and not self.witness.waiting() and not tasks

    def found(self) -> dict[str, Any]:
        """Return what stands."""
        count = self.witness.count
        paid = self.witness.ask(
            "SELECT l.payee, sum(b.amount_fen), count(*) FROM bank.booking b JOIN escrow.payment_line l USING (end_to_end_id) "
            "WHERE b.direction = 'out' GROUP BY l.payee"
        )
        return {
            "kills": self.keeper.kills,
            "refused": self.office.refused,
            "cases": [case["outcome"] for case in self.cases()],
            "lines": dict(self.witness.ask("SELECT state, count(*) FROM escrow.payroll_line GROUP BY state")),
            "paid_workers": len(paid),
            "paid_wrongly": [payee for payee, fen, _ in paid if fen != DUE],
            "booked_twice": count("SELECT count(*) - count(DISTINCT end_to_end_id) FROM bank.booking WHERE direction = 'out'"),
            "unsettled_orders": count("SELECT count(*) FROM escrow.payment_order WHERE settled_at IS NULL"),
            "orders": count("SELECT count(*) FROM escrow.payment_order"),
            "ledger": dict(self.witness.ask("SELECT kind, balance_fen FROM escrow.ledger_account")),
            "lost": self.witness.lost(),
            "sent": self.witness.sent(),
            "waiting": self.witness.waiting(),
            "open_tasks": len(self.office.insist("engine.list_tasks", state="open", limit=1, actor=OFFICER)["items"]),
            "open_incidents": count("SELECT count(*) FROM engine.incident WHERE resolved_at IS NULL"),
            "refused_mail": count("SELECT count(*) FROM bank.mail WHERE state = 'refused'"),
        }


def main() -> None:
    """Let a month pass."""
    configure_logging("json", "CRITICAL")
    bank.PATIENCE_SECONDS = 3.0  # the bank asks a dead process again sooner
    run = Payday(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    run.open()
    keeper = eventlet.spawn(run.keeper.run)
    try:
        found = month(run)
    finally:
        run.keeper.stop()
        keeper.wait()
    run.host.stop()
    print(json.dumps(found))  # noqa: T201 - the test reads it


def month(run: Payday) -> dict[str, Any]:
    """Pay the month's wages and return what stands then."""
    run.office.insist("escrow.list_payrolls")  # from its first start on escrow has a queue, in which its messages wait for the next
    STAFF.append(eventlet.spawn(run.office.work))
    run.close_attendance()
    run.state("signing")
    run.cut()
    run.sign()
    approved = run.state("approved")
    until(lambda: run.waits_at("payday"))
    run.clock.move_to(parse_moment(f"{approved['pay_on']}T10:00:00+08:00"))
    run.state("ordered", "settled")
    run.cut()
    run.days_go_by()
    until(lambda: not run.witness.waiting())
    STAFF.pop().kill()
    return run.found()


if __name__ == "__main__":
    main()
