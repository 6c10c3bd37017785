"""A mail server's certificate in words, and why it is not trusted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox.unicode_names import strip_hidden
from desktop_app.core.profiles.connection_test import Certificate
from desktop_app.ui.text.errors.message import Message
from desktop_app.ui.text.plain_text import shortened

MAX_NAMES = 5
"""Names of a certificate that are listed; the others are counted."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("certificates", text)


def sanitized(text: str) -> str:
    """A text from outside, short, and without what would turn a sentence round."""
    return shortened(strip_hidden(text))


def certificate_text(certificate: Certificate) -> str:
    """Whose it is, by whom, until when."""
    until = day_text(certificate.expires) if certificate.expires else "?"
    names = [sanitized(text) for text in (certificate.subject, certificate.issuer)]
    return tr("for %s, by %s, until %s, %s") % (*names, until, certificate.protocol)


def tls_failure_message(cause: TlsCause, certificate: Certificate | None, server: str) -> Message:
    """Why there is no trusted TLS, and what to do. ``certificate`` is what the server showed."""
    issuer = (
        sanitized(certificate.issuer)
        if certificate and certificate.issuer
        else tr("somebody unknown")
    )
    it = tr("Ask whoever runs the mail server.")
    return {
        TlsCause.UNKNOWN_ISSUER: lambda: Message(
            tr("The certificate of %s was issued by %s, whom this computer does not trust.")
            % (server, issuer),
            tr("If it is your company's own, put its CA file into the profile."),
        ),
        TlsCause.SELF_SIGNED: lambda: Message(
            tr("%s made its certificate itself, so this computer does not trust it.") % server,
            tr("If it is your company's own, put it as CA file into the profile."),
        ),
        TlsCause.WRONG_NAME: lambda: _wrong_name_message(server, certificate),
        TlsCause.EXPIRED: lambda: Message(
            tr("The certificate of %s has expired%s.") % (server, _expired_on(certificate)), it
        ),
        TlsCause.NOT_YET: lambda: Message(
            tr("The certificate of %s is not valid yet.") % server,
            tr("Check the clock of this computer first."),
        ),
        TlsCause.TOO_OLD: lambda: Message(
            tr("%s offers only TLS that is too old to be safe%s.")
            % (server, _protocol_version(certificate)),
            it,
        ),
        TlsCause.CA_FILE: lambda: Message(
            tr("The CA file of the profile cannot be used, so %s was not trusted.") % server,
            tr("Choose another one in the profile."),
        ),
    }.get(
        cause,
        lambda: Message(tr("No safe connection to %s: TLS failed.") % server, it),
    )()


def _wrong_name_message(server: str, certificate: Certificate | None) -> Message:
    names = (
        [sanitized(name) for name in certificate.subject.split(", ") if name] if certificate else []
    )
    it = tr("Ask whoever runs the mail server.")
    if certificate is None:
        return Message(tr("The certificate of %s is for another server.") % server, it)
    if not names:
        return Message(tr("The certificate of %s names no server at all.") % server, it)
    if server.casefold() in map(str.casefold, names):  # as common name (RFC 9525, 6.3)
        return Message(
            tr("The certificate of %s names it only in an old way that is not safe.") % server, it
        )
    return Message(
        tr("The certificate of %s is not for this name, but for %s.") % (server, _name_list(names)),
        tr("Use a name from the certificate as server, or ask whoever runs it."),
    )


def _name_list(names: list[str]) -> str:
    listed = ", ".join(names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return listed if more <= 0 else tr("%s and %d more") % (listed, more)


def _expired_on(certificate: Certificate | None) -> str:
    if certificate is None or certificate.expires is None:
        return ""
    return tr(" on %s") % day_text(certificate.expires)


def day_text(at: datetime) -> str:
    """A day as the user's locale writes it."""
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _protocol_version(certificate: Certificate | None) -> str:
    return f" ({certificate.protocol})" if certificate and certificate.protocol else ""
