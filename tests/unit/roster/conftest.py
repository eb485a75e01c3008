"""The roster service on a real SQLite file, for every test of this folder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from services.runtime.settings import Settings
from tests.unit.roster.desk import Desk


@pytest.fixture
def desk(tmp_path):
    settings = replace(
        Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db", environ={"HUXIN_FIELD_KEY": Fernet.generate_key().decode()}
    )
    desk = Desk(settings)
    yield desk
    desk.database.close()
