"""A project's money in the page: who is short, a sheet with a wrong line, the warnings, and a worker's check of a posted sheet."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser

PROJECT = "示例五号厂房"
TABS = ("overview", "account", "wages", "deposit", "payments", "people", "warnings")
# The sample project is worked through beside the first visitors; its warnings come last.
TOLD = """async (name) => {
  const projects = await (await fetch('/api/v1/projects?limit=100')).json();
  const project = (projects.items || []).find((each) => each.name === name);
  if (!project) return false;
  const warnings = await (await fetch('/api/v1/warnings?project_id=' + project.id)).json();
  window.huxinProject = project.id;
  return (warnings.items || []).length > 0;
}"""
SIGNING = """async (project) => {
  const payrolls = await (await fetch('/api/v1/payrolls?project_id=' + project)).json();
  return payrolls.items.find((each) => each.state === 'signing').payroll_id;
}"""
POSTED = {
    "project_name": PROJECT,
    "month": "2026-09",
    "workers": 2,
    "due_fen": 1_240_000,
    "paid_fen": 640_000,
    "pay_on": "2026-10-15",
    "lines": [
        {
            "line_no": 1,
            "name": "示**",
            "days": 20,
            "gross_fen": 640_000,
            "deduct_fen": 0,
            "due_fen": 640_000,
            "paid_fen": 640_000,
            "signed": True,
        },
        {
            "line_no": 2,
            "name": "示**",
            "days": 20,
            "gross_fen": 610_000,
            "deduct_fen": 10_000,
            "due_fen": 600_000,
            "paid_fen": 0,
            "signed": True,
        },
    ],
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a sample run that works its project with wages through."""
    yield from serving(tmp_path_factory)


def project_of(visitor: Visitor) -> str:
    """The sample project's id, once its story is told."""
    visitor.page.wait_for_function(TOLD, arg=PROJECT, timeout=60_000, polling=500)
    found: str = visitor.page.evaluate("window.huxinProject")
    return found


def tab(visitor: Visitor, name: str) -> None:
    """Choose a tab of the project's page."""
    visitor.page.get_by_role("navigation", name=PROJECT).get_by_role("link", name=name).click()


def wrong_sheet(raw: bytes) -> bytes:
    """The downloaded form with another net pay for its first worker."""
    book = load_workbook(io.BytesIO(raw))
    page = book.active
    heads = {cell.value: (cell.row, cell.column) for row in page.iter_rows(max_row=5) for cell in row}
    row, column = heads["实发金额"]
    page.cell(row + 1, column).value = "1.00"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "telephone"])
def test_a_labour_officer_sees_what_is_short_and_reads_what_is_wrong_with_a_sheet(visit: Callable[..., Visitor], *, phone: bool):
    officer = visit("sx-labour-officer", phone=phone, reduced_motion="reduce")
    page, project = officer.page, project_of(officer)
    officer.go("/projects")
    page.get_by_role("link", name=PROJECT).click()
    expect(page.get_by_role("heading", level=1, name=PROJECT)).to_be_visible()
    expect(page.get_by_text(re.compile("人工费用还差 100,000.00 元"))).to_be_visible()
    tab(officer, "工资专户")
    expect(page.get_by_text("逾期未拨足").first).to_be_visible()
    expect(page.get_by_text("未达 30%，还差 100,000.00 元").first).to_be_visible()
    tab(officer, "工资发放")
    expect(page.get_by_text("工人：9 人已签，2 人未签，1 人有异议")).to_be_visible()
    month = page.evaluate(SIGNING, project)
    form = page.context.request.get(f"{officer.address}/api/v1/payrolls/{month}/sheet.xlsx")
    page.get_by_label("上传填好的工资表").set_input_files(
        {"name": "sheet.xlsx", "mimeType": "application/octet-stream", "buffer": wrong_sheet(form.body())}
    )
    answer = page.get_by_role("alert").filter(has_text="没有收下")
    expect(answer).to_contain_text(re.compile(r"第 \d+ 行"))
    expect(answer).to_contain_text("不等于表中的")
    expect(page.get_by_text("工人：9 人已签，2 人未签，1 人有异议")).to_be_visible()  # nothing was taken
    tab(officer, "预警")
    expect(page.get_by_text("红色预警").first).to_be_visible()


def test_a_department_finds_the_project_from_its_warnings_by_an_address_it_can_pass_on(visit: Callable[..., Visitor]):
    clerk = visit("sx-hr-clerk", reduced_motion="reduce")
    project = project_of(clerk)
    clerk.go("/warnings?kind=W3")
    expect(clerk.page.get_by_role("link", name="拨付的人工费用不足")).to_have_count(1)
    expect(clerk.page.get_by_role("link", name="有考勤无劳动合同")).to_have_count(0)
    clerk.page.get_by_role("link", name="拨付的人工费用不足").click()
    expect(clerk.page).to_have_url(re.compile(rf"/projects/{project}\?tab=account"))
    clerk.page.go_back()
    expect(clerk.page).to_have_url(re.compile(r"/warnings\?kind=W3"))


def test_who_may_not_see_a_register_is_told_so(visit: Callable[..., Visitor]):
    clerk = visit("sx-reform-clerk", reduced_motion="reduce")
    overseer = visit("administrator")
    clerk.go(f"/projects/{project_of(overseer)}?tab=people")
    expect(clerk.page.get_by_text("您没有查看这一页的权限")).to_be_visible()


@pytest.mark.usefixtures("axe")
@pytest.mark.parametrize(("scheme", "phone"), [("light", False), ("dark", True)], ids=["desk-light", "telephone-dark"])
def test_money_pages_hold_wcag_aa(visit: Callable[..., Visitor], scheme: str, *, phone: bool):
    visitor = visit("administrator", phone=phone, color_scheme=scheme, reduced_motion="reduce")
    project = project_of(visitor)
    problems: dict[str, list[str]] = {}
    for path in ("/warnings", *(f"/projects/{project}?tab={name}" for name in TABS)):
        visitor.go(path)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        expect(visitor.page.get_by_role("status", name="正在载入")).to_have_count(0)
        problems[path] = visitor.violations()
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert {path: found for path, found in problems.items() if found} == {}


@pytest.mark.usefixtures("axe")
def test_a_worker_reads_on_a_telephone_where_the_wage_is_without_signing_in(visit: Callable[..., Visitor]):
    worker = visit(None, phone=True, reduced_motion="reduce")
    page = worker.page
    page.route(
        "**/api/v1/posted-sheets/**", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(POSTED))
    )
    worker.go("/check/P:2026-09/code")
    expect(page.get_by_role("heading", name="这张公示表是真的")).to_be_visible()
    expect(page.get_by_text("已发出 6,400.00 元，还有 6,000.00 元没有发出。")).to_be_visible()
    page.get_by_label("找到自己：您在纸上的序号").fill("2")
    expect(page.get_by_text("还有 6,000.00 元没有发出。", exact=True)).to_be_visible()
    assert page.get_by_role("table").count() == 0
    assert worker.violations() == []


def test_a_scanned_code_that_fits_nothing_is_answered_in_plain_words(visit: Callable[..., Visitor]):
    worker = visit(None, phone=True)
    worker.go("/api/v1/posted-sheets/nothing:2026-09/wrong")  # what stands in the code of a printed sheet
    expect(worker.page).to_have_url(re.compile("/check/nothing:2026-09/wrong"))
    expect(worker.page.get_by_text("这个二维码对不上")).to_be_visible()
