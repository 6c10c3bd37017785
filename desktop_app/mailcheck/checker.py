"""Checks mailboxes, one after another. To be used in a worker."""

from __future__ import annotations

import ssl
from types import TracebackType

from desktop_app.core.mail_check.mail_check import CheckReport, CheckWish
from desktop_app.mailcheck.check import Check
from desktop_app.mailcheck.lockout_guard import Gate
from desktop_app.mailcheck.stages import Told
from desktop_app.net.call_limits import Alarm
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.tls_trust import SYSTEM_TRUST, Trust


class Checker:
    """Checks mailboxes, one at a time, from one thread."""

    def __init__(self, trust: Trust = SYSTEM_TRUST) -> None:
        self._trust = trust
        self._context: ssl.SSLContext | None = None
        self._alarm = Alarm()

    def __enter__(self) -> Checker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the sockets back."""
        self._alarm.close()

    def check(
        self,
        wish: CheckWish,
        cancel: Cancel | None = None,
        told: Told = lambda _step: None,
        gate: Gate | None = None,
    ) -> CheckReport:
        """Ask the mail server; ``told`` hears of each stage in this thread. Raises nothing.

        ``gate`` decides whether the password may be tried; without one it is.
        """
        return Check(wish, cancel or Cancel(), told, gate, self._alarm, self._tls).run()

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = self._trust.context()
        return self._context
