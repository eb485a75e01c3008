"""Every page can be used by everybody: names, contrast, structure, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("axe")]

PAGES = (
    "/queue?tab=department",
    "/applications",
    "/applications/new",
    "/projects",
    "/clauses?clause=SX-8-1",
    "/processes",
    "/processes/permit_gating",
    "/incidents",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_hold_wcag_aa(visit: Callable[..., Visitor], scheme: str, axe: Path):
    assert axe.exists()
    visitor = visit("administrator", color_scheme=scheme, reduced_motion="reduce")
    problems: dict[str, list[str]] = {}
    for path in PAGES:
        visitor.go(path)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        expect(visitor.page.get_by_role("status", name="正在载入")).to_have_count(0)
        problems[path] = visitor.violations()
    assert {path: found for path, found in problems.items() if found} == {}


def test_the_sign_in_page_holds_wcag_aa(visit: Callable[..., Visitor]):
    visitor = visit(None)
    expect(visitor.page.get_by_role("heading", name="登录护薪")).to_be_visible()
    assert visitor.violations() == []


def test_a_work_item_holds_wcag_aa(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk", reduced_motion="reduce")
    visitor.go("/queue?tab=department")
    visitor.page.get_by_role("row").nth(1).get_by_role("button").filter(has_text="资金").first.click()
    expect(visitor.page.locator(".djs-container .badge").first).to_be_attached()
    assert visitor.violations() == []
