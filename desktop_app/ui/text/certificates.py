"""A mail server's certificate in words, and why it is not trusted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox.unicode_names import visible
from desktop_app.core.profiles.connection_test import Certificate
from desktop_app.ui.text.errors.message import Said
from desktop_app.ui.text.plain_text import shortened

NAMED = 5
"""Names of a certificate that are listed; the others are counted."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("certificates", text)


def foreign(text: str) -> str:
    """A text from outside, short, and without what would turn a sentence round."""
    return shortened(visible(text))


def certificate_words(shown: Certificate) -> str:
    """Whose it is, by whom, until when."""
    until = day_words(shown.expires) if shown.expires else "?"
    names = [foreign(text) for text in (shown.subject, shown.issuer)]
    return tr("for %s, by %s, until %s, %s") % (*names, until, shown.protocol)


def tls_words(cause: TlsCause, shown: Certificate | None, server: str) -> Said:
    """Why there is no trusted TLS, and what to do. ``shown`` is what the server showed."""
    issuer = foreign(shown.issuer) if shown and shown.issuer else tr("somebody unknown")
    it = tr("Ask whoever runs the mail server.")
    return {
        TlsCause.UNKNOWN_ISSUER: lambda: Said(
            tr("The certificate of %s was issued by %s, whom this computer does not trust.")
            % (server, issuer),
            tr("If it is your company's own, put its CA file into the profile."),
        ),
        TlsCause.SELF_SIGNED: lambda: Said(
            tr("%s made its certificate itself, so this computer does not trust it.") % server,
            tr("If it is your company's own, put it as CA file into the profile."),
        ),
        TlsCause.WRONG_NAME: lambda: _wrong_name(server, shown),
        TlsCause.EXPIRED: lambda: Said(
            tr("The certificate of %s has expired%s.") % (server, _since(shown)), it
        ),
        TlsCause.NOT_YET: lambda: Said(
            tr("The certificate of %s is not valid yet.") % server,
            tr("Check the clock of this computer first."),
        ),
        TlsCause.TOO_OLD: lambda: Said(
            tr("%s offers only TLS that is too old to be safe%s.") % (server, _version(shown)), it
        ),
        TlsCause.CA_FILE: lambda: Said(
            tr("The CA file of the profile cannot be used, so %s was not trusted.") % server,
            tr("Choose another one in the profile."),
        ),
    }.get(
        cause,
        lambda: Said(tr("No safe connection to %s: TLS failed.") % server, it),
    )()


def _wrong_name(server: str, shown: Certificate | None) -> Said:
    names = [foreign(name) for name in shown.subject.split(", ") if name] if shown else []
    it = tr("Ask whoever runs the mail server.")
    if shown is None:
        return Said(tr("The certificate of %s is for another server.") % server, it)
    if not names:
        return Said(tr("The certificate of %s names no server at all.") % server, it)
    if server.casefold() in map(str.casefold, names):  # as common name (RFC 9525, 6.3)
        return Said(
            tr("The certificate of %s names it only in an old way that is not safe.") % server, it
        )
    return Said(
        tr("The certificate of %s is not for this name, but for %s.") % (server, _listed(names)),
        tr("Use a name from the certificate as server, or ask whoever runs it."),
    )


def _listed(names: list[str]) -> str:
    listed = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return listed if more <= 0 else tr("%s and %d more") % (listed, more)


def _since(shown: Certificate | None) -> str:
    if shown is None or shown.expires is None:
        return ""
    return tr(" on %s") % day_words(shown.expires)


def day_words(at: datetime) -> str:
    """A day as the user's locale writes it."""
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _version(shown: Certificate | None) -> str:
    return f" ({shown.protocol})" if shown and shown.protocol else ""
