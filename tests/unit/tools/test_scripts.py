"""The shell scripts help, refuse wrong use in one line, and do nothing where nothing is to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = sorted(path for path in (ROOT / "tools").glob("*.sh") if path.name != "common.sh")


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the project's own scripts
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the tools and a page of one file, and a Node that only writes down what it is asked."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "web" / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "src/page.ts"):
        (tmp_path / "web" / name).write_text("{}", encoding="utf-8")
    programs = tmp_path / "programs"
    programs.mkdir()
    asked = f'echo "npm $*" >> {tmp_path}/asked'
    built = 'case "$*" in *build*) mkdir -p dist; echo page > dist/index.html;; esac'
    for name, body in {"node": "exit 0", "npm": f"{asked}; mkdir -p node_modules; {built}"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return tmp_path


def build(project: Path) -> list[str]:
    """Build the page and return what was asked of npm."""
    (project / "asked").write_text("", encoding="utf-8")
    result = run("tools/web.sh", "build", cwd=project, PATH=f"{project}/programs:{os.environ['PATH']}")
    assert result.returncode == 0, result.stderr
    return [line.split()[1] for line in (project / "asked").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_tells_how_it_is_used(script: Path) -> None:
    result = run(script, "--help")
    assert result.returncode == 0
    assert f"Usage: tools/{script.name}" in result.stdout


@pytest.mark.parametrize("name", ["setup.sh", "services.sh", "web.sh", "lock.sh"])
def test_wrong_use_exits_with_two_and_the_usage(name: str) -> None:
    result = run(ROOT / "tools" / name, "nonsense")
    assert result.returncode == 2
    assert f"Usage: tools/{name}" in result.stderr


def test_a_missing_python_is_told_in_one_line_with_what_to_do(project: Path) -> None:
    result = run("tools/setup.sh", "run", cwd=project, HUXIN_PYTHON="/nonexistent/python")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert "No Python 3.11, 3.12 or 3.13 found" in line
    assert not (project / ".venv").exists()


def test_the_page_is_built_once_and_again_after_a_change(project: Path) -> None:
    assert build(project) == ["ci", "run"]
    assert build(project) == []
    newer = (project / "web/dist/index.html").stat().st_mtime + 10
    os.utime(project / "web/src/page.ts", (newer, newer))
    assert build(project) == ["run"]


def test_the_pages_packages_are_fetched_again_when_their_lock_changed(project: Path) -> None:
    build(project)
    lock = project / "web/package-lock.json"
    lock.write_text('{"lockfileVersion": 3}', encoding="utf-8")
    newer = (project / "web/dist/index.html").stat().st_mtime + 10
    os.utime(lock, (newer, newer))
    assert build(project) == ["ci", "run"]


def test_the_services_ports_can_be_chosen() -> None:
    result = run(ROOT / "tools/services.sh", "env", HUXIN_PG_PORT="30001", HUXIN_AMQP_PORT="30002")
    assert "HUXIN_TEST_POSTGRES_URL=postgresql+psycopg2://huxin@127.0.0.1:30001/huxin" in result.stdout
    assert "HUXIN_TEST_AMQP_URL=amqp://huxin:huxin@127.0.0.1:30002//" in result.stdout


def test_stopping_and_asking_are_harmless_where_nothing_was_started(project: Path) -> None:
    assert run("tools/services.sh", "stop", cwd=project).returncode == 0
    assert run("tools/services.sh", "status", cwd=project).returncode == 1


def test_every_target_of_the_makefile_is_shown_by_help() -> None:
    shown = run("make", "--no-print-directory", "help").stdout
    phony = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert [target for target in phony if f"make {target}" not in shown] == []
