"""The firms of a project see its cases as they go, with the law's own diagrams; others see none."""

from __future__ import annotations

from services.engine.application import desk
from services.engine.domain.model import Actor
from tests.unit.escrow.accounts.desk import OPENING, permit

OWNER, CONTRACTOR = permit()["construction_unit"], permit()["general_contractor"]
BANK, STRANGER = OPENING["bank_code"], "91000000EXAMPLE0Z9"


def seen(town, firm: str, place: str = "toli-draft") -> set[str]:
    """Return the processes of which a firm sees a case."""
    who = Actor(user="示例", departments=("contractor",), roles=("clerk",), jurisdiction=place, firms=(firm,))
    items = desk.list_instances(town.engine.context, who, {})["items"]
    for item in items:
        assert desk.get_history(town.engine.context, who, item["id"])["items"]
    return {item["process"] for item in items}


def test_contractor_and_owner_see_the_account_and_the_order_that_is_served_on_them(town):
    town.begin("toli-draft")
    assert (seen(town, OWNER), seen(town, CONTRACTOR), seen(town, BANK)) == ({"wage_account"}, {"wage_account"}, set())
    town.do("announce_works")
    town.move("2026-11-20T00:00:00+08:00")
    assert seen(town, CONTRACTOR) == {"wage_account"}  # nothing is ordered yet
    town.do("decide_order")
    assert seen(town, OWNER) == seen(town, CONTRACTOR) == {"wage_account", "wage_account_correction"}


def test_the_bank_sees_the_account_once_it_is_named_and_nobody_sees_another_projects(town):
    town.open("toli-draft")
    assert seen(town, BANK) == {"wage_account"}
    assert seen(town, CONTRACTOR) == {"wage_account", "wage_account_funding"}
    assert seen(town, STRANGER) == seen(town, CONTRACTOR, place="shaoxing") == set()
