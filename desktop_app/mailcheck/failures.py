"""What the libraries raise in the middle of a check, as results."""

from __future__ import annotations

import imaplib
import poplib
from collections.abc import Callable

from desktop_app.core.errors import (
    AnswerTooLarge,
    Cancelled,
    DeadlinePassed,
    Reach,
    TlsCause,
    TlsTrouble,
    Unreachable,
)
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Closed,
    Fault,
    LoginRefused,
    NameNotFound,
    NotThisProtocol,
    NoWay,
    Refused,
    Seen,
    ServerFault,
    Stopped,
    TimedOut,
    TlsFailed,
    TooManyConnections,
    Verdict,
)
from desktop_app.core.profiles.connection_test import Certificate
from desktop_app.mailcheck.line_transport import Ended, TooLong
from desktop_app.mailcheck.server_replies import refusal

_BEFORE_WORDS = (CheckStage.CONNECT, CheckStage.TLS, CheckStage.GREETING)


def verdict_of(
    error: Exception, stage: CheckStage, shown: Callable[[], Certificate | None]
) -> Verdict:
    """The result that an error at a stage is; ``shown`` looks at the server's certificate."""
    if isinstance(error, Cancelled):
        return Stopped()
    if isinstance(error, DeadlinePassed):
        return TimedOut(stage)
    if isinstance(error, TlsTrouble):
        return _untrusted(error, stage, shown)
    if isinstance(error, Unreachable):
        return _unreached(error.reach, stage)
    if isinstance(error, Ended | OSError):
        return _cut(stage)
    if isinstance(error, TooLong | AnswerTooLarge):
        return ServerFault(stage, Fault.TOO_LONG)
    return _garbled(error, stage)


def said_goodbye(verdict: Verdict, stage: CheckStage, words: str) -> Verdict:
    """A connection that was cut or fell silent after IMAP's BYE ended for the reason given there.

    It is no refusal of the password, whatever it says: a refusal is the answer to the login.
    """
    cut = isinstance(verdict, TimedOut) or verdict == ServerFault(stage, Fault.CUT)
    if not words or not cut:
        return verdict
    meant = refusal(words, stage, encrypted=True)
    return ServerFault(stage, Fault.SAID, meant.said) if isinstance(meant, LoginRefused) else meant


def _unreached(reach: Reach, stage: CheckStage) -> Verdict:
    if reach is Reach.NAME_NOT_FOUND:
        return NameNotFound()
    if reach is Reach.REFUSED:
        return Refused()
    if reach is Reach.NO_ROUTE:
        return NoWay()
    return TimedOut(stage) if reach is Reach.TIMED_OUT else _cut(stage)


def _cut(stage: CheckStage) -> Verdict:
    return Closed(stage) if stage in _BEFORE_WORDS else ServerFault(stage, Fault.CUT)


def _untrusted(
    error: TlsTrouble, stage: CheckStage, shown: Callable[[], Certificate | None]
) -> Verdict:
    if error.cause is TlsCause.NOT_TLS:
        return NotThisProtocol(Seen.PLAIN)
    if error.cause is TlsCause.OTHER and "eof" in error.detail.lower():
        return Closed(stage)
    certificate = None if error.cause is TlsCause.CA_FILE else shown()
    return TlsFailed(error.cause, certificate, error.detail)


def _garbled(error: Exception, stage: CheckStage) -> Verdict:
    """A goodbye in the middle, or words that belong to no answer."""
    text = str(error.args[0]) if error.args else ""
    if isinstance(error, poplib.error_proto) and text == "line too long":
        return ServerFault(stage, Fault.TOO_LONG)
    if isinstance(error, imaplib.IMAP4.error | poplib.error_proto):
        verdict = refusal(text, stage, encrypted=True)
        if isinstance(verdict, TooManyConnections):
            return verdict
        if stage is CheckStage.TLS:  # STARTTLS was refused
            return ServerFault(stage, Fault.SAID)
    return ServerFault(stage, Fault.GARBLED)
