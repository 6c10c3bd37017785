"""A session, and a place for certificates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.net.http_session import HttpSession


@pytest.fixture
def session() -> Iterator[HttpSession]:
    with HttpSession() as session:
        yield session
