"""Checks mailboxes, one after another. Use it in a worker thread."""

from __future__ import annotations

import ssl

from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest
from desktop_app.mailcheck.check import MailboxCheck
from desktop_app.mailcheck.lockout_guard import LoginGuard
from desktop_app.mailcheck.stages import StageResultCallback
from desktop_app.net.call_limits import WakeupSocket
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.tls_trust import SYSTEM_TRUST, Trust


class MailboxChecker:
    """Checks mailboxes, one at a time, from one thread; all checks share one TLS context."""

    def __init__(self, trust: Trust = SYSTEM_TRUST) -> None:
        self._trust = trust
        self._context: ssl.SSLContext | None = None
        self._wakeup = WakeupSocket()

    def __enter__(self) -> MailboxChecker:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the wake-up sockets."""
        self._wakeup.close()

    def check(
        self,
        request: CheckRequest,
        cancel: CancelToken | None = None,
        on_stage: StageResultCallback = lambda _step: None,
        guard: LoginGuard | None = None,
    ) -> CheckReport:
        """Check one mailbox; ``on_stage`` gets each StageResult in this thread. Raises nothing.

        ``guard`` decides whether the password may be tried; without a guard it always may.
        """
        return MailboxCheck(
            request, cancel or CancelToken(), on_stage, guard, self._wakeup, self._tls_context
        ).run()

    def _tls_context(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = self._trust.context()
        return self._context
