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


TABLE = Path(__file__).parents[3] / "workflows" / "dmn" / "stop_work_due.dmn"


@pytest.mark.parametrize(
    ("old", "new", "rule", "element"),
    [
        ('<text>"toli-draft"</text></inputEntry>', '<text>"national"</text></inputEntry>', "unreachable", "stop_work_due_all_duty"),
        ("TL-2.2.2-6a TL-2.2.2-6b", "TL-9.9.9-9", "unknown_clause", "stop_work_due_all_more"),
        ("TL-2.2.2-6a TL-2.2.2-6b", "", "clause_missing", "stop_work_due_all_more"),
        ("National law knows no duty of a subcontractor to stop.", "", "reason_missing", "stop_work_due_all_no_duty"),
        ('hitPolicy="FIRST"', 'hitPolicy="UNIQUE"', "overlap", "stop_work_due_all"),
        ('hitPolicy="FIRST"', 'hitPolicy="ANY"', "bad_dmn", None),
    ],
)
def test_a_wrong_decision_table_is_told_by_row_and_rule(tmp_path: Path, old: str, new: str, rule: str, element: str | None) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "broken.dmn"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    result = CliRunner().invoke(command, ["lint", str(TABLE), str(broken), "--json"])
    findings = [item for item in json.loads(result.stdout) if item["rule"] == rule]
    assert result.exit_code == 1
    assert findings
    assert all(item["file"] == str(broken) and item["message"] and item["fix"] for item in findings)
    assert findings[0]["element"] is None if element is None else findings[0]["element"].startswith(element)
