"""The gateway's application over its own tables, with services that answer what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher

from services.gateway.app import create_app
from services.gateway.live import LiveNotes
from services.gateway.schema import SCHEMA
from services.kernel.clock import MovableClock
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "示例-password"
FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"


def account(username: str, jurisdiction: str, department: str, roles: list[str], firms: list[str] | None = None) -> dict[str, Any]:
    names = {"name_zh": f"示例 {username}", "name_en": f"Sample {username}"}
    place = {"jurisdiction": jurisdiction, "department": department}
    return {"username": username, "password": PASSWORD, **names, **place, "roles": roles, "firms": firms or []}


ACCOUNTS = [
    account("permit-clerk", "shaoxing", "construction_authority", ["clerk"]),
    account("hr-clerk", "shaoxing", "hr_bureau", ["clerk"]),
    account("supervisor", "shaoxing", "construction_authority", ["supervisor"]),
    account("local-admin", "shaoxing", "construction_authority", ["administrator", "operator"]),
    account("bank-firm", "shaoxing", "account_bank", ["clerk"], ["91000000EXAMPLE0K1"]),
    account("bank-clerk", "shaoxing", "account_bank", ["clerk"]),
    account("toli-clerk", "toli-draft", "housing_bureau", ["clerk"]),
    account("builder-a", "shaoxing", "construction_unit", ["clerk"], [FIRM_A]),
    account("builder-b", "shaoxing", "construction_unit", ["clerk"], [FIRM_B]),
    account("operator", "national", "leading_group", ["operator", "supervisor"]),
    account("administrator", "national", "leading_group", ["administrator", "operator"]),
    account("national-clerk", "national", "leading_group", ["clerk"]),
]


@dataclass
class FakeRpc:
    """Answers operations as told and keeps what was asked; an operation nobody told about does not run."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def call(self, operation: str, parameters: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        assert timeout > 0
        self.calls.append((operation, parameters))
        answer = self.answers.get(operation)
        if answer is None:
            raise HuxinError("service_unavailable", "The service cannot be reached", operation, status=503, retryable=True)
        if callable(answer):
            answer = answer(parameters)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def asked(self, operation: str) -> list[dict[str, Any]]:
        """Return the parameters of every call of an operation."""
        return [parameters for name, parameters in self.calls if name == operation]


@dataclass
class Time:
    """Seconds since the epoch, moved by hand."""

    seconds: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


class Caller:
    """A program with a bearer token, or a page with a cookie and its CSRF word."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self.client = client
        self.headers = headers

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self._with(headers))

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json={} if body is None else body, headers=self._with(headers))

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}


class Face:
    """The HTTP face under test."""

    def __init__(self, app: Flask, rpc: FakeRpc, now: Time, database: Database) -> None:
        self.app, self.rpc, self.now, self.database = app, rpc, now, database

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def sign_in(self, username: str, password: str = PASSWORD, client: FlaskClient | None = None, path: str = "session") -> TestResponse:
        return (client or self.client).post(f"/api/v1/{path}", json={"username": username, "password": password})

    def program(self, username: str) -> Caller:
        token = self.sign_in(username, path="token").json["access_token"]
        return Caller(self.client, {"Authorization": f"Bearer {token}"})

    def page(self, username: str) -> Caller:
        client = self.client
        return Caller(client, {"X-CSRF-Token": self.sign_in(username, client=client).json["csrf"]})


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The gateway's database with the accounts; made once, since every test starts from it."""
    folder = tmp_path_factory.mktemp("accounts")
    settings = Settings(database_url=f"sqlite:///{folder}/{{service}}.db")
    database = Database.for_service("gateway", settings)
    migrations.upgrade(database, SCHEMA)
    make_app(settings, database, FakeRpc(), Time())
    with database.read() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return (folder / "gateway.db").read_bytes()


def make_app(settings: Settings, database: Database, rpc: FakeRpc, now: Time, **others: Any) -> Flask:
    others = {"checks": {}, "sample_accounts": ACCOUNTS, **others}
    return create_app(settings, database=database, rpc=rpc, clock=MovableClock(), now=now, hasher=QUICK, **others)


@pytest.fixture
def make_face(tmp_path: Path, filled: bytes) -> Iterator[Callable[..., Face]]:
    """Build faces over one database; keywords are settings or parts of the application."""
    (tmp_path / "gateway.db").write_bytes(filled)
    opened: list[Database] = []

    def make(home: Path | None = None, profile: str = "embedded", environ: dict[str, str] | None = None, **parts: Any) -> Face:
        more = {"environ": environ or {}} | ({} if home is None else {"home": home})
        settings = Settings(database_url=f"sqlite:///{tmp_path}/{{service}}.db", profile=profile, **more)
        database = Database.for_service("gateway", settings)
        opened.append(database)
        rpc, now = parts.pop("rpc", FakeRpc()), parts.pop("now", Time())
        return Face(make_app(settings, database, rpc, now, **parts), rpc, now, database)

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def face(make_face: Callable[..., Face]) -> Face:
    return make_face()


@pytest.fixture
def notes() -> LiveNotes:
    return LiveNotes(keep_alive_seconds=0.02)
