"""A mail server's certificate in words, and why it is not trusted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox.unicode_names import strip_hidden
from desktop_app.core.profiles.connection_test import Certificate
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.message import Message
from desktop_app.ui.text.plain_text import shortened

MAX_NAMES = 5
"""Names of a certificate that are listed; the others are counted."""


def sanitized(text: str) -> str:
    """A text from outside, short, and without what would turn a sentence round."""
    return shortened(strip_hidden(text))


def certificate_text(certificate: Certificate) -> str:
    """Whose it is, by whom, until when."""
    until = day_text(certificate.expires) if certificate.expires else "?"
    names = [sanitized(text) for text in (certificate.subject, certificate.issuer)]
    return translate("certificates", "for %s, by %s, until %s, %s") % (
        *names,
        until,
        certificate.protocol,
    )


def tls_failure_message(cause: TlsCause, certificate: Certificate | None, server: str) -> Message:
    """Why there is no trusted TLS, and what to do. ``certificate`` is what the server showed."""
    issuer = (
        sanitized(certificate.issuer)
        if certificate and certificate.issuer
        else translate("certificates", "somebody unknown")
    )
    it = translate("certificates", "Ask whoever runs the mail server.")
    return {
        TlsCause.UNKNOWN_ISSUER: lambda: Message(
            translate(
                "certificates",
                "The certificate of {server} was issued by {issuer}, whom this computer does not "
                "trust.",
            ).format(server=server, issuer=issuer),
            translate(
                "certificates", "If it is your company's own, put its CA file into the profile."
            ),
        ),
        TlsCause.SELF_SIGNED: lambda: Message(
            translate(
                "certificates",
                "{server} made its certificate itself, so this computer does not trust it.",
            ).format(server=server),
            translate(
                "certificates", "If it is your company's own, put it as CA file into the profile."
            ),
        ),
        TlsCause.WRONG_NAME: lambda: _wrong_name_message(server, certificate),
        TlsCause.EXPIRED: lambda: Message(
            translate(
                "certificates", "The certificate of {server} has expired{expired_on}."
            ).format(server=server, expired_on=_expired_on(certificate)),
            it,
        ),
        TlsCause.NOT_YET: lambda: Message(
            translate("certificates", "The certificate of {server} is not valid yet.").format(
                server=server
            ),
            translate("certificates", "Check the clock of this computer first."),
        ),
        TlsCause.TOO_OLD: lambda: Message(
            translate(
                "certificates",
                "{server} offers only TLS that is too old to be safe{protocol_version}.",
            ).format(server=server, protocol_version=_protocol_version(certificate)),
            it,
        ),
        TlsCause.CA_FILE: lambda: Message(
            translate(
                "certificates",
                "The CA file of the profile cannot be used, so {server} was not trusted.",
            ).format(server=server),
            translate("certificates", "Choose another one in the profile."),
        ),
    }.get(
        cause,
        lambda: Message(
            translate("certificates", "No safe connection to {server}: TLS failed.").format(
                server=server
            ),
            it,
        ),
    )()


def _wrong_name_message(server: str, certificate: Certificate | None) -> Message:
    names = (
        [sanitized(name) for name in certificate.subject.split(", ") if name] if certificate else []
    )
    it = translate("certificates", "Ask whoever runs the mail server.")
    if certificate is None:
        return Message(
            translate("certificates", "The certificate of {server} is for another server.").format(
                server=server
            ),
            it,
        )
    if not names:
        return Message(
            translate("certificates", "The certificate of {server} names no server at all.").format(
                server=server
            ),
            it,
        )
    if server.casefold() in map(str.casefold, names):  # as common name (RFC 9525, 6.3)
        return Message(
            translate(
                "certificates",
                "The certificate of {server} names it only in an old way that is not safe.",
            ).format(server=server),
            it,
        )
    return Message(
        translate(
            "certificates", "The certificate of {server} is not for this name, but for {name_list}."
        ).format(server=server, name_list=_name_list(names)),
        translate(
            "certificates", "Use a name from the certificate as server, or ask whoever runs it."
        ),
    )


def _name_list(names: list[str]) -> str:
    listed = ", ".join(names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return (
        listed
        if more <= 0
        else translate("certificates", "{listed} and {more} more").format(listed=listed, more=more)
    )


def _expired_on(certificate: Certificate | None) -> str:
    if certificate is None or certificate.expires is None:
        return ""
    return translate("certificates", " on {day}").format(day=day_text(certificate.expires))


def day_text(at: datetime) -> str:
    """A day as the user's locale writes it."""
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _protocol_version(certificate: Certificate | None) -> str:
    return f" ({certificate.protocol})" if certificate and certificate.protocol else ""
