"""The import contracts of `importlinter.toml` hold, and they do catch what they are there to catch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(  # noqa: S603 - import-linter from this environment
        [script, "--config", root / "importlinter.toml", "--no-cache", "--no-logo"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied_project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "importlinter.toml", tmp_path)
    shutil.copytree(ROOT / "services", tmp_path / "services", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_services_keep_their_import_contracts() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("services/kernel/stray.py", "import sqlalchemy", "The law does no I/O"),
        ("services/escrow/domain/stray.py", "import kombu", "The law does no I/O"),
        ("services/permits/domain/stray.py", "import services.cases", "Deployables meet only on the wire"),
        ("services/credit/domain/stray.py", "import services.credit.adapters.stray", "Inside every service, dependencies point at the law"),
        ("services/roster/rooms/stray.py", "", "Inside every service, dependencies point at the law"),
        ("services/engine/store/stray.py", "import services.engine.spiff", "Inside the engine, SpiffWorkflow and the store never meet"),
        ("services/gateway/stray.py", "import SpiffWorkflow", "SpiffWorkflow lives in services.engine.spiff only"),
        ("services/contracts/stray.py", "import eventlet", "nameko and eventlet stay in entrypoints and runtime.nameko"),
    ],
)
def test_a_forbidden_import_is_caught_even_in_a_room_that_is_new(copied_project: Path, module: str, line: str, contract: str) -> None:
    for place in (module, "services/credit/adapters/stray.py"):
        path = copied_project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (path.parent, *path.parent.parents):
            if folder == copied_project:
                break
            (folder / "__init__.py").touch()
        path.write_text("" if place != module else f"{line}\n", encoding="utf-8")
    result = lint_imports(copied_project)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout, result.stdout
