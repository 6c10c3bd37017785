"""Whose a connection on this computer is, as Linux says."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_app.net.loopback import peer_owner
from desktop_app.net.loopback.peer_owner import is_from_another_user

OTHER_USER = 4711


@contextmanager
def connection(host: str, client_host: str = "") -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give the listener's end and the client's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        to = (client_host or host, listener.getsockname()[1])
        client_family = socket.AF_INET6 if ":" in to[0] else socket.AF_INET
        with socket.socket(client_family) as client:
            client.connect(to)
            accepted, _ = listener.accept()
            with accepted:
                yield accepted, client


@pytest.mark.parametrize(
    ("host", "client_host"),
    [("127.0.0.1", ""), ("::1", ""), ("127.0.0.1", "::ffff:127.0.0.1")],
)
def test_ones_own_connection(host: str, client_host: str) -> None:
    with connection(host, client_host) as (accepted, _):
        assert not is_from_another_user(accepted)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_another_users_connection(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own table, in which the client belongs to somebody else."""
    real = peer_owner._owners
    monkeypatch.setattr(
        peer_owner, "_owners", lambda *ends: iter([OTHER_USER for _ in real(*ends)])
    )
    with connection(host) as (accepted, _):
        assert is_from_another_user(accepted) == (sys.platform == "linux")


def test_a_client_that_let_go_of_its_connection_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It then stands as root's in the table: who sent and closed at once would pass for root."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with connection("127.0.0.1") as (accepted, client):
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        client.close()
        assert accepted.recv(100)
        assert is_from_another_user(accepted) == (sys.platform == "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_it_cannot_be_told(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with connection("127.0.0.1") as (accepted, _):
        assert not is_from_another_user(accepted)


def test_a_system_that_does_not_show_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden(*_ends: object) -> Iterator[int]:
        raise PermissionError

    monkeypatch.setattr(peer_owner, "_owners", hidden)
    with connection("127.0.0.1") as (accepted, _):
        assert not is_from_another_user(accepted)
