"""A session, and a place for certificates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.net.http_session import HttpSession
from tests.servers.certificates import Authority


@pytest.fixture
def session() -> Iterator[HttpSession]:
    with HttpSession() as session:
        yield session


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)
