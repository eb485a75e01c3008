"""The documents tell what is: the glossary has every process and department, links lead somewhere, both READMEs name the same commands."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|`)(?:\.venv/bin/)?((?:make|huxin) [a-z][a-z-]*)", re.MULTILINE)


def rows(name: str) -> list[dict[str, str]]:
    return list(yaml.safe_load((ROOT / "regulations" / name).read_text(encoding="utf-8")))


def test_the_glossary_has_every_process_with_both_names() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [
        row["id"]
        for row in rows("processes.yaml")
        if f"| {row['number']} | `{row['id']}` | {row['name_en']} | {row['name_zh']} |" not in glossary
    ]
    assert missing == []


def test_the_glossary_has_every_department_with_both_names() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [row["id"] for row in rows("departments.yaml") if f"| `{row['id']}` | {row['name_en']} | {row['name_zh']} |" not in glossary]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_documents_links_lead_to_files_that_exist(document: Path) -> None:
    targets = [target.split("#")[0] for target in LINK.findall(document.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_both_readmes_name_the_same_commands_and_pictures() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert set(COMMAND.findall(english)) == set(COMMAND.findall(chinese))
    pictures = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
    assert pictures.findall(english) == pictures.findall(chinese)


def test_every_target_and_command_that_the_documents_name_exists() -> None:
    from services.cli.main import COMMANDS  # noqa: PLC0415 - only this test needs the command line

    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word
        for document in DOCUMENTS
        for word in re.findall(r"`(?:\.venv/bin/)?(make [a-z-]+|huxin [a-z]+)", document.read_text(encoding="utf-8"))
    }
    assert {word for word in named if word.startswith("make ") and word.split()[1] not in targets} == set()
    assert {word for word in named if word.startswith("huxin ") and word.split()[1] not in COMMANDS} == set()


def test_every_command_within_a_command_that_the_documents_name_exists() -> None:
    from services.cli.main import COMMANDS  # noqa: PLC0415 - only these tests need the command line

    written = re.compile(r"(?:^ *|`)(?:\.venv/bin/)?huxin ([a-z]+) ([a-z]+)", re.MULTILINE)
    named = {pair for document in DOCUMENTS for pair in written.findall(document.read_text(encoding="utf-8"))}
    groups = {command: importlib.import_module(COMMANDS[command]).command for command, _ in named}
    unknown = {f"huxin {command} {inner}" for command, inner in named if inner not in getattr(groups[command], "commands", {inner: None})}
    assert named
    assert unknown == set()


def test_every_command_that_huxin_lists_exists() -> None:
    from services.cli.main import COMMANDS  # noqa: PLC0415 - only these tests need the command line

    assert [name for name, module in COMMANDS.items() if importlib.util.find_spec(module) is None] == []


def diagrams() -> set[str]:
    return {path.stem for path in (ROOT / "workflows" / "bpmn").glob("*.bpmn")}


def test_every_diagram_has_a_picture_that_the_list_of_pictures_shows() -> None:
    pictures = ROOT / "docs" / "processes"
    listed = re.findall(r"\]\(([a-z_]+)\.svg\)", (pictures / "README.md").read_text(encoding="utf-8"))
    assert diagrams()
    assert {path.stem for path in pictures.glob("*.svg")} == diagrams(), "run `make diagrams`"
    assert sorted(listed) == sorted(diagrams())


@pytest.mark.parametrize(
    ("readme", "name", "states"), [("README.md", "name_en", ("not built", "runs")), ("README.zh-CN.md", "name_zh", ("未做", "已能运行"))]
)
def test_a_readme_tells_of_every_process_whether_it_runs(readme: str, name: str, states: tuple[str, str]) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    wrong = [
        row["number"]
        for row in rows("processes.yaml")
        if f"| {row['number']} | {row[name]} | {states[row['id'] in diagrams()]} |" not in text
    ]
    assert wrong == []
    assert set(re.findall(r"docs/processes/([a-z_]+)\.svg", text)) == diagrams()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_every_story(readme: str) -> None:
    from services.cli.demo import STORIES  # noqa: PLC0415 - only this test needs the command line

    lines = [line for line in (ROOT / readme).read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {name for line in lines for name in re.findall(r"`([a-z-]+)`", line.split("|")[1])}
    assert set(STORIES) == named


def test_the_architecture_names_every_setting_that_the_program_and_its_tools_read() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text[text.index("## 2. ") : text.index("## 3. ")]
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py")]
    # What the gateway tells its own routes has such names too, and is no setting.
    read = {name for source in sources for name in re.findall(r"(?<!config\[)\"(HUXIN_[A-Z_]*[A-Z])\"", source)}
    read |= {
        name for path in (ROOT / "tools").glob("*.sh") for name in re.findall(r"\$\{(HUXIN_[A-Z_]+):-", path.read_text(encoding="utf-8"))
    }
    assert "HUXIN_DATABASE_URL" in read
    assert "HUXIN_PG_PORT" in read
    assert {name for name in read if f"`{name}`" not in section} == set()


def test_the_architecture_names_every_service() -> None:
    from services.cli.serve import DEFAULT  # noqa: PLC0415 - only this test needs the command line

    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert {name for name in DEFAULT if f"| `services/{name}` |" not in text} == set()
