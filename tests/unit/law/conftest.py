"""A home of its own for each test: a copy of the law that the test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path):
    shutil.copytree(CHECKOUT / "regulations", tmp_path / "regulations", ignore=shutil.ignore_patterns("calendar"))
    return tmp_path


@pytest.fixture
def edit(home):
    """Return a function that replaces one text in one file of the copy."""

    def replace(file, old, new):
        path = home / "regulations" / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replace
