from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from services.runtime.settings import Settings
from tests.unit.escrow.accounts.desk import Desk


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    """A file with the service's empty tables: copying it is faster than making it."""
    folder = tmp_path_factory.mktemp("escrow")
    Desk(replace(Settings(), database_url=f"sqlite:///{folder}/{{service}}.db")).database.close()
    return folder / "escrow.db"


@pytest.fixture
def desk(tmp_path, prepared_database):
    shutil.copy(prepared_database, tmp_path / "escrow.db")
    desk = Desk(replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db"), prepared=True)
    yield desk
    desk.database.close()
