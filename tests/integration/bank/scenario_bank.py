"""Runs escrow and the sample bank in one process, moves their clock over some days, and prints what happened as JSON."""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
from collections import Counter  # noqa: E402 - after patching
from datetime import date  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching

from services.bank.behaviour import Behaviour  # noqa: E402 - after patching
from services.bank.entrypoints.service import BankService  # noqa: E402 - after patching
from services.escrow.adapters.work import SqlWork  # noqa: E402 - after patching
from services.escrow.domain.accounts import ACTIVE, WageAccount  # noqa: E402 - after patching
from services.escrow.domain.payment import PaymentLine, PaymentOrder  # noqa: E402 - after patching
from services.escrow.domain.project import Project  # noqa: E402 - after patching
from services.escrow.entrypoints.bank import BankFiles  # noqa: E402 - after patching
from services.escrow.entrypoints.service import EscrowService  # noqa: E402 - after patching
from services.kernel.clock import MovableClock, parse_moment  # noqa: E402 - after patching
from services.runtime import migrations  # noqa: E402 - after patching
from services.runtime.db import Database  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching
from services.runtime.vault import load_vault  # noqa: E402 - after patching

ACCOUNT, LINES = "33000001", 60


class Play:
    """The running services and their clock."""

    def __init__(self) -> None:
        self.settings = Settings.from_env()
        configure_logging("json", "ERROR")
        if self.settings.profile == "production":
            for service in (EscrowService, BankService):
                migrations.upgrade(Database.for_service(service.name, self.settings), service.schema)
        self.clock = MovableClock(parse_moment("2026-11-10T09:00:00+08:00"))
        self.host = Host(self.settings, clock=self.clock).add(EscrowService).add(BankService).start()
        self.client = RpcClient(self.settings)
        self.escrow = next(runtime for runtime in self.host.around.runtimes if runtime.service == "escrow")

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.client.call(operation, parameters, timeout=20)

    def work(self, act: Any) -> Any:
        with self.escrow.units.begin() as unit:
            return act(SqlWork(unit, None, load_vault(self.settings)), unit)

    def set_up(self) -> None:
        def act(work: SqlWork, _unit: Any) -> None:
            work.records.add(
                Project(
                    project_id="P1",
                    name="示例项目",
                    jurisdiction="shaoxing",
                    construction_unit="91000000EXAMPLE0A1",
                    general_contractor="91000000EXAMPLE0B2",
                    permit_issued_on=date(2026, 9, 1),
                )
            )
            work.records.add(
                WageAccount(
                    project_id="P1",
                    account_id="A1",
                    jurisdiction="shaoxing",
                    state=ACTIVE,
                    contract_due_on=date(2026, 9, 30),
                    opening_due_on=date(2026, 9, 30),
                    opening={"account_number": ACCOUNT, "account_name": "示例项目农民工工资专用账户"},
                )
            )

        self.work(act)

    def order(self, order_id: str, keys: list[str], pay_on: date) -> None:
        """Place an order whose ids are fixed, so that the bank's chance is fixed too."""

        def act(work: SqlWork, unit: Any) -> None:
            named = {"order_id": order_id, "project_id": "P1", "purpose": "advance", "about": "example"}
            total = sum(100_000 + number for number in range(len(keys)))
            order = PaymentOrder(
                **named, jurisdiction="shaoxing", pay_on=pay_on, lines=len(keys), total_fen=total, ordered_at=self.clock.now()
            )
            work.records.add(order)
            work.records.add_all(
                [
                    PaymentLine(
                        end_to_end_id=key,
                        order_id=order_id,
                        line_no=number,
                        payee=f"W{number}",
                        payee_name=f"示例工人{number}",
                        account=work.secrets.protect(f"62{number:06d}"),
                        amount_fen=100_000 + number,
                    )
                    for number, key in enumerate(keys)
                ]
            )
            data = {**named, "pay_on": pay_on.isoformat(), "lines": len(keys), "total_fen": total}
            unit.emit("escrow.payment.ordered", subject=order_id, jurisdiction="shaoxing", data=data)

        self.work(act)

    def lines(self, order_id: str) -> dict[str, PaymentLine]:
        def act(work: SqlWork, _unit: Any) -> dict[str, PaymentLine]:
            return {line.end_to_end_id: line for line in work.records.many(PaymentLine, order_id=order_id)}

        return self.work(act)

    def settled(self, order_id: str) -> bool:
        return bool(self.work(lambda work, _unit: work.records.one(PaymentOrder, order_id=order_id).settled_at))

    def mail(self, kind: str, count: int) -> None:
        """Wait until the bank has handed in so many files of a kind."""
        wait_until(
            lambda: sum(mail["kind"] == kind and mail["state"] != "waiting" for mail in self.call("bank.list_mail")["items"]) == count
        )

    def kinds(self) -> dict[str, int]:
        return self.call("escrow.list_mismatches")["kinds"]


def main() -> None:
    """Play the days."""
    play = Play()
    behaviour = Behaviour.from_env(play.settings.environ)
    keys = [f"example{number:04d}" for number in range(LINES)]
    fates = {key: behaviour.fate(key) for key in keys}
    facts: dict[str, Any] = {"ready": play.host.ready(), "fates": Counter(fates.values())}

    play.set_up()
    play.order("order1", keys, date(2026, 11, 10))
    play.mail("status", 2)
    facts["first day"] = _by_fate(play.lines("order1"), fates)

    play.clock.move_to(parse_moment("2026-11-11T08:00:00+08:00"))
    play.mail("statement", 1)
    wait_until(lambda: "missing_answer" in play.kinds())
    facts["second day"] = {"lines": _by_fate(play.lines("order1"), fates), "kinds": play.kinds()}

    play.clock.move_to(parse_moment("2026-11-13T08:00:00+08:00"))
    play.mail("statement", 2)
    wait_until(lambda: play.settled("order1"))
    facts["fourth day"] = {"lines": _by_fate(play.lines("order1"), fates), "kinds": play.kinds()}

    play.call("bank.move_money", account=ACCOUNT, direction="in", amount_fen=5_000_000, other_name="示例建设单位", text="人工费用")
    play.call("bank.move_money", account=ACCOUNT, direction="out", amount_fen=77, other_name="示例材料商")
    play.call("bank.set_account", account=ACCOUNT, is_open=False)
    play.order("order2", ["closed1", "closed2"], date(2026, 11, 13))
    wait_until(lambda: play.settled("order2"))
    facts["closed"] = sorted({line.reason for line in play.lines("order2").values()})
    play.clock.move_to(parse_moment("2026-11-14T08:00:00+08:00"))
    play.mail("statement", 3)
    facts["fifth day"] = play.kinds()
    facts["mail"] = Counter((mail["kind"], mail["state"]) for mail in play.call("bank.list_mail")["items"])
    facts["mail"] = {" ".join(key): count for key, count in facts["mail"].items()}
    facts["handlers"] = sorted(name for name in vars(BankFiles) if name.startswith("on_"))
    play.host.stop()
    print(json.dumps(facts))  # noqa: T201 - the test reads it


def _by_fate(lines: dict[str, PaymentLine], fates: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for key, line in lines.items():
        found.setdefault(fates[key], set()).add(line.state)
    return {fate: sorted(states) for fate, states in found.items()}


if __name__ == "__main__":
    main()
