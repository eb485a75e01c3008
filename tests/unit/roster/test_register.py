"""A worker asks to enter: contract first, registration next, then the gate."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError


def test_a_worker_with_contract_and_registration_is_admitted(desk):
    desk.ready()
    desk.admitted()
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert item["admitted_at"] == "2026-11-02T09:00:00+08:00"
    assert item["team_name"] == "示例钢筋班"
    assert item["contract"]["unit_price_fen"] == 32_000
