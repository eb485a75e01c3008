"""A payday under fire: whoever dies and whatever goes away, each worker is paid once, the books balance, and nothing is lost."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from services.escrow.adapters.bank.signing import BANK, OWN, Signer
from services.runtime.settings import CHECKOUT
from services.runtime.testing import run_green
from services.runtime.vault import VARIABLE

SCENARIO = Path(__file__).with_name("scenario_payday.py")
WORKERS, FEN, LIVES = 1000, 600_000, 10
OURS, THEIRS = bytes([1] * 32), bytes([2] * 32)
TROUBLE = {"REJECT": 10, "PART": 10, "LATE": 10, "REPEAT": 500, "LATE_DAYS": 2}


def environment() -> dict[str, str]:
    def text(key: bytes) -> str:
        return base64.b64encode(key).decode()

    return {
        "HUXIN_HOME": str(CHECKOUT),
        "HUXIN_GRACE_SECONDS": "0.5",
        "HUXIN_SWEEP_SECONDS": "0.2",
        OWN: text(OURS),
        "HUXIN_SAMPLE_BANK_SIGN_KEY": text(THEIRS),
        BANK: text(Signer(THEIRS).public),
        VARIABLE: base64.urlsafe_b64encode(bytes(32)).decode(),
        **{f"HUXIN_SAMPLE_BANK_{name}": str(value) for name, value in TROUBLE.items()},
    }


@pytest.mark.services
def test_a_thousand_wages_arrive_once_each_while_escrow_dies_and_the_servers_come_and_go(
    amqp_url: str, postgres_url: str, tmp_path: Path
) -> None:
    found = run_green(SCENARIO, postgres_url, amqp_url, str(WORKERS), str(tmp_path), env=environment(), timeout=400)
    assert len(found["kills"]) == LIVES, "escrow did not die often enough: the test has shown less than it says"
    assert min(found["kills"]) == 0 < max(found["kills"]), "escrow died only before, or only after, the bank was told to pay"
    assert found["refused"] > 0
    assert found["cases"] == ["end_paid"]
    assert found["lines"] == {"paid": WORKERS}
    assert (found["paid_workers"], found["paid_wrongly"], found["booked_twice"]) == (WORKERS, [], 0)
    assert found["unsettled_orders"] == 0
    assert found["orders"] > 1, "nothing was rejected or paid in part: the bank was too kind"
    assert found["ledger"]["wages"] == WORKERS * FEN
    assert found["ledger"]["bank"] == 0
    assert (found["lost"], found["waiting"], found["open_tasks"], found["open_incidents"], found["refused_mail"]) == ([], 0, 0, 0, 0)
