"""What version 0.1.0 left behind, copied to where a test may write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.storage.database import open_database
from tests.unit.older_data.files import copy_data_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data folder."""
    return copy_data_folder(tmp_path / "data")


@pytest.fixture
def old(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database of the copied data folder, opened by the program of today."""
    opened = open_database(folder)
    assert opened.damaged_copy is None
    yield opened.connection
    opened.connection.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database of today."""
    opened = open_database(tmp_path / "new")
    yield opened.connection
    opened.connection.close()
