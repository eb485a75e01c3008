"""Rules of the house that no linter knows: sizes, words, the one clock, money as integers, no addresses of registries."""

from __future__ import annotations

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LEFT_OUT = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "dist",
    "build",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}
CODE = (".py", ".ts", ".tsx", ".css", ".sh")
MONEY_WORDS = re.compile(r"fen|amount|price|deposit_sum|wage_sum|balance|shortfall")
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b")
REGISTRIES = re.compile(
    r"registry\.npm|npmjs\.org|registry\.yarnpkg|npmmirror|pypi\.(org|python)|pythonhosted|pypi\.tuna|file:///opt", re.IGNORECASE
)
TEXTS = (".py", ".ts", ".tsx", ".sh", ".toml", ".json", ".yaml", ".yml", ".lock", ".in", ".cfg", ".txt", ".npmrc")


@cache
def project_files() -> tuple[Path, ...]:
    """All files that belong to the project, not what builds, runs and installations leave in it."""
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(name for name in inner if name not in LEFT_OUT and not name.endswith(".egg-info"))
        found += [Path(folder, name) for name in sorted(names)]
    return tuple(found)


def files(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    found = [path for path in project_files() if path.name.endswith(suffixes)]
    return [path for path in found if not under or path.relative_to(ROOT).parts[0] in under]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def generated(path: Path) -> bool:
    """Whether a file is a service's first migration, as a tool writes it."""
    return path.parent.name == "versions" and re.fullmatch(r"[a-z]+_0001\.py", path.name) is not None


def test_only_first_migrations_count_as_generated() -> None:
    first, later, other = (Path("versions", "escrow_0001.py"), Path("versions", "escrow_0002.py"), Path("domain", "escrow_0001.py"))
    assert [generated(path) for path in (first, later, other)] == [True, False, False]
    assert any(generated(path) for path in files(".py", under=("services",)))


def test_no_file_of_code_is_longer_than_a_reader_can_keep_in_mind() -> None:
    # A list of words is looked up. A first migration is written by tools/first_migration.py from the tables, which are what people read,
    # and is one file because it is one revision. Migrations that come later are written by hand and are held to the limit.
    code = [path for path in files(*CODE) if path.parent.name != "i18n" and not generated(path)]
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert lengths, "no code was found, so this test looked at nothing"
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nothing_is_left_unfinished() -> None:
    marked = [
        f"{name(path)}:{number}"
        for path in files(*CODE, "Makefile", ".yaml", ".yml", ".toml", ".bpmn", ".dmn")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert marked == []


def test_no_file_names_a_package_registry() -> None:
    naming = [
        name(path)
        for path in files(*TEXTS, "Makefile", "Dockerfile")
        if path != Path(__file__) and REGISTRIES.search(path.read_text(encoding="utf-8"))
    ]
    assert naming == []


def clock_readings(tree: ast.AST) -> list[int]:
    """Lines that read the machine's wall clock: datetime.now, utcnow and today; a stopwatch such as time.time is another matter."""
    wall = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            base = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (base, node.func.attr) in wall:
                found.append(node.lineno)
    return found


def test_only_the_kernels_clock_and_ids_read_the_wall_clock() -> None:
    allowed = {ROOT / "services/kernel/clock.py", ROOT / "services/kernel/ids.py"}
    reading = [
        f"{name(path)}:{line}"
        for path in files(".py", under=("services",))
        if path not in allowed
        for line in clock_readings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert reading == [], "ask services.kernel.clock, so that a moved clock is obeyed everywhere"


def money_floats(tree: ast.AST) -> list[int]:
    """Lines that annotate a name of money as a float or a Decimal, or give it a float."""
    found = []
    for node in ast.walk(tree):
        target, annotation, value = None, None, None
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            target, annotation, value = node.target.id, node.annotation, node.value
        elif isinstance(node, ast.arg):
            target, annotation = node.arg, node.annotation
        elif isinstance(node, ast.keyword) and node.arg:
            target, value = node.arg, node.value
        if target is None or not MONEY_WORDS.search(target):
            continue
        typed = {part.id for part in ast.walk(annotation) if isinstance(part, ast.Name)} if annotation else set()
        if typed & {"float", "Decimal"} or (isinstance(value, ast.Constant) and isinstance(value.value, float)):
            found.append((annotation or value).lineno)
    return found


def test_money_is_never_a_float() -> None:
    floats = [
        f"{name(path)}:{line}"
        for path in files(".py", under=("services",))
        for line in money_floats(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert floats == [], "money is an integer number of fen"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("wage_fen: float = 1", [1]),
        ("def pay(amount: Decimal): ...", [1]),
        ("pay(price_fen=1.5)", [1]),
        ("wage_fen: int = 1\ndef pay(amount_fen: int | None): ...", []),
    ],
)
def test_the_money_rule_sees_floats_and_leaves_integers(source: str, lines: list[int]) -> None:
    assert money_floats(ast.parse(source)) == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from datetime import datetime\ndatetime.now()", [2]),
        ("import datetime\ndatetime.date.today()", [2]),
        ("clock.now()", []),
        ("time.monotonic()", []),
    ],
)
def test_the_clock_rule_sees_the_wall_clock_and_leaves_ours(source: str, lines: list[int]) -> None:
    assert clock_readings(ast.parse(source)) == lines
