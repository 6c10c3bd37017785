"""Finding the addresses of a host name, without ever waiting for longer than allowed."""

from __future__ import annotations

import ipaddress
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.errors import Reach, Trouble, Unreachable
from desktop_app.net.call_limits import Watch

ABANDONED = "abandoned-lookup"
"""Name of a daemon thread whose look-up nobody waits for any more; it cannot be stopped."""

Address = tuple[int, int, int, str, Any]
"""An entry of getaddrinfo: family, type, protocol, canonical name, socket address."""


@dataclass
class _LookUp:
    host: str
    port: int
    done: threading.Event = field(default_factory=threading.Event)
    found: list[Address] = field(default_factory=list)
    trouble: str = ""

    def run(self) -> None:
        try:
            self.found = _addresses(self.host, self.port)
        except (OSError, ValueError) as error:
            self.trouble = getattr(error, "strerror", None) or "not a host name"
        finally:
            self.done.set()


def look_up(host: str, port: int, watch: Watch, at_most: float) -> list[Address]:
    """All addresses of a host, in the system's order of preference.

    Raises Unreachable, Cancelled or DeadlinePassed. The system's look-up cannot be stopped, so it
    runs in a daemon thread that is left behind when the wait ends first.
    """
    work = _LookUp(host.strip("[]"), port)
    if _is_number(work.host):
        work.run()
    else:
        _wait_for(work, watch, at_most)
    if not work.found:
        raise _not_found(host, work.trouble or "no address")
    return work.found


def _wait_for(work: _LookUp, watch: Watch, at_most: float) -> None:
    thread = threading.Thread(target=work.run, name="lookup", daemon=True)
    thread.start()
    try:
        with watch.cancel.calling(work.done.set):
            finished = work.done.wait(watch.remaining(at_most))
        watch.check()
    except Trouble:
        thread.name = ABANDONED
        raise
    if not finished:
        thread.name = ABANDONED
        raise _timed_out(work.host, at_most)
    thread.join(at_most)


def _addresses(host: str, port: int) -> list[Address]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _not_found(host: str, why: str) -> Unreachable:
    return Unreachable(Reach.NAME_NOT_FOUND, f"{host}: {why}")


def _timed_out(host: str, seconds: float) -> Unreachable:
    return Unreachable(Reach.TIMED_OUT, f"{host}: no answer to the name look-up in {seconds:g} s")
