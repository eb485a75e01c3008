"""A database of the first version keeps its accounts when it is upgraded."""

from __future__ import annotations

import shutil
from dataclasses import replace

import sqlalchemy as sa
from argon2 import PasswordHasher

from services.gateway.accounts import Accounts
from services.gateway.schema import SCHEMA
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_accounts_of_the_first_version_sign_in_after_the_upgrade(tmp_path):
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    shutil.copy(SCHEMA.versions / "gateway_0001.py", versions)
    database = Database.for_service("gateway", Settings(database_url=f"sqlite:///{tmp_path}/{{service}}.db"))
    assert migrations.upgrade(database, replace(SCHEMA, versions=versions)) == "gateway_0001"
    texts = dict.fromkeys(("name_zh", "name_en", "jurisdiction", "department"), "示例")
    row = {"username": "old", "password_hash": QUICK.hash("示例"), **texts, "roles": '["clerk"]', "firms": "[]"}
    names = [*row, "failures", "locked_until"]
    with database.begin() as connection:
        values = ", ".join(f":{name}" for name in names)
        insert = sa.text(f"INSERT INTO account ({', '.join(names)}) VALUES ({values})")  # noqa: S608 - names of this test
        connection.execute(insert, {**row, "failures": 4, "locked_until": 9e9})
    migrations.upgrade(database, SCHEMA)
    assert migrations.differences(database, SCHEMA) == []
    user = Accounts(database, lambda _jurisdiction, _department: (), hasher=QUICK).sign_in("old", "示例").user
    assert user.roles == ("clerk",)
    database.close()
