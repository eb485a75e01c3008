"""Signing in, by hand and by one click on a sample account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser


def test_one_click_on_a_sample_account_signs_in(visit: Callable[..., Visitor]):
    visitor = visit(None)
    visitor.page.get_by_role("button", name=re.compile("sx-permit-clerk")).click()
    expect(visitor.page.get_by_role("heading", name="待办")).to_be_visible()


def test_a_wrong_password_says_so_and_keeps_the_name(visit: Callable[..., Visitor]):
    page = visit(None).page
    page.get_by_label("用户名").fill("sx-hr-clerk")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("登录没有成功")
    expect(page.get_by_label("用户名")).to_have_value("sx-hr-clerk")


def test_one_lands_where_one_wanted_to_go_and_comes_out_again(visit: Callable[..., Visitor]):
    visitor = visit(None)
    visitor.go("/clauses?q=SX-8")
    visitor.page.get_by_role("button", name=re.compile("sx-permit-leader")).click()
    expect(visitor.page.get_by_role("heading", name="法条")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="查看法条 SX-8-1")).to_be_visible()
    visitor.page.get_by_role("button", name=re.compile("^示例绍兴")).click()
    visitor.page.get_by_text("退出登录").click()
    expect(visitor.page.get_by_role("heading", name="登录护薪")).to_be_visible()


def test_the_page_speaks_english_throughout(visit: Callable[..., Visitor]):
    page = visit("sx-hr-clerk").page
    page.get_by_role("button", name="切换到英文").click()
    expect(page.get_by_role("heading", name="To do")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("heading", name="To do")).to_be_visible()
