"""Fixtures that several suites share: settings within one folder, and real servers where they are named."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

from services.cli.serve import SERVICES
from services.runtime.messaging.amqp_link import Link
from services.runtime.messaging.topology import DEAD
from services.runtime.testing import embedded_settings as make_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.runtime.settings import Settings

# Property tests judge answers, not the speed of a machine that others use too.
hypothesis_settings.register_profile("huxin", deadline=None)
hypothesis_settings.load_profile("huxin")


def _server(variable: str) -> str:
    """Return a server's URL; without one the test is skipped, or fails where servers are required."""
    url = os.environ.get(variable)
    if url:
        return url
    if os.environ.get("HUXIN_REQUIRE_SERVICES") == "1":
        pytest.fail(f"HUXIN_REQUIRE_SERVICES=1 but {variable} is not set")
    pytest.skip(f"{variable} is not set")


@pytest.fixture
def embedded_settings(tmp_path: Path) -> Settings:
    """Settings for a run within the test's own folder."""
    return make_settings(tmp_path)


@contextmanager
def _fresh_database() -> Iterator[str]:
    server = sa.make_url(_server("HUXIN_TEST_POSTGRES_URL")).set(drivername="postgresql+psycopg2")
    name = f"huxin_test_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    engine.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh database on the PostgreSQL of HUXIN_TEST_POSTGRES_URL, dropped afterwards."""
    with _fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def shared_postgres_url() -> Iterator[str]:
    """One database for all tests that empty their tables themselves: making one takes longer than most tests."""
    with _fresh_database() as url:
        yield url


@pytest.fixture
def amqp_url() -> str:
    """The RabbitMQ of HUXIN_TEST_AMQP_URL, without what an earlier test left in the queues."""
    url = _server("HUXIN_TEST_AMQP_URL")
    link = Link(url, "huxin tests")
    for service in SERVICES:
        for kind in ("commands", "replies", "events", "rpc"):
            link.channel.queue_delete(f"huxin.{service}.{kind}")
    link.channel.queue_delete(DEAD)
    link.close()
    return url
