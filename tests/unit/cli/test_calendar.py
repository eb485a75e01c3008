from __future__ import annotations

import json
import sys

import pytest

from services.cli.main import main


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command as the installed script does and return its exit code, output and errors."""
    monkeypatch.setattr(sys, "argv", ["huxin", "calendar", "due", *words])
    with pytest.raises(SystemExit) as exited:
        main()
    out, err = capsys.readouterr()
    return int(exited.value.code or 0), out, err


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("2026-01-31 P1M --count calendar", "2026-02-28"),
        ("2026-09-30 P3D --count working", "2026-10-10"),
        ("2026-09-30T10:00:00+08:00 P3D --count working --jurisdiction shaoxing", "2026-10-10"),
        ("2026-01-31T23:30:00+08:00 PT24H --count clock", "2026-02-01T23:30:00+08:00"),
    ],
)
def test_the_due_time_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, printed: str) -> None:
    assert run(monkeypatch, capsys, *words.split()) == (0, f"{printed}\n", "")


def test_the_explanation_is_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, "2026-07-03", "P1D", "--count", "calendar", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["jurisdiction"], told["last_day"], len(told["skipped"]), told["provisional"]) == ("national", "2026-07-06", 2, False)


@pytest.mark.parametrize(
    "words",
    [
        "2026-01-31T23:30:00 PT24H --count clock",
        "2026-01-31T23:30:00 P1D --count working",
        "2026-01-31 PT24H --count clock",
        "2026-02-30 P1D --count calendar",
        "junk P1D --count calendar",
        "２０２６-01-31 P1D --count calendar",
        "2026-01-31 junk --count calendar",
        "2026-01-31 P0D --count calendar",
        "2026-01-31 P1M --count working",
        "2026-01-31 P1D --count sometimes",
        "2026-01-31 P1D --count working --jurisdiction mars",
        "1990-01-31 P1D --count working",
    ],
)
def test_wrong_use_is_one_line_of_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str) -> None:
    code, out, err = run(monkeypatch, capsys, *words.split())
    assert (code, out) == (2, "")
    assert err.startswith("huxin: ")
    assert len(err.splitlines()) == 1
