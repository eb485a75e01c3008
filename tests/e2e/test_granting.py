"""From sign-in to a granted permit: every department does its part in the page, at a desk and on a telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from tests.e2e.conftest import HOME

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.browser

ASK = """async (path) => (await fetch('/api/v1' + path)).json()"""
LODGE = """async (body) => {
  const session = await (await fetch('/api/v1/session')).json();
  const headers = {'content-type': 'application/json', 'X-CSRF-Token': session.csrf};
  return (await fetch('/api/v1/permit-applications', {method: 'POST', headers, body: JSON.stringify(body)})).json();
}"""


def nothing(_page: Page) -> None:
    """Leave what is filled in as it is."""


# Who does what, and what is not filled in already.
STEPS = [
    ("sx-permit-clerk", "核对资金落实附件", nothing),
    ("sx-permit-clerk", "确认建设资金到位", lambda page: choose(page, "经核实，资金已到位", "是")),
    ("sx-permit-clerk", "核实工资保证金", nothing),
    ("sx-permit-leader", "签发施工许可证", lambda page: page.get_by_label(re.compile("条件齐备，同意签发")).check()),
    ("sx-contractor", "签收义务告知", lambda page: page.get_by_label(re.compile("已收到并知悉")).check()),
]


def choose(page: Page, question: str, answer: str) -> None:
    """Answer a question with one of its choices."""
    page.get_by_role("radiogroup", name=re.compile(question)).get_by_label(answer, exact=True).check()


def sample_application(name: str) -> dict:
    """The sample application that has everything, under a name of its own."""
    document = yaml.safe_load((HOME / "workflows" / "scenarios" / "sample_projects.yaml").read_text(encoding="utf-8"))
    complete = next(each for each in document["applications"] if each["id"] == "sample-1")
    return {**{key: value for key, value in complete.items() if key != "id"}, "project_name": name}


def open_task(visitor: Visitor, project: str, title: str) -> None:
    """Open a department's task once it is there."""
    page = visitor.page
    page.wait_for_function(
        """async ([project, title]) => {
          const found = await (await fetch('/api/v1/tasks?q=' + encodeURIComponent(project))).json();
          const task = (found.items || []).find((each) => each.name === title);
          window.huxinTask = task && task.id;
          return Boolean(task);
        }""",
        arg=[project, title],
    )
    visitor.go(f"/tasks/{page.evaluate('window.huxinTask')}")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "telephone"])
def test_a_complete_application_becomes_a_permit(visit: Callable[..., Visitor], *, phone: bool) -> None:
    project = f"示例发证项目{'手机' if phone else '桌面'}"
    builder = visit("sx-builder", phone=phone, reduced_motion="reduce")
    application = builder.page.evaluate(LODGE, sample_application(project))["application_id"]
    visitors = {}
    for username, title, fill in STEPS:
        visitor = visitors.get(username) or visit(username, phone=phone, reduced_motion="reduce")
        visitors[username] = visitor
        page = visitor.page
        open_task(visitor, project, title)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.get_by_role("button", name=re.compile("^领取")).click()
        expect(page.get_by_role("button", name=re.compile("^办结"))).to_be_enabled()
        fill(page)
        page.get_by_role("button", name=re.compile("^办结")).click()
        confirm = page.get_by_role("dialog").get_by_role("button", name="办结")
        expect(confirm).to_be_focused()  # the question has come to rest; while it still unfolds, a tap may miss it
        confirm.press("Enter")
        expect(page.get_by_text(re.compile(f"已办结“{title}”"))).to_be_visible()
    builder.go(f"/applications/{application}")
    expect(builder.page.get_by_text(re.compile("SHAOXING-20[0-9]{2}-[0-9]{5}")).first).to_be_visible()
    expect(
        builder.page.get_by_text("已发证").or_(builder.page.get_by_text("已许可")).or_(builder.page.get_by_text("已发许可")).first
    ).to_be_visible()
