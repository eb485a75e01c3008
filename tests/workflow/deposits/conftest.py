from __future__ import annotations

import shutil

import pytest

from tests.workflow.deposits.board import Board


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory):
    """Databases with the tables made and the diagrams deployed: copying them is faster than making them."""
    folder = tmp_path_factory.mktemp("deposits")
    Board(folder).close()
    return folder


@pytest.fixture
def board(tmp_path, prepared_folder):
    shutil.copytree(prepared_folder, tmp_path, dirs_exist_ok=True)
    board = Board(tmp_path, prepared=True)
    yield board
    board.close()
