"""The roster service for every test of this folder: on a SQLite file, and on PostgreSQL where one is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from services.runtime.settings import Settings
from tests.unit.roster.desk import Desk


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database_url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("shared_postgres_url")
    return f"sqlite:///{tmp_path}/{{service}}.db"


@pytest.fixture
def desk(database_url):
    settings = replace(Settings(), database_url=database_url, environ={"HUXIN_FIELD_KEY": Fernet.generate_key().decode()})
    desk = Desk(settings)
    yield desk
    desk.close()
