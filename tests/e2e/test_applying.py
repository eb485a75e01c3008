"""A construction unit applies by telephone, and the authority's queue shows it by itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.locator(".ant-select-dropdown:visible").get_by_text(option, exact=True).click()


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("工程名称").fill(name)
    choose(page, "施工总承包单位", "示例乙建筑工程有限公司")
    choose(page, "工程类别", "房屋建筑")
    page.get_by_label("项目投资额").fill("30000000.50")
    page.get_by_label("施工合同签订日期").fill("2026-10-08")


def test_an_application_by_telephone_reaches_the_authority_at_once(visit: Callable[..., Visitor]):
    clerk = visit("sx-permit-clerk")
    clerk.go("/queue?tab=department&q=示例手机申请")
    expect(clerk.page.get_by_text("没有符合条件的事项")).to_be_visible()

    builder = visit("sx-builder", phone=True)
    builder.go("/applications/new")
    fill_in(builder.page, "示例手机申请工程")
    with builder.page.expect_request(re.compile("/api/v1/permit-applications$")) as sent:
        builder.page.get_by_role("button", name="提交申请").click()
        builder.page.get_by_role("dialog").get_by_role("button", name="提交申请").click()
    facts = json.loads(sent.value.post_data or "{}")["facts"]
    assert facts["investment_fen"] == 3_000_000_050  # typed in yuan, sent as whole fen
    assert "payment_guarantee_present" not in facts  # not answered is unknown, not no
    expect(builder.page.get_by_role("heading", name=re.compile("示例手机申请工程"))).to_be_visible()

    expect(clerk.page.get_by_role("row", name=re.compile("示例手机申请工程"))).to_be_visible()


def test_wrong_entries_are_named_and_nothing_is_lost(visit: Callable[..., Visitor]):
    builder = visit("sx-builder", phone=True)
    page = builder.page
    builder.go("/applications/new")
    page.get_by_label("工程名称").fill("示例草稿工程")
    page.get_by_label("项目投资额").fill("12.345")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("alert").filter(has_text="请核对标红的")).to_be_visible()
    page.reload()
    expect(page.get_by_label("工程名称")).to_have_value("示例草稿工程")


def test_a_telephone_never_scrolls_sideways(visit: Callable[..., Visitor]):
    builder = visit("sx-builder", phone=True)
    for path in ("/queue?tab=department", "/applications", "/applications/new", "/projects", "/clauses"):
        builder.go(path)
        expect(builder.page.get_by_role("heading", level=1)).to_be_visible()
        assert builder.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_applicant_reads_what_is_missing_in_plain_words(visit: Callable[..., Visitor]):
    builder = visit("sx-builder", phone=True)
    page = builder.page
    builder.go("/applications")
    page.get_by_role("link", name="示例三号绿地").click()
    expect(page.get_by_role("heading", name="还缺什么")).to_be_visible()
    expect(page.locator(".missing").filter(has_text="还缺什么")).to_contain_text("项目投资额")
    page.get_by_role("button", name="打开办理").click()
    expect(page.get_by_role("heading", name="补充项目基本情况")).to_be_visible()
