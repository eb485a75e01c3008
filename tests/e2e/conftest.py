"""One sample run in its own folder, and a headless Chromium in front of it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = HOME / "web" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "huxin-sample"
START_SECONDS = 90
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}

expect.set_options(timeout=15_000)  # a loaded machine answers late; the page's own waits are on conditions


def _needed(path: Path, how: str) -> Path:
    if path.exists():
        return path
    if os.environ.get("HUXIN_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{path} is missing: {how}")
    pytest.skip(f"{path} is missing: {how}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the run to answer; each try blocks on the connection or on the server's own end."""
    for _ in range(START_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310 - our own loopback address
                if answer.status == 200:
                    return
        except OSError:  # refused, reset or too slow: not ready yet
            pass
        try:
            server.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the run did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh sample run, in whose queues nothing moves by itself."""
    yield from serving(tmp_path_factory, "--no-money")


def serving(tmp_path_factory: pytest.TempPathFactory, *options: str) -> Iterator[str]:
    """Run `huxin serve` in a folder of its own and give its address."""
    _needed(HOME / "web" / "dist" / "index.html", "build the page with `npm ci && npm run build` in web/")
    folder = tmp_path_factory.mktemp("run")
    port = _free_port()
    environment = os.environ | {
        "HUXIN_HOME": str(HOME),
        "HUXIN_HTTP": f"127.0.0.1:{port}",
        "HUXIN_PROFILE": "embedded",
        "HUXIN_BROKER_URL": "embedded://",
        "HUXIN_DATABASE_URL": f"sqlite:///{folder}/{{service}}.db",
    }
    log = folder / "log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "services.cli", "serve", *options]
        server = subprocess.Popen(command, cwd=HOME, env=environment, stdout=output, stderr=output)  # noqa: S603 - our own command
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    _needed(CHROMIUM, "install Debian's package chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN"]
        )
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class Visitor:
    """A person in front of the page."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Open an address of the page."""
        self.page.goto(f"{self.address}{path}")

    def violations(self) -> list[str]:
        """Accessibility problems of what is shown (WCAG 2.1 A and AA), one line each."""
        # Half-faded text has another contrast than the text that people read.
        ending = "(each) => each.effect?.getTiming().iterations === Infinity || each.finished"
        self.page.evaluate(f"Promise.allSettled(document.getAnimations().map({ending}))")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated, since the page's policy refuses foreign scripts
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Open the page as somebody, on a desk or on a telephone; a script error on any page fails the test."""
    contexts = []
    faults: list[str] = []

    def open_as(username: str | None, *, phone: bool = False, **options: object) -> Visitor:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **(PHONE if phone else DESK), **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/")
        if username is not None:
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            expect(page).to_have_url(re.compile(r"/queue"))
        return Visitor(page, address)

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def axe() -> Path:
    """The accessibility checker that the page's own development dependencies bring."""
    return _needed(AXE, "run `npm ci` in web/")
