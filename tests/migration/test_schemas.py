"""The migrated schema is the declared one, on both databases; a database of another version is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from services.cli.db import command
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings
from services.runtime.testing import embedded_settings

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = migrations.declared_schemas()


def check(database: Database, schema: migrations.ServiceSchema) -> None:
    """Upgrade twice and compare."""
    with pytest.raises(HuxinError, match="another version"):
        migrations.require_current(database, schema)
    head = migrations.upgrade(database, schema)
    assert head is not None
    assert migrations.upgrade(database, schema) == head == migrations.current(database)
    migrations.require_current(database, schema)
    assert migrations.differences(database, schema) == []
    database.close()


def test_every_service_with_tables_declares_them() -> None:
    assert {"engine", "permits", "gateway", "case"} <= set(SCHEMAS)


@pytest.mark.parametrize("service", sorted(SCHEMAS))
def test_sqlite_ends_as_declared(service: str, tmp_path: Path) -> None:
    check(Database.for_service(service, embedded_settings(tmp_path)), SCHEMAS[service])


@pytest.mark.services
@pytest.mark.parametrize("service", sorted(SCHEMAS))
def test_postgresql_ends_as_declared(service: str, postgres_url: str) -> None:
    check(Database.for_service(service, Settings(database_url=postgres_url)), SCHEMAS[service])


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    database = Database.for_service("case", embedded_settings(tmp_path))
    migrations.upgrade(database, SCHEMAS["case"])
    with database.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {migrations.VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - a constant
    with pytest.raises(HuxinError) as caught:
        migrations.upgrade(database, SCHEMAS["case"])
    assert caught.value.code == "database_too_new"
    database.close()


def test_a_missing_table_shows_as_a_difference(tmp_path: Path) -> None:
    database = Database.for_service("case", embedded_settings(tmp_path))
    migrations.upgrade(database, SCHEMAS["case"])
    with database.begin() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    assert "inbox" in str(migrations.differences(database, SCHEMAS["case"]))
    database.close()


def test_the_command_line_upgrades_and_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUXIN_HOME", str(tmp_path))
    monkeypatch.setenv("HUXIN_DATABASE_URL", "sqlite:///var/{service}.db")
    assert CliRunner().invoke(command, ["status", "case"]).exit_code == 1
    assert CliRunner().invoke(command, ["upgrade", "--json"]).exit_code == 0
    result = CliRunner().invoke(command, ["status"])
    assert result.exit_code == 0, result.output
    unknown = CliRunner().invoke(command, ["upgrade", "nobody"])
    assert isinstance(unknown.exception, HuxinError)
