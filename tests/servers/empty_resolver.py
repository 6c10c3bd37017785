"""A name service that knows nothing, and asks no real one."""

from __future__ import annotations

from typing import Any

from desktop_app.mailcheck.mail_dns import DnsResolver


class EmptyResolver(DnsResolver):
    """Answers every query with nothing."""

    def _query(self, *_: object, **__: object) -> list[Any]:
        return []
