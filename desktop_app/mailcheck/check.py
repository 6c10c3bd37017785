"""One check of a mailbox, from the name look-up to the log-out. Use it in a worker thread."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

from desktop_app.core.errors import AppError, Cancelled
from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    CheckStage,
    ConnectionClosed,
    DetectedProtocol,
    LoginOk,
    LoginRefused,
    LoginSkipped,
    LoginUnclear,
    OAuthProvider,
    OAuthRequired,
    ReachedOnly,
    TimedOut,
    Verdict,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import (
    CheckReport,
    CheckRequest,
    InboxSummary,
    ServerFingerprint,
)
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.check_rules import (
    adjust_refusal,
    can_log_out,
    oauth_provider,
    password_redactor,
    plaintext_verdict,
    redacted,
)
from desktop_app.mailcheck.failures import verdict_after_complaint, verdict_for_error
from desktop_app.mailcheck.imap import ImapSession
from desktop_app.mailcheck.line_transport import LineTransport, StartTlsContext
from desktop_app.mailcheck.lockout_guard import LoginGuard
from desktop_app.mailcheck.pop3 import Pop3Session
from desktop_app.mailcheck.server_connection import ServerConnection
from desktop_app.mailcheck.server_replies import (
    decode_line,
    detect_protocol,
    is_unjudged,
    refusal_verdict,
)
from desktop_app.mailcheck.stages import (
    STAGE_ERRORS,
    CheckEnded,
    Result,
    StageResultCallback,
    StageRunner,
)
from desktop_app.net.call_limits import CallLimits, WakeupSocket, limited_by
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.certificates import describe_certificate, fingerprint

_TLS_TYPES = (ServerType.POPS, ServerType.IMAPS, ServerType.IMAP_OAUTH)
_POP_TYPES = (ServerType.POP, ServerType.POPS)


class MailboxCheck:
    """The state of one running check. Worker thread."""

    def __init__(
        self,
        request: CheckRequest,
        cancel: CancelToken,
        on_stage: StageResultCallback,
        guard: LoginGuard | None,
        wakeup: WakeupSocket,
        tls_context: Callable[[], ssl.SSLContext],
    ) -> None:
        self._request, self._cancel, self._guard = request, cancel, guard
        self._wakeup, self._tls_context = wakeup, tls_context
        self._limits = self._make_limits(limits.CHECK_SECONDS)
        self._connection = ServerConnection(
            request.target.server, request.target.port, self._limits
        )
        self._redactor = password_redactor(request)
        self._stages = StageRunner(
            on_stage, self._verdict_of, lambda verdict: redacted(verdict, self._redactor)
        )
        self._transport: LineTransport | None = None
        self._capabilities: tuple[str, ...] = ()
        self._inbox: InboxSummary | None = None
        self._login_attempted = self._login_failed = self._encrypted = False

    def run(self) -> CheckReport:
        """Run all stages and return the report, whose ``started_at`` is in UTC."""
        began, started = datetime.now(UTC), perf_counter()
        with limited_by(self._limits, self._wakeup):
            verdict = self._run_stages()
        return CheckReport(
            target=self._request.target,
            verdict=verdict,
            started_at=began,
            seconds=perf_counter() - started,
            stages=tuple(self._stages.results),
            fingerprint=self._fingerprint(),
            inbox=self._inbox,
            login_attempted=self._login_attempted,
            login_failed=self._login_failed,
            encrypted=self._encrypted,
            transcript=tuple(self._transport.transcript) if self._transport else (),
        )

    def _run_stages(self) -> Verdict:
        try:
            self._converse(self._connect())
        except CheckEnded as over:
            return over.verdict
        return LoginOk()

    def _connect(self) -> LineTransport:
        route = self._connection
        self._stage(CheckStage.NAME, route.resolve)
        raw = self._stage(CheckStage.CONNECT, route.connect)
        if self._request.target.server_type in _TLS_TYPES:
            plain_socket = raw
            raw = self._stage(
                CheckStage.TLS, lambda: route.start_tls(plain_socket, self._tls_context)
            )
            self._encrypted = True
        self._transport = LineTransport(raw, self._redactor)
        return self._transport

    def _converse(self, transport: LineTransport) -> None:
        session: ImapSession | Pop3Session | None = None
        polite = False
        try:
            session = self._read_greeting(transport)
            self._sign_in(session, transport)
            polite = True
        except CheckEnded as over:
            polite = can_log_out(over.verdict)
            raise
        finally:
            self._log_out(session, transport, wait_for_answer=polite)

    def _read_greeting(self, transport: LineTransport) -> ImapSession | Pop3Session:
        kind = Pop3Session if self._request.target.server_type in _POP_TYPES else ImapSession
        greeting = self._stage(CheckStage.GREETING, lambda: self._receive_greeting(transport, kind))
        session: ImapSession | Pop3Session = kind(transport, greeting)
        session.encrypted = self._encrypted
        return session

    def _receive_greeting(
        self, transport: LineTransport, kind: type[ImapSession] | type[Pop3Session]
    ) -> bytes:
        hurried = not self._encrypted and self._request.target.port in limits.TLS_PORTS
        seconds = limits.TLS_PORT_SECONDS if hurried else limits.READ_SECONDS
        with limited_by(self._make_limits(self._limits.remaining(seconds)), self._wakeup):
            greeting = transport.greeting()
        if not kind.is_greeting(greeting):
            raise CheckEnded(WrongProtocol(detect_protocol(greeting), decode_line(greeting)))
        if kind.is_rejection(greeting):
            raise CheckEnded(
                refusal_verdict(
                    decode_line(greeting), CheckStage.GREETING, encrypted=self._encrypted
                )
            )
        return greeting

    def _sign_in(self, session: ImapSession | Pop3Session, transport: LineTransport) -> None:
        wish, provider = self._request, oauth_provider(self._connection.host)
        self._capabilities = self._stage(CheckStage.CAPABILITIES, session.capabilities)
        self._stage(
            CheckStage.CAPABILITIES,
            lambda: session.require_password_login(provider),
            continued=True,
        )
        self._check_login_possible(provider)
        if not self._encrypted and not wish.allow_plaintext:
            self._secure(session, transport)
        if not session.can_send(wish.target.user_name, wish.password):
            raise CheckEnded(ReachedOnly(LoginSkipped.UNSENDABLE))
        self._pass_guard()
        self._stage(CheckStage.LOGIN, lambda: self._login(session, provider))
        self._inbox = self._stage(CheckStage.FOLDER, session.inbox)

    def _check_login_possible(self, provider: OAuthProvider | None) -> None:
        if self._request.target.server_type is ServerType.IMAP_OAUTH:
            raise CheckEnded(ReachedOnly(LoginSkipped.OAUTH))
        if provider is OAuthProvider.MICROSOFT:
            raise CheckEnded(OAuthRequired(provider))
        if not self._request.password:
            raise CheckEnded(ReachedOnly(LoginSkipped.NO_PASSWORD))
        if not self._request.target.user_name:
            raise CheckEnded(ReachedOnly(LoginSkipped.NO_USER_NAME))

    def _secure(self, session: ImapSession | Pop3Session, transport: LineTransport) -> None:
        """Start TLS to protect the password, or end the check without sending it.

        A mailbox type without TLS does not fail for a certificate that SuperOffice never checks.
        """
        if not session.offers_tls:
            raise CheckEnded(ReachedOnly(LoginSkipped.PLAINTEXT))
        try:
            self._capabilities = self._stage(
                CheckStage.TLS, lambda: self._start_tls(session, transport)
            )
        except CheckEnded as over:
            raise CheckEnded(plaintext_verdict(over.verdict)) from None
        self._encrypted = True

    def _start_tls(
        self, session: ImapSession | Pop3Session, transport: LineTransport
    ) -> tuple[str, ...]:
        return session.start_tls(
            StartTlsContext(transport, self._tls_context(), self._connection.host)
        )

    def _pass_guard(self) -> None:
        """Ask the guard for permission to log in; the wait does not count against the deadline."""
        if self._guard is None:
            return
        started = perf_counter()
        try:
            addresses = [str(each[4][0]) for each in self._connection.addresses]
            why = self._guard.enter(self._request, self._cancel, addresses)
        except Cancelled:
            raise CheckEnded(CheckCancelled()) from None
        if why is not None:
            raise CheckEnded(ReachedOnly(why))
        self._limits.extend(perf_counter() - started)

    def _login(self, session: ImapSession | Pop3Session, provider: OAuthProvider | None) -> None:
        self._login_attempted = True
        verdict: Verdict | None = CheckCancelled()
        try:
            self._try_password(session)
            verdict = None
        except CheckEnded as over:
            verdict = adjust_refusal(over.verdict, provider)
            raise CheckEnded(verdict) from None
        finally:
            self._login_failed = self._counts_as_failed(session, verdict)
            if self._guard is not None:
                self._guard.leave(self._request, verdict, failed=self._login_failed)

    def _counts_as_failed(
        self, session: ImapSession | Pop3Session, verdict: Verdict | None
    ) -> bool:
        """Whether the server may have counted a wrong password, however the login ended."""
        if verdict is None:
            return False
        answer = session.refusal or (self._transport.complaint if self._transport else "")
        clear = isinstance(verdict, LoginRefused | LoginUnclear | OAuthRequired)
        return (session.password_sent or clear) and not is_unjudged(answer)

    def _try_password(self, session: ImapSession | Pop3Session) -> None:
        patient = self._make_limits(
            self._limits.remaining(limits.LOGIN_SECONDS), limits.LOGIN_SECONDS
        )
        with limited_by(patient, self._wakeup):
            session.login(self._request.target.user_name, self._request.password)

    def _log_out(
        self,
        session: ImapSession | Pop3Session | None,
        transport: LineTransport,
        *,
        wait_for_answer: bool,
    ) -> None:
        """Send QUIT or LOGOUT, however the check ended, and wait for the answer if one is due."""
        try:
            if session is None:
                return
            if wait_for_answer:
                with limited_by(self._make_limits(limits.LOGOUT_SECONDS), self._wakeup):
                    session.log_out()
            else:
                transport.send_nowait(session.LOGOUT)
        except STAGE_ERRORS:
            pass
        finally:
            transport.close_connection()

    def _stage(
        self, stage: CheckStage, function: Callable[[], Result], *, continued: bool = False
    ) -> Result:
        def watched() -> Result:
            self._limits.check()
            return function()

        return self._stages.run(stage, watched, continued=continued)

    def _verdict_of(self, error: Exception, stage: CheckStage) -> Verdict:
        """Return what an error means, given what the server sent or presents."""
        try:
            verdict = verdict_for_error(error, stage, self._connection.fetch_certificate)
            if stage is CheckStage.GREETING:
                return self._detect_tls(verdict)
            return verdict_after_complaint(
                verdict, stage, self._transport.complaint if self._transport else ""
            )
        except AppError as trouble:  # the limits ended the check while it fetched the certificate
            return verdict_for_error(trouble, stage, lambda: None)

    def _detect_tls(self, verdict: Verdict) -> Verdict:
        """Turn silence into WrongProtocol if the server expects TLS from the first byte."""
        silent = isinstance(verdict, TimedOut | ConnectionClosed)
        if silent and not self._encrypted and self._connection.fetch_certificate() is not None:
            return WrongProtocol(DetectedProtocol.TLS)
        return verdict

    def _make_limits(self, seconds: float, read_timeout: float | None = None) -> CallLimits:
        return CallLimits(
            deadline=seconds,
            read_timeout=limits.READ_SECONDS if read_timeout is None else read_timeout,
            max_bytes=limits.MAX_BYTES,
            mutates=False,
            cancel=self._cancel,
            wakeup=self._wakeup,
        )

    def _fingerprint(self) -> ServerFingerprint:
        trace = self._limits.trace
        der = trace.certificate
        return ServerFingerprint(
            addresses=tuple(dict.fromkeys(str(each[4][0]) for each in self._connection.addresses)),
            peer=trace.peer,
            certificate=describe_certificate(der, trace.tls_version) if der else None,
            certificate_sha256=fingerprint(der) if der else "",
            capabilities=tuple(map(self._redactor, self._capabilities[: limits.MAX_CAPABILITIES])),
        )
