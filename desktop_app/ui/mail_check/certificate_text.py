"""Texts about a mail server's certificate, and why it is not trusted; all are translated."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import TlsFailed
from desktop_app.core.mailbox.characters import strip_hidden
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_app.ui.text.message import Choice
from desktop_app.ui.text.plain_text import shortened

MAX_NAMES = 5
"""The most names of a certificate that are listed; the others are counted."""

TLS_FAILED = Choice(
    "cause",
    {
        TlsCause.UNKNOWN_ISSUER: QT_TRANSLATE_NOOP(
            "mail_check",
            "The certificate of {server} was issued by {issuer}, whom this computer does not "
            "trust.\nIf it is your company's own, put its CA file into the profile.",
        ),
        TlsCause.SELF_SIGNED: QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} made its certificate itself, so this computer does not trust it.\n"
            "If it is your company's own, put it as CA file into the profile.",
        ),
        TlsCause.WRONG_NAME: Choice(
            "certificate",
            {
                None: QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} is for another server.\n"
                    "Ask whoever runs the mail server.",
                )
            },
            Choice(
                "names",
                {
                    (): QT_TRANSLATE_NOOP(
                        "mail_check",
                        "The certificate of {server} names no server at all.\n"
                        "Ask whoever runs the mail server.",
                    )
                },
                QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} is not for this name, but for {names}.\n"
                    "Use a name from the certificate as server, or ask whoever runs it.",
                ),
            ),
        ),
        TlsCause.EXPIRED: Choice(
            "expires",
            {
                None: QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} has expired.\nAsk whoever runs the mail server.",
                )
            },
            QT_TRANSLATE_NOOP(
                "mail_check",
                "The certificate of {server} has expired on {expires}.\n"
                "Ask whoever runs the mail server.",
            ),
        ),
        TlsCause.NOT_YET: QT_TRANSLATE_NOOP(
            "mail_check",
            "The certificate of {server} is not valid yet.\n"
            "Check the clock of this computer first.",
        ),
        TlsCause.REVOKED: QT_TRANSLATE_NOOP(
            "mail_check",
            "The certificate of {server} was revoked.\n"
            "Do not use this server until whoever runs it has replaced the certificate.",
        ),
        TlsCause.WEAK_CERTIFICATE: QT_TRANSLATE_NOOP(
            "mail_check",
            "The key or signature of the certificate of {server} is too weak to be safe.\n"
            "Ask whoever runs the mail server for a certificate with a stronger key.",
        ),
        TlsCause.CLIENT_CERTIFICATE: QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} requires a client certificate, which neither this program nor a mailbox in "
            "SuperOffice has.\nAsk whoever runs the mail server for a server that requires none.",
        ),
        TlsCause.NAME_REFUSED: QT_TRANSLATE_NOOP(
            "mail_check",
            "The mail server does not know the name {server}.\n"
            "Check the name; an alias or an IP address may not be enough.",
        ),
        TlsCause.TOO_OLD: Choice(
            "protocol",
            {
                "": QT_TRANSLATE_NOOP(
                    "mail_check",
                    "{server} offers only TLS that is too old to be safe.\n"
                    "Ask whoever runs the mail server.",
                )
            },
            QT_TRANSLATE_NOOP(
                "mail_check",
                "{server} offers only TLS that is too old to be safe ({protocol}).\n"
                "Ask whoever runs the mail server.",
            ),
        ),
        TlsCause.CA_FILE: QT_TRANSLATE_NOOP(
            "mail_check",
            "The CA file of the profile cannot be used, so {server} was not trusted.\n"
            "Choose another one in the profile: PEM, DER or PKCS #7 (.p7b).",
        ),
    },
    QT_TRANSLATE_NOOP(
        "mail_check",
        "No safe connection to {server}: TLS failed.\nAsk whoever runs the mail server.",
    ),
)
"""Messages by TLS error: why the connection is not trusted, and what to do."""

COMMON_NAME_ONLY = QT_TRANSLATE_NOOP(
    "mail_check",
    "The certificate of {server} names it only in an old way that is not safe.\n"
    "Ask whoever runs the mail server.",
)
"""The message if the server's name is only the certificate's common name (RFC 9525, 6.3)."""


def is_common_name_only(verdict: TlsFailed, server: str) -> bool:
    """Return whether a certificate refused for its names has the server as common name."""
    return verdict.cause is TlsCause.WRONG_NAME and server.casefold() in (
        sanitized(name).casefold() for name in verdict.names
    )


def sanitized(text: str) -> str:
    """Return a foreign text shortened, without hidden or direction-changing characters."""
    return shortened(strip_hidden(text))


def certificate_text(certificate: Certificate) -> str:
    """Return a line with subject, issuer, expiry day and TLS protocol of a certificate."""
    return translate("mail_check", "for {subject}, by {issuer}, until {day}, {protocol}").format(
        subject=sanitized(certificate.subject),
        issuer=sanitized(certificate.issuer),
        day=day_text(certificate.expires) if certificate.expires else "?",
        protocol=certificate.protocol,
    )


def name_list(names: tuple[str, ...]) -> str:
    """Return the first names of a certificate, and how many more there are."""
    listed = ", ".join(map(sanitized, names[:MAX_NAMES]))
    more = len(names) - MAX_NAMES
    return (
        listed
        if more <= 0
        else translate("mail_check", "{listed} and {more} more").format(listed=listed, more=more)
    )


def day_text(at: datetime) -> str:
    """Return a day in the short format of the user's locale."""
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
