"""`huxin audit verify` finds what was changed, left out or added."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from services.cli import audit
from services.engine.domain.history import GENESIS, link
from services.engine.store import tables
from services.engine.store.rows import from_id
from services.runtime.db import Database
from services.runtime.settings import Settings

CASES = [bytes([number]) * 16 for number in range(1, 4)]


@pytest.fixture
def database(tmp_path, monkeypatch):
    settings = replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db")
    monkeypatch.setenv("HUXIN_DATABASE_URL", settings.database_url)
    database = Database.for_service("engine", settings)
    with database.begin() as connection:
        tables.history.create(connection)
        connection.exec_driver_sql("CREATE TABLE instance (id BLOB PRIMARY KEY, chain BLOB)")
        for case in CASES:
            chain = GENESIS
            for seq in range(1, 5):
                body = json.dumps([seq, "start", "sample", ""]).encode()
                chain = link(chain, from_id(case), seq, body)
                connection.execute(tables.history.insert().values(instance_id=case, seq=seq, chain=chain, body=body))
            connection.exec_driver_sql("INSERT INTO instance VALUES (?, ?)", (case, chain))
    yield database
    database.close()


def verified():
    result = CliRunner().invoke(audit.command, ["verify", "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.usefixtures("database")
def test_an_untouched_history_holds():
    assert verified() == (0, {"checked": 3, "broken": []})


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (lambda t: t.update().where(t.c.seq == 2).values(body=b"[2]"), 2),
        (lambda t: t.delete().where(t.c.seq == 3), 3),
        (lambda t: t.delete().where(t.c.seq == 4), 5),
    ],
    ids=["changed", "left out", "cut off"],
)
def test_a_touched_history_is_found_with_its_step(database, change, step):
    with database.begin() as connection:
        connection.execute(change(tables.history).where(tables.history.c.instance_id == CASES[1]))
    code, result = verified()
    assert code == 1
    assert [one["instance_id"] for one in result["broken"]] == [from_id(CASES[1])]
    if step <= 4:
        assert result["broken"][0]["step"] == step


def test_an_added_step_is_found(database):
    with database.begin() as connection:
        connection.execute(tables.history.insert().values(instance_id=CASES[0], seq=5, chain=b"\1" * 16, body=b"[]"))
    assert verified()[0] == 1


def test_every_case_is_walked_over_several_pages(database, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 1)
    with database.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.history)) == 12
    assert verified() == (0, {"checked": 3, "broken": []})
