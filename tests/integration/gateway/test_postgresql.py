"""The gateway's own tables on PostgreSQL: the statements that SQLite words differently, and replicas side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from services.gateway.accounts import Accounts
from services.gateway.app import create_app
from services.gateway.lockout import LOCK_SECONDS, MAX_FAILURES, Lockout
from services.gateway.schema import SCHEMA
from services.kernel.clock import SystemClock
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

pytestmark = pytest.mark.services
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CLERK = {"username": "clerk", "password": "示例-password", "name_zh": "示例", "name_en": "Sample", "jurisdiction": "shaoxing"}
CLERK |= {"department": "construction_authority", "roles": ["clerk"], "firms": []}
FIRM = {"credit_code": "91000000EXAMPLE0E5", "name": "示例戊公司", "kind": "contractor"}


@pytest.fixture
def settings(postgres_url):
    return Settings(database_url=postgres_url, profile="production")


@pytest.fixture
def database(settings):
    database = Database.for_service("gateway", settings)
    migrations.upgrade(database, SCHEMA)
    yield database
    database.close()


def test_migrated_tables_are_those_that_are_declared(database):
    assert list(migrations.differences(database, SCHEMA)) == []


def test_attempts_side_by_side_are_counted_each(database):
    lockout = Lockout(database, lambda: 1_000_000.0)

    def attempt(_number):
        try:
            lockout.attempt("clerk")
        except HuxinError as error:
            return error.code
        return "counted"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(20)))
    assert outcomes.count("counted") == MAX_FAILURES
    assert outcomes.count("account_locked") == 20 - MAX_FAILURES
    Lockout(database, lambda: 1_000_000.0 + LOCK_SECONDS).attempt("clerk")


def test_account_is_added_signed_in_and_disabled(database):
    accounts = Accounts(database, lambda _jurisdiction, _department: (), hasher=QUICK)
    assert accounts.add([CLERK]) == 1
    assert accounts.add([CLERK]) == 0
    token = accounts.sign_in("clerk", "示例-password").token
    assert accounts.session(token).user.username == "clerk"
    accounts.disable("clerk")
    assert accounts.session(token) is None


def test_request_sent_to_several_replicas_at_once_has_one_effect(settings, database):
    effects = []

    class Rpc:
        def call(self, operation, parameters, *, timeout):  # noqa: ARG002 - the client's signature
            effects.append(parameters)
            return {"credit_code": FIRM["credit_code"], "added": True}

    def replica():
        parts = {"database": database, "rpc": Rpc(), "clock": SystemClock(), "checks": {}, "hasher": QUICK}
        return create_app(settings, sample_accounts=[CLERK], **parts)

    replicas = [replica(), replica()]
    signed = replicas[0].test_client().post("/api/v1/token", json={"username": "clerk", "password": "示例-password"})
    headers = {"Authorization": f"Bearer {signed.json['access_token']}", "Idempotency-Key": "k"}

    def send(number):
        return replicas[number % 2].test_client().post("/api/v1/firms", json=FIRM, headers=headers).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(send, range(12)))
    assert effects == [FIRM | {"contact": ""}]
    assert set(statuses) <= {201, 409}
    assert send(0) == 201
