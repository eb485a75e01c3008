from __future__ import annotations

import pytest

from tests.workflow.payroll.town import Town


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path)
    yield town
    town.close()
