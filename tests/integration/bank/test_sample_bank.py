"""An order goes to the sample bank and comes back as statuses and statements, over days, with every kind of trouble."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from services.escrow.adapters.bank.signing import BANK, OWN, Signer
from services.runtime.settings import CHECKOUT
from services.runtime.testing import run_green
from services.runtime.vault import VARIABLE

SCENARIO = Path(__file__).with_name("scenario_bank.py")
OURS, THEIRS = bytes([1] * 32), bytes([2] * 32)
TROUBLE = {"REJECT": 150, "PART": 150, "LATE": 150, "TWICE": 100, "REPEAT": 500, "LATE_DAYS": 2}


def environment(database_url: str, broker_url: str) -> dict[str, str]:
    def text(key: bytes) -> str:
        return base64.b64encode(key).decode()

    return {
        "HUXIN_HOME": str(CHECKOUT),
        "HUXIN_DATABASE_URL": database_url,
        "HUXIN_BROKER_URL": broker_url,
        OWN: text(OURS),
        "HUXIN_SAMPLE_BANK_SIGN_KEY": text(THEIRS),
        BANK: text(Signer(THEIRS).public),
        VARIABLE: base64.urlsafe_b64encode(bytes(32)).decode(),
        **{f"HUXIN_SAMPLE_BANK_{name}": str(value) for name, value in TROUBLE.items()},
    }


def check(facts: dict[str, Any]) -> None:
    fates = facts["fates"]
    assert facts["ready"] == {}
    assert set(fates) == {"pay", "reject", "part", "late", "twice"}
    settled = {"pay": ["paid"], "twice": ["paid"], "reject": ["rejected"]}
    # On the first day a part payment is announced, and its amount comes with the statement.
    assert facts["first day"] == {**settled, "part": ["ordered"], "late": ["ordered"]}
    assert facts["second day"]["lines"] == {**settled, "part": ["part_paid"], "late": ["ordered"]}
    assert facts["second day"]["kinds"] == {"duplicate": fates["twice"], "missing_answer": fates["late"]}
    assert facts["fourth day"]["lines"] == {**settled, "part": ["part_paid"], "late": ["paid"]}
    assert facts["fourth day"]["kinds"] == {"duplicate": fates["twice"]}
    assert facts["closed"] == ["AC04 付款账户已销户"]
    assert facts["fifth day"] == {"duplicate": fates["twice"], "unbooked_receipt": 1, "unknown_entry": 1}
    # Some files came twice, and none was refused: the second time changes nothing.
    assert facts["mail"] == {"status received": 4, "statement received": 3}


def test_days_at_the_bank_in_one_process_without_servers(tmp_path: Path) -> None:
    check(run_green(SCENARIO, env=environment(f"sqlite:///{tmp_path}/{{service}}.db", "embedded://")))


@pytest.mark.services
def test_days_at_the_bank_on_rabbitmq_and_postgresql(amqp_url: str, postgres_url: str) -> None:
    check(run_green(SCENARIO, env={**environment(postgres_url, amqp_url), "HUXIN_PROFILE": "production"}))
