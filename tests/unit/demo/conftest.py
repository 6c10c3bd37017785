from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.demo import DemoServer
from tests.unit.demo.caller import Caller, calling


@pytest.fixture
def caller(crm: DemoServer) -> Iterator[Caller]:
    with calling(crm) as one:
        yield one
