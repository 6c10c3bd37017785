"""Every host name leads to the servers of the test, so that they have addresses of the internet."""

from __future__ import annotations

import socket

import pytest

from desktop_app.net import dns_lookup
from desktop_app.net.dns_lookup import AddressInfo


def lead_every_name_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer each look-up of a name with 127.0.0.1, for the HTTP calls of the program."""

    def addresses(host: str, port: int) -> list[AddressInfo]:
        del host
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))]

    monkeypatch.setattr(dns_lookup, "_addresses", addresses)
