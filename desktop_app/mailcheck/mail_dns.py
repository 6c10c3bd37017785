"""SRV and MX records, asked by dnspython, without ever waiting for longer than allowed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.dns_lookup import ABANDONED

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 5.0
"""How long one question may take, retries included."""

SERVICES = {
    "_imaps._tcp": ServerType.IMAPS,
    "_pop3s._tcp": ServerType.POPS,
    "_imap._tcp": ServerType.IMAP,
    "_pop3._tcp": ServerType.POP,
}
"""RFC 6186, 3, over TLS first."""


@dataclass(frozen=True, slots=True)
class Service:
    """A server that an SRV record names."""

    server_type: ServerType
    host: str
    port: int


def system_resolver() -> Resolver:
    """Asks whom the system asks."""
    from dns.resolver import Resolver

    return Resolver()


class Names:
    """Asks a name service. Every question ends in time, and at once when it is cancelled."""

    def __init__(self, make: Callable[[], Resolver] = system_resolver) -> None:
        self._make = make

    def services(self, domain: str, cancel: Cancel) -> list[Service]:
        """The mail servers that the domain names; the best of each kind. Raises Cancelled."""
        found = []
        for name, kind in SERVICES.items():
            records = self._ask(f"{name}.{domain}", "SRV", cancel)
            best = min(records, key=_preference, default=None)
            if best is not None and (host := _host(best.target)):
                found.append(Service(kind, host, int(best.port)))
        return found

    def mail_takers(self, domain: str, cancel: Cancel) -> list[str]:
        """The hosts that take the domain's mail, the preferred first. Raises Cancelled."""
        records = self._ask(domain, "MX", cancel)
        hosts = [_host(each.exchange) for each in sorted(records, key=lambda r: int(r.preference))]
        return [host for host in hosts if host]

    def _ask(self, name: str, kind: str, cancel: Cancel) -> list[Any]:
        cancel.check()
        asking = _Asking(self._make, name, kind)
        thread = threading.Thread(target=asking.run, name="lookup", daemon=True)
        thread.start()
        with cancel.calling(asking.done.set):
            asking.done.wait(SECONDS + 1)
        if cancel.cancelled or thread.is_alive():
            thread.name = ABANDONED
            thread.join(0 if cancel.cancelled else 0.1)
        cancel.check()
        return asking.records


class _Asking:
    def __init__(self, make: Callable[[], Resolver], name: str, kind: str) -> None:
        self._make, self._name, self._kind = make, name, kind
        self.done = threading.Event()
        self.records: list[Any] = []

    def run(self) -> None:
        """In a thread that is left behind if nobody waits any more."""
        from dns.exception import DNSException

        try:
            answer = self._make().resolve(self._name, self._kind, lifetime=SECONDS, search=False)
            self.records = list(answer)
        except (DNSException, OSError, ValueError):
            self.records = []
        finally:
            self.done.set()


def _preference(record: Any) -> tuple[int, int]:
    return int(record.priority), -int(record.weight)


def _host(name: Any) -> str:
    """Empty for the root: the service is not there (RFC 2782)."""
    return str(name).rstrip(".")
