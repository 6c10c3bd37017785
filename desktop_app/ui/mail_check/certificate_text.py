"""Texts about a mail server's certificate, and why it is not trusted; all are translated."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import TlsFailed
from desktop_app.core.mail_check.mail_check import ServerFingerprint
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
            "The certificate of {server} was issued by {issuer}, which this computer does not "
            "trust.\nIf your company runs this issuer, choose its CA file in the profile.",
        ),
        TlsCause.SELF_SIGNED: QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} uses a self-signed certificate, which this computer does not trust.\n"
            "If the server is your company's own, choose the certificate as CA file in the "
            "profile.",
        ),
        TlsCause.WRONG_NAME: Choice(
            "certificate",
            {
                None: QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} is for a different server.\n"
                    "Contact the mail server administrator.",
                )
            },
            Choice(
                "names",
                {
                    (): QT_TRANSLATE_NOOP(
                        "mail_check",
                        "The certificate of {server} does not name any server.\n"
                        "Contact the mail server administrator.",
                    )
                },
                QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} is for {names}.\n"
                    "Enter a name from the certificate as the server, or contact the mail server "
                    "administrator.",
                ),
            ),
        ),
        TlsCause.EXPIRED: Choice(
            "expires",
            {
                None: QT_TRANSLATE_NOOP(
                    "mail_check",
                    "The certificate of {server} has expired.\n"
                    "Contact the mail server administrator.",
                )
            },
            QT_TRANSLATE_NOOP(
                "mail_check",
                "The certificate of {server} expired on {expires}.\n"
                "Contact the mail server administrator.",
            ),
        ),
        TlsCause.NOT_YET: QT_TRANSLATE_NOOP(
            "mail_check",
            "The certificate of {server} is not valid yet.\n"
            "Check the clock of this computer first.",
        ),
        TlsCause.REVOKED: QT_TRANSLATE_NOOP(
            "mail_check",
            "The certificate of {server} has been revoked.\n"
            "Do not use this server until its administrator has replaced the certificate.",
        ),
        TlsCause.WEAK_CERTIFICATE: QT_TRANSLATE_NOOP(
            "mail_check",
            "The key or signature of the certificate of {server} is too weak to be safe.\n"
            "Ask the mail server administrator for a certificate with a stronger key.",
        ),
        TlsCause.CLIENT_CERTIFICATE: QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} requires a client certificate, which neither this program nor a mailbox in "
            "SuperOffice has.\nAsk the mail server administrator for a server that requires none.",
        ),
        TlsCause.NAME_REFUSED: QT_TRANSLATE_NOOP(
            "mail_check",
            "The mail server does not recognize the name {server}.\n"
            "Check the name. An alias or an IP address may not be enough.",
        ),
        TlsCause.TOO_OLD: Choice(
            "protocol",
            {
                "": QT_TRANSLATE_NOOP(
                    "mail_check",
                    "{server} only offers TLS versions that are too old to be safe.\n"
                    "Contact the mail server administrator.",
                )
            },
            QT_TRANSLATE_NOOP(
                "mail_check",
                "{server} only offers TLS versions that are too old to be safe ({protocol}).\n"
                "Contact the mail server administrator.",
            ),
        ),
        TlsCause.CA_FILE: QT_TRANSLATE_NOOP(
            "mail_check",
            "The CA file of the profile cannot be used, so {server} is not trusted.\n"
            "Choose another file in the profile: PEM, DER or PKCS #7 (.p7b).",
        ),
    },
    QT_TRANSLATE_NOOP(
        "mail_check",
        "No secure connection to {server}: TLS failed.\nContact the mail server administrator.",
    ),
)
"""Messages by TLS error: why the connection is not trusted, and what to do."""

COMMON_NAME_ONLY = QT_TRANSLATE_NOOP(
    "mail_check",
    "The certificate of {server} names the server only in an outdated, unsafe way.\n"
    "Contact the mail server administrator.",
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
    return translate(
        "mail_check", "for {subject}, issued by {issuer}, expires on {day}, {protocol}"
    ).format(
        subject=sanitized(certificate.subject),
        issuer=sanitized(certificate.issuer),
        day=day_text(certificate.expires) if certificate.expires else "?",
        protocol=certificate.protocol,
    )


def certificate_title(certificate: Certificate) -> str:
    """Return the title of the lines about a certificate: until when it is valid, and the TLS."""
    if certificate.expires is None:
        return translate("mail_check", "Certificate")
    return translate("mail_check", "Certificate: expires on {day}, {protocol}").format(
        day=day_text(certificate.expires), protocol=certificate.protocol
    )


def certificate_lines(seen: ServerFingerprint) -> list[str]:
    """Return the certificate of a server and its fingerprint; nothing without a certificate."""
    if seen.certificate is None:
        return []
    return [
        translate("mail_check", "Certificate: {certificate}").format(
            certificate=certificate_text(seen.certificate)
        ),
        translate("mail_check", "Fingerprint (SHA-256): {fingerprint}").format(
            fingerprint=seen.certificate_sha256
        ),
    ]


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
