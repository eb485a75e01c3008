"""The `huxin` command: one module a command, imported only when it is called, so each starts fast."""

from __future__ import annotations

import importlib
import sys

import click

from services.kernel.errors import HuxinError

COMMANDS: dict[str, str] = {
    "accounts": "services.cli.accounts",
    "audit": "services.cli.audit",
    "bank": "services.cli.bank",
    "bench": "services.cli.bench",
    "calendar": "services.cli.calendar",
    "clauses": "services.cli.clauses",
    "contracts": "services.cli.contracts",
    "db": "services.cli.db",
    "decide": "services.cli.decide",
    "demo": "services.cli.demo",
    "serve": "services.cli.serve",
    "workflows": "services.cli.workflows",
}


class LazyGroup(click.Group):
    """A click group whose commands live in modules of their own, each with a `command` attribute."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the command names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return one command, or None when the name is unknown."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huxin", prog_name="huxin")
def cli() -> None:
    """Huxin (护薪): wages of migrant construction workers, protected by processes that follow the law."""


def main() -> None:
    """Run the command line: exit 0 held, 1 did not hold, 2 wrong use; an error is one line, never a traceback."""
    try:
        cli(standalone_mode=True)
    except HuxinError as error:
        fix = f" ({error.fix})" if error.fix else ""
        click.echo(f"huxin: {error.title}: {error.detail}{fix}", err=True)
        sys.exit(2)
