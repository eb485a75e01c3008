"""A clerk takes an item, decides, and gets the next one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser


def test_keys_alone_take_an_item_from_the_department_and_put_it_back(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    page = visitor.page
    visitor.go("/queue?tab=department")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("task="))
    expect(page.get_by_role("dialog")).to_contain_text("已掌握的情况")
    page.keyboard.press("c")
    expect(page.get_by_text("已领取")).to_be_visible()
    visitor.go("/queue?tab=mine")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("dialog")).to_contain_text("已掌握的情况")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tasks/"))
    expect(page.get_by_role("button", name=re.compile("^办结"))).to_be_enabled()
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/queue"))


def test_a_limit_says_in_words_what_is_left_and_how_it_was_counted(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    visitor.go("/queue?tab=department")
    clock = visitor.page.get_by_role("button", name=re.compile("个工作日|今天到期|超期")).first
    expect(clock).to_be_visible()
    clock.click()
    expect(visitor.page.get_by_text("时限怎样算出来的")).to_be_visible()
    expect(visitor.page.get_by_role("button", name=re.compile("查看法条 CCL-")).first).to_be_visible()


def test_what_was_typed_survives_a_reload_and_a_missing_answer_is_named(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    page = visitor.page
    visitor.go("/queue?tab=department")
    page.get_by_role("row", name=re.compile("示例二号")).get_by_role("button", name="核对资金落实附件").click()
    page.get_by_role("button", name=re.compile("^领取")).click()
    page.get_by_label("核对说明").fill("已电话核实")
    page.reload()
    expect(page.get_by_label("核对说明")).to_have_value("已电话核实")
    expect(page.get_by_text("已恢复您上次没有提交的内容")).to_be_visible()
    page.get_by_role("button", name=re.compile("^退回队列")).click()
    expect(page).to_have_url(re.compile("/queue"))


def test_finishing_asks_first_and_then_opens_the_next_item(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    page = visitor.page
    visitor.go("/queue?tab=department")
    page.get_by_role("row", name=re.compile("示例一号")).get_by_role("button", name="核对资金落实附件").click()
    page.get_by_role("button", name=re.compile("^领取")).click()
    page.get_by_role("button", name=re.compile("^办结")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("不能撤回")
    first = page.url
    confirm = dialog.get_by_role("button", name="办结")
    expect(confirm).to_be_focused()
    confirm.click()
    expect(page).not_to_have_url(first)
    expect(page.get_by_text(re.compile("已办结“核对资金落实附件”"))).to_be_visible()
    visitor.go("/queue?tab=done")
    expect(page.get_by_role("row", name=re.compile("示例一号"))).to_be_visible()
    page.get_by_role("row", name=re.compile("示例一号")).get_by_role("button", name="核对资金落实附件").click()
    expect(page.get_by_text("此事项已经办结")).to_be_visible()


def test_the_diagram_shows_what_is_done_and_where_the_case_stands(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    page = visitor.page
    visitor.go("/queue?tab=department")
    page.get_by_role("row").nth(1).get_by_role("button", name=re.compile("核对|确认|核实")).first.click()
    page.get_by_role("link", name="查看全部经过").click()
    expect(page.locator(".djs-container .badge-now").first).to_be_attached()
    expect(page.locator(".djs-container .badge-done").first).to_be_attached()
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.get_by_text("以文字列出步骤").click()
    page.get_by_role("button", name="判断适用范围").click()
    panel = page.locator(".element")
    expect(panel).to_contain_text("已完成")
    panel.get_by_role("button", name="查看法条 SX-2-1").click()
    expect(page.get_by_role("dialog")).to_contain_text("SX-2-1")
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_clerk_is_told_whom_to_ask_where_the_workshop_is_closed(visit: Callable[..., Visitor]):
    visitor = visit("sx-permit-clerk")
    expect(visitor.page.get_by_role("link", name="异常")).to_have_count(0)
    visitor.go("/incidents")
    expect(visitor.page.get_by_role("alert")).to_contain_text("您没有查看这一页的权限")
