"""`huxin serve`: run all services, or the named ones, in one process."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from services.runtime.nameko import Host
    from services.runtime.settings import Settings

SERVICES: dict[str, str] = {
    "permits": "services.permits.entrypoints.service:PermitsService",
    "escrow": "services.escrow.entrypoints.service:EscrowService",
    "engine": "services.engine.entrypoints.service:EngineService",
    "roster": "services.roster.entrypoints.service:RosterService",
    "credit": "services.credit.entrypoints.service:CreditService",
    "bank": "services.bank.entrypoints.service:BankService",
    "case": "services.cli.case:CaseService",
    "gateway": "services.gateway.entrypoints.service:GatewayService",
}
COLLECT_AFTER = 10_000  # more objects made than freed, before the collector looks at the youngest
SAMPLE_ONLY = frozenset({"bank"})  # stands in for real banks, so it never starts by itself in production
DEFAULT = ("permits", "escrow", "roster", "credit", "engine", "bank", "gateway")


@click.command()
@click.option("--embedded", is_flag=True, help="One process, SQLite, an in-process broker, sample data. No servers needed.")
@click.option("--samples/--no-samples", default=True, help="Embedded: put sample firms and applications in.")
@click.option("--money/--no-money", default=True, help="Embedded: beside the first visitors, work a sample project through to its wages.")
@click.argument("services", nargs=-1, type=click.Choice(sorted(SERVICES)))
def command(*, embedded: bool, samples: bool, money: bool, services: tuple[str, ...]) -> None:
    """Run all services, or the named ones, in one process."""
    if embedded:
        os.environ.setdefault("HUXIN_PROFILE", "embedded")
        os.environ.pop("HUXIN_BROKER_URL", None)
        if not os.environ.get("HUXIN_DATABASE_URL", "").startswith("sqlite:"):
            os.environ.pop("HUXIN_DATABASE_URL", None)
    from services.runtime.nameko.patching import patch  # noqa: PLC0415 - before anything that it must patch

    patch()
    from services.runtime.settings import Settings  # noqa: PLC0415 - after patching
    from services.runtime.telemetry import configure_logging  # noqa: PLC0415 - after patching

    settings = Settings.from_env()
    configure_logging(settings.log_format, settings.log_level)
    sample_run = settings.profile == "embedded" and not services
    names = services or default_services(settings)
    host = start(settings, names, preparing=sample_run)
    if sample_run:
        prepare(settings, samples=samples)
        host.around.preparing = False
    freeze()
    if sample_run and samples and money:
        tell_of_money(settings, host)
    if "gateway" in names:
        announce(settings)
    elif settings.profile == "production":
        from services.cli.health import serve_health  # noqa: PLC0415 - after patching

        serve_health(host, settings)
    wait(host)


def default_services(settings: Settings) -> tuple[str, ...]:
    """Return what `huxin serve` runs when it is not told: everything, without the sample services in production."""
    return tuple(name for name in DEFAULT if settings.profile == "embedded" or name not in SAMPLE_ONLY)


def start(settings: Settings, names: tuple[str, ...], *, preparing: bool = False) -> Host:
    """Start services by name and return their host.

    Args:
        settings: how to run.
        names: which services.
        preparing: whether the process is not ready until its caller says so.
    """
    from services.cli.clock import clock_for  # noqa: PLC0415 - after patching
    from services.runtime.nameko import Host  # noqa: PLC0415 - after patching

    host = Host(settings, clock=clock_for(settings))
    host.around.preparing = preparing
    for name in names:
        host.add(service_class(name))
    return host.start()


def service_class(name: str) -> type[Any]:
    """Import a service's class."""
    module, _, attribute = SERVICES[name].partition(":")
    found: type[Any] = getattr(importlib.import_module(module), attribute)
    return found


def prepare(settings: Settings, *, samples: bool) -> None:
    """Bring the embedded run to the point where people can work: diagrams deployed, sample applications lodged."""
    from services.cli.deploying import deploy_all  # noqa: PLC0415 - after patching
    from services.cli.samples import put_samples  # noqa: PLC0415 - after patching
    from services.runtime.nameko import RpcClient  # noqa: PLC0415 - after patching

    deploy_all(settings.home, RpcClient(settings))
    if samples:
        put_samples(settings)


def tell_of_money(settings: Settings, host: Host) -> None:
    """Begin to work the sample project through; it goes on while people look at the rest."""
    import eventlet  # noqa: PLC0415 - after patching

    from services.cli.sample_money import put_money  # noqa: PLC0415 - after patching
    from services.cli.stories.system import System  # noqa: PLC0415 - after patching

    eventlet.spawn(put_money, settings, System(settings, host, host.around.clock))


def freeze() -> None:
    """Take what start-up built out of the garbage collector's rounds: it lives as long as the process. And let it go round seldom.

    A step makes thousands of objects, nearly all of them freed by their counts, and a whole round walks every case kept in memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


def announce(settings: Settings) -> None:
    """Print the address, and the sample sign-ins of the embedded run."""
    click.echo(f"Huxin 护薪: http://{settings.http}")
    if settings.profile != "embedded":
        return
    from services.gateway.samples import sample_accounts  # noqa: PLC0415 - only for the sample run

    accounts = sample_accounts(settings.home)
    click.echo(f"Sample sign-ins 示例账号 (password 密码: {accounts[0]['password']})")
    for account in accounts:
        click.echo(f"  {account['username']:<18} {account['name_zh']}  {account['name_en']}")


def wait(host: Host) -> None:
    """Wait until a signal asks to stop, then stop gracefully."""
    from eventlet.event import Event  # noqa: PLC0415 - after patching

    asked = Event()

    def ask(_number: int, _frame: object) -> None:
        if not asked.ready():
            asked.send()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    sys.stdout.flush()
    asked.wait()
    host.stop()
