"""Queries SRV and MX records with dnspython, within a time limit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.dns_lookup import ABANDONED_THREAD_NAME

if TYPE_CHECKING:
    from dns.resolver import Resolver

QUERY_SECONDS = 5.0
"""Seconds that one query may take, retries included."""

SRV_SERVICES = {
    "_imaps._tcp": ServerType.IMAPS,
    "_pop3s._tcp": ServerType.POPS,
    "_imap._tcp": ServerType.IMAP,
    "_pop3._tcp": ServerType.POP,
}
"""Service names (RFC 6186, 3), TLS first."""


@dataclass(frozen=True, slots=True)
class SrvService:
    """A mail server that an SRV record names."""

    server_type: ServerType
    host: str
    port: int


def system_resolver() -> Resolver:
    """Return a resolver that asks the system's name servers."""
    from dns.resolver import Resolver  # lazy: start

    return Resolver()


class DnsResolver:
    """Queries DNS. A query ends in time, or at once if cancelled; a failed one finds nothing."""

    def __init__(self, make_resolver: Callable[[], Resolver] = system_resolver) -> None:
        self._make_resolver = make_resolver

    def services(self, domain: str, cancel: CancelToken) -> list[SrvService]:
        """Return the domain's mail servers from SRV, the best of each type. Raises Cancelled."""
        found = []
        for name, kind in SRV_SERVICES.items():
            records = self._query(f"{name}.{domain}", "SRV", cancel)
            best = min(records, key=_srv_preference, default=None)
            if best is not None and (host := _host_name(best.target)):
                found.append(SrvService(kind, host, int(best.port)))
        return found

    def mx_hosts(self, domain: str, cancel: CancelToken) -> list[str]:
        """Return the hosts that receive the domain's mail, preferred first. Raises Cancelled."""
        records = self._query(domain, "MX", cancel)
        hosts = [
            _host_name(each.exchange) for each in sorted(records, key=lambda r: int(r.preference))
        ]
        return [host for host in hosts if host]

    def _query(self, name: str, record_type: str, cancel: CancelToken) -> list[Any]:
        cancel.check()
        asking = _DnsQuery(self._make_resolver, name, record_type)
        thread = threading.Thread(target=asking.run, name="lookup", daemon=True)
        thread.start()
        with cancel.on_cancel(asking.finished.set):
            asking.finished.wait(QUERY_SECONDS + 1)
        if cancel.cancelled or thread.is_alive():
            thread.name = ABANDONED_THREAD_NAME
            thread.join(0 if cancel.cancelled else 0.1)
        cancel.check()
        return asking.records


class _DnsQuery:
    def __init__(self, make_resolver: Callable[[], Resolver], name: str, record_type: str) -> None:
        self._make_resolver, self._name, self._record_type = make_resolver, name, record_type
        self.finished = threading.Event()
        self.records: list[Any] = []

    def run(self) -> None:
        """Run the query, in a thread that may be abandoned."""
        from dns.exception import DNSException  # lazy: start

        try:
            answer = self._make_resolver().resolve(
                self._name, self._record_type, lifetime=QUERY_SECONDS, search=False
            )
            self.records = list(answer)
        except (DNSException, OSError, ValueError):
            self.records = []
        finally:
            self.finished.set()


def _srv_preference(record: Any) -> tuple[int, int]:
    return int(record.priority), -int(record.weight)


def _host_name(name: Any) -> str:
    """Return the name without its last dot; empty for the root: no such service (RFC 2782)."""
    return str(name).rstrip(".")
