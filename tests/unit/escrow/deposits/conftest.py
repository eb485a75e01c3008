from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

import pytest

from services.runtime.settings import Settings
from tests.unit.escrow.accounts.desk import PROJECT, Desk, permit

NEWCOMER = {
    "base_rate_bp": 150,
    "arrears_history": "never",
    "active_in_area_since": "2026-05-04",
    "on_serious_dishonesty_list": False,
    "real_name_kept": True,
    "wage_account_kept": True,
    "active_projects_in_area": 1,
}
DUE = 67_500_000  # 1.5 % of 45,000,000.00
CONFIRMED = {"deposit_confirmed": True, "designated_account": True}


class DepositDesk(Desk):
    """A desk that knows the steps of a deposit."""

    def assessed(self, project_id: str = PROJECT, jurisdiction: str = "shaoxing", permit_more: Any = None, **facts: Any) -> dict[str, Any]:
        self.run("register_deposit", project=permit(project_id, jurisdiction, **(permit_more or {})))
        return self.run("set_deposit_rate", project_id=project_id, facts={**NEWCOMER, **facts})

    def store(self, amount_fen: int = DUE, receipt: str = "示例-1", project_id: str = PROJECT, **more: Any) -> dict[str, Any]:
        form = {"deposit_form": "cash", "deposit_amount_fen": amount_fen, "deposit_receipt": receipt}
        return self.run("book_deposit", project_id=project_id, facts={**form, **CONFIRMED, **more})

    def stored(self, project_id: str = PROJECT, jurisdiction: str = "shaoxing", **facts: Any) -> None:
        self.assessed(project_id, jurisdiction, **facts)
        assert self.store(project_id=project_id)["stored"]

    def deposit(self, project_id: str = PROJECT, **more: Any) -> dict[str, Any]:
        return self.read("show_deposit", project_id=project_id, **more)


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deposits")
    Desk(replace(Settings(), database_url=f"sqlite:///{folder}/{{service}}.db")).database.close()
    return folder / "escrow.db"


@pytest.fixture
def desk(tmp_path, prepared_database):
    shutil.copy(prepared_database, tmp_path / "escrow.db")
    desk = DepositDesk(replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db"), prepared=True)
    yield desk
    desk.database.close()
