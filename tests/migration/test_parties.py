"""Cases and definitions of the version before get their firms and English names when the engine's database is upgraded."""

from __future__ import annotations

import shutil
import zlib
from dataclasses import replace

import pytest
import sqlalchemy as sa

from services.engine.store.schema import SCHEMA
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import CHECKOUT, Settings

FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"
BEFORE = ("0001_first.py", "0002_message_receivers.py", "0003_provisional_dues.py")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/{{service}}.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = Database.for_service("engine", Settings(database_url=url))
    yield opened
    opened.close()


def put(connection, table: str, **values) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608 - names of this test


def fill(connection) -> None:
    xml = (CHECKOUT / "workflows" / "bpmn" / "wage_account.bpmn").read_bytes()
    about = {"version": 1, "hash": "h", "effective_on": "2026-01-01", "jurisdictions": "", "called": "{}", "deployed_at": 0}
    put(connection, "definition", id=1, key="wage_account", name="开立专户", xml=zlib.compress(xml), deployed_by="示例", **about)
    put(connection, "definition", id=2, key="other", name="别的", xml=zlib.compress(xml), deployed_by="示例", **about)
    for number in (1, 2):
        case = {"id": bytes([number]) * 16, "definition_id": 1, "version": 1, "state": 1, "started_at": 0, "jurisdiction": "shaoxing"}
        put(connection, "instance", **case, title="示例", chain=b"", waits=b"{}")
    for number, owner in enumerate((FIRM_B, FIRM_A, FIRM_A, None), start=1):
        texts = {"department": "contractor", "jurisdiction": "shaoxing", "process": "p", "element_id": "e", "name": "示例", "roles": ""}
        numbers = {"token": number, "state": 1, "version": 1, "priority": 50, "created_at": 0, "due_at": 0}
        put(connection, "task", id=bytes([number]) * 16, instance_id=bytes([1]) * 16, owner=owner, **texts, **numbers)


def test_firms_of_tasks_take_part_and_definitions_have_their_english_names(database, tmp_path):
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in BEFORE:
        shutil.copy(SCHEMA.versions / name, versions)
    assert migrations.upgrade(database, replace(SCHEMA, versions=versions)) == "0003"
    with database.begin() as connection:
        fill(connection)
    migrations.upgrade(database, SCHEMA)
    assert migrations.differences(database, SCHEMA) == []
    with database.read() as connection:
        assert connection.execute(sa.text("SELECT name_en FROM definition ORDER BY id")).scalars().all() == [
            "Opening of the wage account",
            "",
        ]
        assert connection.execute(sa.text("SELECT parties FROM instance ORDER BY id")).scalars().all() == [f"{FIRM_A} {FIRM_B}", ""]
        found = connection.execute(sa.text("SELECT firm, instance_id FROM party ORDER BY firm")).all()
    assert [(row.firm, bytes(row.instance_id)) for row in found] == [(FIRM_A, bytes([1]) * 16), (FIRM_B, bytes([1]) * 16)]
