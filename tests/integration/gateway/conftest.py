"""The whole embedded system over HTTP, in a process and folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.cli.testing import SampleRun

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    with SampleRun(tmp_path_factory.mktemp("sample_run")) as run:
        yield run
