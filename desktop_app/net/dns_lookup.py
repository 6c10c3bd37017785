"""Resolves host names within the time limits of a call."""

from __future__ import annotations

import ipaddress
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.errors import AppError, NetworkFailure, Unreachable
from desktop_app.net.call_limits import CallLimits

ABANDONED_THREAD_NAME = "abandoned-lookup"
"""New name of a daemon thread whose look-up was abandoned; the thread cannot be stopped."""

AddressInfo = tuple[int, int, int, str, Any]
"""An entry of getaddrinfo: family, type, protocol, canonical name, socket address."""


@dataclass
class _Lookup:
    host: str
    port: int
    finished: threading.Event = field(default_factory=threading.Event)
    addresses: list[AddressInfo] = field(default_factory=list)
    error_text: str = ""

    def run(self) -> None:
        try:
            self.addresses = _addresses(self.host, self.port)
        except (OSError, ValueError) as error:
            self.error_text = getattr(error, "strerror", None) or "not a host name"
        finally:
            self.finished.set()


def resolve(host: str, port: int, limits: CallLimits, timeout: float) -> list[AddressInfo]:
    """Return the addresses of ``host``, in the system's order of preference.

    Raises Unreachable, also after ``timeout`` seconds, Cancelled or DeadlineExceeded. The system's
    look-up cannot be stopped, so it runs in a daemon thread, which is abandoned when the wait ends
    first.
    """
    work = _Lookup(host.strip("[]"), port)
    if _is_ip_address(work.host):
        work.run()
    else:
        _wait_for(work, limits, timeout)
    if not work.addresses:
        raise _not_found(host, work.error_text or "no address")
    return work.addresses


def _wait_for(lookup: _Lookup, limits: CallLimits, timeout: float) -> None:
    thread = threading.Thread(target=lookup.run, name="lookup", daemon=True)
    thread.start()
    try:
        with limits.cancel.on_cancel(lookup.finished.set):
            finished = lookup.finished.wait(limits.remaining(timeout))
        limits.check()
    except AppError:
        thread.name = ABANDONED_THREAD_NAME
        raise
    if not finished:
        thread.name = ABANDONED_THREAD_NAME
        raise _timed_out(lookup.host, timeout)
    thread.join(timeout)


def _addresses(host: str, port: int) -> list[AddressInfo]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _not_found(host: str, reason: str) -> Unreachable:
    return Unreachable(NetworkFailure.NAME_NOT_FOUND, f"{host}: {reason}")


def _timed_out(host: str, seconds: float) -> Unreachable:
    return Unreachable(
        NetworkFailure.TIMED_OUT, f"{host}: no answer to the name look-up in {seconds:g} s"
    )
