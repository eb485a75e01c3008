from __future__ import annotations

from dataclasses import replace

import pytest

from services.runtime.settings import Settings
from tests.unit.payroll.desk import Desk


@pytest.fixture
def desk(tmp_path):
    desk = Desk(replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db"))
    yield desk
    desk.database.close()
