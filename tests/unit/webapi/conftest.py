"""A client for a hostile server, without pauses between its attempts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import AuthScheme, BasicScheme
from tests.servers.hostile import HostileServer

Connect = Callable[..., Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes clients, and closes them."""
    clients: list[Client] = []

    def make(server: HostileServer, sign_in: AuthScheme = BasicScheme("me", "pass-word")) -> Client:  # noqa: B008  # frozen
        clients.append(Client(HttpSession(), server.url, sign_in, "nb", retry_delays=(0.0, 0.0)))
        return clients[-1]

    yield make
    for client in clients:
        client.close()
