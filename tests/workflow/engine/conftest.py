"""The engine on SQLite, and on PostgreSQL where one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.engine.entrypoints.testing import EngineBench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("shared_postgres_url")
    return f"sqlite:///{tmp_path}/{{service}}.db"


@pytest.fixture
def bench(database_url: str) -> Iterator[EngineBench]:
    engine = EngineBench(database_url)
    engine.deploy()
    yield engine
    engine.empty()
    engine.close()
