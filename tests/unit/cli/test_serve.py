"""What `huxin serve` starts by itself."""

from __future__ import annotations

from dataclasses import replace

from services.cli.serve import DEFAULT, default_services
from services.runtime.settings import Settings


def test_the_embedded_run_brings_a_sample_bank():
    assert default_services(Settings()) == DEFAULT


def test_no_sample_bank_starts_by_itself_in_production():
    names = default_services(replace(Settings(), profile="production"))
    assert "bank" not in names
    assert set(names) == set(DEFAULT) - {"bank"}
