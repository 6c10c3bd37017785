"""Hosts of providers that have ended the login with a password.

Microsoft took basic authentication and app passwords away in October 2022; no password is worth a
try there. Google still takes app passwords, so there the server is asked.
"""

from __future__ import annotations

from desktop_app.core.mail_check.check_verdicts import OAuthProvider

_MICROSOFT_DOMAINS = ("outlook.com", "office365.com", "office.com", "office365.us", "outlook.cn")
_GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")


def oauth_provider(host: str) -> OAuthProvider | None:
    """The provider whose host this is, if it is one of those."""
    name = host.rstrip(".").casefold()
    for domains, provider in (
        (_MICROSOFT_DOMAINS, OAuthProvider.MICROSOFT),
        (_GOOGLE_DOMAINS, OAuthProvider.GOOGLE),
    ):
        if any(name == domain or name.endswith(f".{domain}") for domain in domains):
            return provider
    return None
