"""Rules of a check: redaction, refined verdicts, and providers that ended password sign-in."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_app.core.mail_check.check_verdicts import (
    WITH_SERVER_MESSAGE,
    CheckCancelled,
    CheckStage,
    ConnectionClosed,
    LoginMethodMissing,
    LoginRefused,
    LoginSkipped,
    LoginUnclear,
    OAuthProvider,
    OAuthRequired,
    ProtocolFault,
    ReachedOnly,
    ServerFault,
    TimedOut,
    Verdict,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import CheckRequest
from desktop_app.core.redaction import Redactor
from desktop_app.mailcheck.server_replies import MAX_REPLY_LENGTH


def password_redactor(request: CheckRequest) -> Redactor:
    """Return a Redactor for the password in every form in which it is sent."""
    user, password = request.target.user_name, request.password
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    return Redactor((password, quoted, f"\0{user}\0{password}") if password else ())


def redacted(verdict: Verdict, redact: Redactor) -> Verdict:
    """Return the verdict with its server text redacted, in case the server echoed the password.

    Only then is it cut to ``MAX_REPLY_LENGTH``.
    """
    if isinstance(verdict, LoginMethodMissing):
        return replace(verdict, offered=tuple(redact(each) for each in verdict.offered))
    if isinstance(verdict, WITH_SERVER_MESSAGE) and verdict.server_message:
        return replace(verdict, server_message=redact(verdict.server_message)[:MAX_REPLY_LENGTH])
    return verdict


def can_log_out(verdict: Verdict) -> bool:
    """Whether the server still answers, so that a log-out can wait for its answer."""
    if isinstance(verdict, ServerFault):
        return verdict.fault is ProtocolFault.REPORTED
    return not isinstance(verdict, TimedOut | ConnectionClosed | CheckCancelled)


def plaintext_verdict(verdict: Verdict) -> Verdict:
    """Return ReachedOnly for a failed STARTTLS that was optional; protocol faults stay faults."""
    if isinstance(verdict, WrongProtocol):  # the server agreed to TLS, then sent plain text
        return ServerFault(CheckStage.TLS, ProtocolFault.MALFORMED)
    trick = isinstance(verdict, ServerFault) and verdict.fault is not ProtocolFault.REPORTED
    return (
        verdict
        if trick or isinstance(verdict, CheckCancelled)
        else ReachedOnly(LoginSkipped.PLAINTEXT)
    )


def adjust_refusal(verdict: Verdict, provider: OAuthProvider | None) -> Verdict:
    """Return what a refusal by Google means, any other verdict unchanged.

    OAuthRequired if Google says that it takes no such password; otherwise a refused password may
    also be a mistyped app password.
    """
    if provider is not OAuthProvider.GOOGLE or not isinstance(verdict, LoginRefused | LoginUnclear):
        return verdict
    if _APP_PASSWORD_ONLY.search(verdict.server_message):
        return OAuthRequired(provider, verdict.server_message)
    return replace(verdict, provider=provider) if isinstance(verdict, LoginRefused) else verdict


_APP_PASSWORD_ONLY = re.compile(
    "application-specific|app.?password|web ?browser|web ?login|less secure", re.IGNORECASE
)
"""What Google says to a password that is not an app password."""
_MICROSOFT_DOMAINS = ("outlook.com", "office365.com", "office.com", "office365.us", "outlook.cn")
_GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")


def oauth_provider(host: str) -> OAuthProvider | None:
    """Return the provider that has ended password sign-in at this host, or None.

    Microsoft ended basic authentication and app passwords in October 2022, so no password is tried
    there. Google still accepts app passwords, so its server is asked.
    """
    name = host.rstrip(".").casefold()
    for domains, provider in (
        (_MICROSOFT_DOMAINS, OAuthProvider.MICROSOFT),
        (_GOOGLE_DOMAINS, OAuthProvider.GOOGLE),
    ):
        if any(name == domain or name.endswith(f".{domain}") for domain in domains):
            return provider
    return None
