"""`huxin workflows lint`: JSON shape and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.cli.workflows import command

ROOT = Path(__file__).resolve().parents[3]
CLEAN = ROOT / "workflows" / "bpmn" / "permit_gating.bpmn"


def test_a_clean_file_exits_0() -> None:
    result = CliRunner().invoke(command, ["lint", str(CLEAN), "--json"])
    assert result.exit_code == 0
    assert all(item["severity"] == "warning" for item in json.loads(result.output))


def test_an_error_exits_1_and_names_file_element_rule_and_fix(tmp_path: Path) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_text(
        CLEAN.read_text(encoding="utf-8").replace('operation="permits.check_scope"', 'operation="permits.chek"'), encoding="utf-8"
    )
    result = CliRunner().invoke(command, ["lint", str(CLEAN), str(broken), "--json"])
    assert result.exit_code == 1
    (error,) = [item for item in json.loads(result.output) if item["severity"] == "error"]
    assert set(error) == {"file", "element", "rule", "severity", "message", "fix"}
    assert (error["file"], error["element"], error["rule"]) == (str(broken), "check_scope", "unknown_operation")
    assert "permits.check_scope" in error["fix"]
    shown = CliRunner().invoke(command, ["lint", str(broken)])
    assert shown.exit_code == 1
    assert "check_scope: error [unknown_operation]" in shown.output


@pytest.mark.parametrize("arguments", [["lint"], ["lint", "nowhere.bpmn"], ["lint", "."], ["unknown"]])
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2
