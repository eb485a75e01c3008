"""`huxin db`: the databases' schemas."""

from __future__ import annotations

import json
from contextlib import closing

import click

from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database, is_transient, unavailable
from services.runtime.settings import Settings


@click.group()
def command() -> None:
    """Bring the databases up to date and look at their versions."""


@command.command("upgrade")
@click.argument("services", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def upgrade(services: tuple[str, ...], *, as_json: bool) -> None:
    """Create or upgrade the tables of all services, or of the named ones."""
    settings = Settings.from_env()
    reached: dict[str, str | None] = {}
    for schema in _chosen(services):
        with closing(Database.for_service(schema.service, settings)) as database:
            try:
                reached[schema.service] = migrations.upgrade(database, schema)
            except Exception as error:
                if is_transient(error):
                    raise unavailable(error) from error
                raise
        if not as_json:
            click.echo(f"{schema.service}: {reached[schema.service] or 'no revisions'}")
    if as_json:
        click.echo(json.dumps(reached))


@command.command("status")
@click.argument("services", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(services: tuple[str, ...], *, as_json: bool) -> None:
    """Show each database's revision and how it differs from what the program declares; exit 1 when any does."""
    settings = Settings.from_env()
    rows = []
    for schema in _chosen(services):
        with closing(Database.for_service(schema.service, settings)) as database:
            rows.append(
                {
                    "service": schema.service,
                    "revision": migrations.current(database),
                    "differences": [str(difference) for difference in migrations.differences(database, schema)],
                }
            )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(f"{row['service']}: {row['revision'] or 'empty'}")
            for difference in row["differences"] or ():
                click.echo(f"  {difference}")
    if any(row["differences"] for row in rows):
        raise SystemExit(1)


def _chosen(names: tuple[str, ...]) -> list[migrations.ServiceSchema]:
    known = migrations.declared_schemas()
    for name in names:
        if name not in known:
            raise HuxinError("unknown_service", "There is no such service", name, fix="Use one of: " + ", ".join(sorted(known)))
    return [known[name] for name in names or sorted(known)]
