"""Small questions of a check: which secrets, which results."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.mail_check.check_verdicts import (
    SAYING,
    Answered,
    CheckStage,
    Closed,
    Fault,
    LoginMethodMissing,
    LoginRefused,
    NeedsOAuth,
    NotThisProtocol,
    NotTried,
    OAuthProvider,
    ServerFault,
    Stopped,
    TimedOut,
    Verdict,
)
from desktop_app.core.mail_check.mail_check import CheckWish
from desktop_app.core.redaction import Scrubber


def scrubber(wish: CheckWish) -> Scrubber:
    """Blanks the password in all forms in which it travels."""
    user, password = wish.target.user_name, wish.password
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    return Scrubber((password, quoted, f"\0{user}\0{password}") if password else ())


def cleaned(verdict: Verdict, scrub: Scrubber) -> Verdict:
    """The same without the password, should the server have said it back, and fit to be read."""
    if isinstance(verdict, LoginMethodMissing):
        return replace(verdict, offered=tuple(scrub(each) for each in verdict.offered))
    if isinstance(verdict, SAYING) and verdict.said:
        return replace(verdict, said=scrub(verdict.said))
    return verdict


def is_calm(verdict: Verdict) -> bool:
    """Whether the server still listens, and answers a farewell."""
    if isinstance(verdict, ServerFault):
        return verdict.fault is Fault.SAID
    return not isinstance(verdict, TimedOut | Closed | Stopped)


def without_tls(verdict: Verdict) -> Verdict:
    """What a failure of TLS means that was only to hide the password; tricks stay tricks."""
    if isinstance(verdict, NotThisProtocol):  # it said that TLS begins, and went on without
        return ServerFault(CheckStage.TLS, Fault.GARBLED)
    trick = isinstance(verdict, ServerFault) and verdict.fault is not Fault.SAID
    return verdict if trick or isinstance(verdict, Stopped) else Answered(NotTried.IN_THE_CLEAR)


def judged(verdict: Verdict, provider: OAuthProvider | None) -> Verdict:
    """Where a provider has ended passwords, a refusal means that."""
    if provider is OAuthProvider.GOOGLE and isinstance(verdict, LoginRefused):
        return NeedsOAuth(provider, verdict.said)
    return verdict
