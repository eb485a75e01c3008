"""The application for its document, and the running sample system for its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from services.cli.testing import SampleRun
from services.gateway.app import create_app
from services.gateway.schema import SCHEMA
from services.kernel.clock import SystemClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('document')}/{{service}}.db")
    database = Database.for_service("gateway", settings)
    migrations.upgrade(database, SCHEMA)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield create_app(settings, database=database, rpc=None, clock=SystemClock(), checks={}, sample_accounts=[], hasher=quick)
    database.close()


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    with SampleRun(tmp_path_factory.mktemp("sample_run")) as run:
        yield run
