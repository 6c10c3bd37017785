"""A Secret Service that takes every call and answers none, on a private bus."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.private_bus import ask, connected, private_bus, running, wait_for_service

SECRET_SERVICE = "org.freedesktop.secrets"


@contextmanager
def mute_secret_service() -> Iterator[dict[str, str]]:
    """Run it; gives what a child process needs in its environment to meet it."""
    with private_bus() as address, running([sys.executable, "-m", __name__, address]):
        wait_for_service(address)
        yield {"DBUS_SESSION_BUS_ADDRESS": address}


def main(address: str) -> None:
    """Own the name and read calls until killed."""
    with connected(address) as bus:
        ask(bus, "RequestName", "su", SECRET_SERVICE, 0)
        while True:
            bus.receive()


if __name__ == "__main__":
    main(sys.argv[1])
