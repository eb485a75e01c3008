"""The lock files belong to pyproject.toml: every dependency exactly once, released, hashed, and nothing that tells an address."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) *(?:;[^\\]*)?\\$")


def pins(lock: str) -> dict[str, Version]:
    found = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        match = PIN.match(line)
        if match:
            found[canonicalize_name(match.group(1))] = Version(match.group(2))
    return found


def wanted(*groups: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = list(project["dependencies"])
    for group in groups:
        texts += project["optional-dependencies"][group]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(("lock", "groups"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_every_dependency_of_the_project_is_locked_to_a_version_it_allows(lock: str, groups: tuple[str, ...]) -> None:
    locked = pins(lock)
    missing = [
        str(requirement)
        for requirement in wanted(*groups)
        if canonicalize_name(requirement.name) not in locked or locked[canonicalize_name(requirement.name)] not in requirement.specifier
    ]
    assert missing == [], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_released_versions_only(lock: str) -> None:
    locked = pins(lock)
    assert locked
    assert [f"{name}=={version}" for name, version in locked.items() if version.is_prerelease] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_tells_no_address_and_hashes_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|^ *-(?:-index|-extra|-find|-trusted|f|i)\b.*", text, re.MULTILINE) == []
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock))
    assert [block.split("\n", 1)[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_running_and_developing_use_the_same_versions() -> None:
    running, developing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: version for name, version in running.items() if developing.get(name) != version} == {}


def imported(*folders: str) -> set[str]:
    """Return the top names of all modules that the Python files of these folders import."""
    names: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.add(node.module.split(".")[0])
    own = {path.stem for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return names - own - set(sys.stdlib_module_names) - {"services", "tools", "tests"}


@pytest.mark.parametrize(
    ("lock", "folders"), [("requirements.lock", ("services",)), ("requirements-dev.lock", ("services", "tests", "tools", "bench"))]
)
def test_every_imported_package_is_locked(lock: str, folders: tuple[str, ...]) -> None:
    locked, packages = pins(lock), packages_distributions()
    names = imported(*folders)
    assert names
    missing = {name for name in names if not any(canonicalize_name(package) in locked for package in packages.get(name, []))}
    assert missing == set(), "add it to pyproject.toml and run `make lock`"
