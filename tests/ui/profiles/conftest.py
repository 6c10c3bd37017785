from __future__ import annotations

import pytest

from tests.ui.profiles.memory_secrets import MemorySecrets


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()
