"""`huxin accounts`: who may sign in. Passwords come from standard input or a prompt, never from the command line."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from services.gateway.accounts import Accounts
from services.gateway.app import functions_of
from services.gateway.schema import SCHEMA
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.law import load_all
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = ("clerk", "leader", "supervisor", "operator", "administrator")
SHORTEST, LONGEST = 12, 200
LONGEST_NAME = 60
CREDIT_CODE = 18  # characters of a unified social credit code


@click.group()
def command() -> None:
    """Accounts of the people who work with Huxin (账号)."""


@command.command()
@click.argument("username")
@click.option("--name", "name_zh", required=True, help="The person's name.")
@click.option("--name-en", help="The name on the English page; the same when missing.")
@click.option("--jurisdiction", required=True, help="Whose person it is: a folder of regulations/, `national` for the level above.")
@click.option("--department", required=True, help="The person's department, an id of regulations/departments.yaml.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), default=("clerk",), show_default=True, help="May be repeated.")
@click.option("--firm", "firms", multiple=True, help="Credit code of a firm that the person acts for; may be repeated.")
def add(**entry: Any) -> None:  # noqa: ANN401 - click's options
    """Add an account; the password is asked for, or read from standard input."""
    entry = {**entry, "name_en": entry["name_en"] or entry["name_zh"], "firms": [code.strip().upper() for code in entry["firms"]]}
    with _accounts() as (accounts, settings):
        _check(settings, entry)
        if not accounts.add([{**entry, "roles": list(entry["roles"]), "password": read_password()}]):
            raise HuxinError("account_exists", "The account exists", entry["username"], status=409, fix="Choose another name.")
    click.echo(f"added {entry['username']}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(*, as_json: bool) -> None:
    """List the accounts; passwords are never shown, since nobody knows them."""
    with _accounts() as (accounts, _settings):
        rows = [{**row, "disabled_at": _moment(row["disabled_at"])} for row in accounts.listed()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("username", "name", "jurisdiction", "department", "roles", "firms", "locked since")
    for row in rows:
        lists = (", ".join(row["roles"]), ", ".join(row["firms"]), row["disabled_at"] or "")
        table.add_row(row["username"], row["name_zh"], row["jurisdiction"], row["department"], *lists)
    Console().print(table)


@command.command()
@click.argument("username")
def lock(username: str) -> None:
    """Let nobody sign in with an account; its sessions end."""
    with _accounts() as (accounts, _settings):
        accounts.disable(username)
    click.echo(f"locked {username}")


@command.command()
@click.argument("username")
def unlock(username: str) -> None:
    """Let an account sign in again, also after too many wrong passwords."""
    with _accounts() as (accounts, _settings):
        accounts.enable(username)
    click.echo(f"unlocked {username}")


@command.command()
@click.argument("username")
def password(username: str) -> None:
    """Give an account another password, asked for or from standard input; its sessions end."""
    with _accounts() as (accounts, _settings):
        accounts.set_password(username, read_password())
    click.echo(f"changed the password of {username}")


def read_password() -> str:
    """Return a new password from the prompt, or the first line of standard input when that is no terminal.

    Raises:
        HuxinError: `weak_password`.
    """
    if sys.stdin.isatty():
        text = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST <= len(text) <= LONGEST:
        raise HuxinError(
            "weak_password",
            "The password cannot be used",
            f"it has {len(text)} characters",
            fix=f"Take {SHORTEST} to {LONGEST} characters.",
        )
    return text


@contextmanager
def _accounts() -> Iterator[tuple[Accounts, Settings]]:
    settings = Settings.from_env()
    database = Database.for_service("gateway", settings)
    try:
        migrations.require_current(database, SCHEMA)
        yield Accounts(database, lambda jurisdiction, department: functions_of(settings, jurisdiction, department)), settings
    finally:
        database.close()


def _check(settings: Settings, entry: dict[str, Any]) -> None:
    """Refuse an account that could never work."""
    laws = load_all(settings.home)
    law = laws.get(entry["jurisdiction"])
    if law is None:
        raise _bad("jurisdiction", entry["jurisdiction"], f"one of {', '.join(sorted(laws))}")
    department = law.departments.get(entry["department"])
    if department is None or department.kind == "person":
        known = sorted(each.id for each in law.departments.values() if each.kind != "person")
        raise _bad("department", entry["department"], f"one of {', '.join(known)}")
    # Who names no firm counts as a public body and sees its whole place; so this must not be left to chance.
    if (department.kind == "firm") != bool(entry["firms"]):
        wanted = "the credit code of the firm" if department.kind == "firm" else "none: a public body's person acts for no firm"
        raise _bad("firm", ", ".join(entry["firms"]), wanted)
    username = entry["username"]
    if not 0 < len(username) <= LONGEST_NAME or not username.isprintable() or username != username.strip():
        raise _bad("username", username, f"1 to {LONGEST_NAME} printable characters")
    for code in entry["firms"]:
        if len(code) != CREDIT_CODE or not code.isascii() or not code.isalnum():
            raise _bad("firm", code, f"a unified social credit code, {CREDIT_CODE} letters and digits")
    if entry["firms"] and set(entry["roles"]) != {"clerk"}:
        raise _bad("role", ", ".join(entry["roles"]), "clerk for a firm's person, who oversees no one")


def _bad(option: str, value: str, wanted: str) -> HuxinError:
    return HuxinError("bad_account", "The account cannot be added", f"{option} is {value!r}", fix=f"Give {wanted}.")


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")
