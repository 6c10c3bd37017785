"""Maps what the libraries raise during a check to verdicts."""

from __future__ import annotations

import imaplib
import poplib
from collections.abc import Callable

from desktop_app.core.errors import (
    Cancelled,
    DeadlineExceeded,
    NetworkFailure,
    ResponseTooLarge,
    TlsCause,
    TlsError,
    Unreachable,
)
from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    CheckStage,
    ConnectionClosed,
    ConnectionRefused,
    DetectedProtocol,
    LoginRefused,
    LoginUnclear,
    NameNotFound,
    NoRoute,
    ProtocolFault,
    ServerFault,
    TimedOut,
    TlsFailed,
    TooManyConnections,
    Verdict,
    WrongProtocol,
)
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.mailcheck.line_transport import ConnectionEnded, LineTooLong
from desktop_app.mailcheck.server_replies import refusal_verdict

_BEFORE_REPLIES = (CheckStage.CONNECT, CheckStage.TLS, CheckStage.GREETING)


def verdict_for_error(
    error: Exception, stage: CheckStage, fetch_certificate: Callable[[], Certificate | None]
) -> Verdict:
    """Return the verdict for an error; ``fetch_certificate`` reads the server's certificate."""
    if isinstance(error, Cancelled):
        return CheckCancelled()
    if isinstance(error, DeadlineExceeded):
        return TimedOut(stage)
    if isinstance(error, TlsError):
        return _tls_verdict(error, stage, fetch_certificate)
    if isinstance(error, Unreachable):
        return _network_verdict(error.failure, stage)
    if isinstance(error, ConnectionEnded | OSError):
        return _closed_verdict(stage)
    if isinstance(error, LineTooLong | ResponseTooLarge):
        return ServerFault(stage, ProtocolFault.TOO_LONG)
    return _protocol_verdict(error, stage)


def verdict_after_complaint(verdict: Verdict, stage: CheckStage, complaint: str) -> Verdict:
    """Return the reason in IMAP's untagged BYE, BAD or NO if the server gave no answer after it.

    Such a complaint is no refusal of the password, whatever it says: a refusal is the answer to the
    login. So a clear refusal becomes LoginUnclear.
    """
    silent = isinstance(verdict, TimedOut) or verdict == ServerFault(stage, ProtocolFault.TRUNCATED)
    if not complaint or not silent:
        return verdict
    meant = refusal_verdict(complaint, stage, encrypted=True)
    return LoginUnclear(meant.server_message) if isinstance(meant, LoginRefused) else meant


def _network_verdict(reach: NetworkFailure, stage: CheckStage) -> Verdict:
    if reach is NetworkFailure.NAME_NOT_FOUND:
        return NameNotFound()
    if reach is NetworkFailure.REFUSED:
        return ConnectionRefused()
    if reach is NetworkFailure.NO_ROUTE:
        return NoRoute()
    return TimedOut(stage) if reach is NetworkFailure.TIMED_OUT else _closed_verdict(stage)


def _closed_verdict(stage: CheckStage) -> Verdict:
    return (
        ConnectionClosed(stage)
        if stage in _BEFORE_REPLIES
        else ServerFault(stage, ProtocolFault.TRUNCATED)
    )


def _tls_verdict(
    error: TlsError, stage: CheckStage, fetch_certificate: Callable[[], Certificate | None]
) -> Verdict:
    if error.cause is TlsCause.NOT_TLS:
        return WrongProtocol(DetectedProtocol.PLAIN)
    if error.cause is TlsCause.CLOSED:
        return ConnectionClosed(stage)
    certificate = None if error.cause is TlsCause.CA_FILE else fetch_certificate()
    return TlsFailed(error.cause, certificate, error.detail)


def _protocol_verdict(error: Exception, stage: CheckStage) -> Verdict:
    """Return the verdict for a refusal outside the login, or for an answer that makes no sense."""
    text = str(error.args[0]) if error.args else ""
    if isinstance(error, poplib.error_proto) and text == "line too long":
        return ServerFault(stage, ProtocolFault.TOO_LONG)
    if isinstance(error, imaplib.IMAP4.error | poplib.error_proto):
        verdict = refusal_verdict(text, stage, encrypted=True)
        if isinstance(verdict, TooManyConnections):
            return verdict
        if stage is CheckStage.TLS:  # STARTTLS was refused
            return ServerFault(stage, ProtocolFault.REPORTED)
    return ServerFault(stage, ProtocolFault.MALFORMED)
