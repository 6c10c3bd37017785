"""Small questions of a check: which secrets, which results, who has ended password sign-in."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.mail_check.check_verdicts import (
    WITH_SERVER_MESSAGE,
    CheckCancelled,
    CheckStage,
    ConnectionClosed,
    LoginMethodMissing,
    LoginRefused,
    LoginSkipped,
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


def password_redactor(request: CheckRequest) -> Redactor:
    """Blanks the password in all forms in which it travels."""
    user, password = request.target.user_name, request.password
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    return Redactor((password, quoted, f"\0{user}\0{password}") if password else ())


def redacted(verdict: Verdict, redact: Redactor) -> Verdict:
    """The same without the password, should the server have said it back, and fit to be read."""
    if isinstance(verdict, LoginMethodMissing):
        return replace(verdict, offered=tuple(redact(each) for each in verdict.offered))
    if isinstance(verdict, WITH_SERVER_MESSAGE) and verdict.server_message:
        return replace(verdict, server_message=redact(verdict.server_message))
    return verdict


def can_log_out(verdict: Verdict) -> bool:
    """Whether the server still listens, and answers a farewell."""
    if isinstance(verdict, ServerFault):
        return verdict.fault is ProtocolFault.REPORTED
    return not isinstance(verdict, TimedOut | ConnectionClosed | CheckCancelled)


def plaintext_verdict(verdict: Verdict) -> Verdict:
    """What a failure of TLS means that was only to hide the password; tricks stay tricks."""
    if isinstance(verdict, WrongProtocol):  # it said that TLS begins, and went on without
        return ServerFault(CheckStage.TLS, ProtocolFault.MALFORMED)
    trick = isinstance(verdict, ServerFault) and verdict.fault is not ProtocolFault.REPORTED
    return (
        verdict
        if trick or isinstance(verdict, CheckCancelled)
        else ReachedOnly(LoginSkipped.PLAINTEXT)
    )


def adjust_refusal(verdict: Verdict, provider: OAuthProvider | None) -> Verdict:
    """Where a provider has ended passwords, a refusal means that."""
    if provider is OAuthProvider.GOOGLE and isinstance(verdict, LoginRefused):
        return OAuthRequired(provider, verdict.server_message)
    return verdict


_MICROSOFT_DOMAINS = ("outlook.com", "office365.com", "office.com", "office365.us", "outlook.cn")
_GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")


def oauth_provider(host: str) -> OAuthProvider | None:
    """Return the provider that has ended password sign-in at this host, or None.

    Microsoft took basic authentication and app passwords away in October 2022; no password is
    worth a try there. Google still takes app passwords, so there the server is asked.
    """
    name = host.rstrip(".").casefold()
    for domains, provider in (
        (_MICROSOFT_DOMAINS, OAuthProvider.MICROSOFT),
        (_GOOGLE_DOMAINS, OAuthProvider.GOOGLE),
    ):
        if any(name == domain or name.endswith(f".{domain}") for domain in domains):
            return provider
    return None
