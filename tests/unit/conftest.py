"""What tests of the network and of the mail checks share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.net import dns_lookup
from tests.servers import ports
from tests.unit.silent_resolver import ANSWER_SECONDS, SilentNames


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port that takes no connection and refuses none."""
    with ports.full_port() as port:
        yield port


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentNames]:
    """A name service that does not answer before it is told to."""
    silent = SilentNames()
    monkeypatch.setattr(dns_lookup, "_addresses", silent.addresses)
    yield silent
    silent.answer.set()
    for thread in silent.threads:
        thread.join(ANSWER_SECONDS)
