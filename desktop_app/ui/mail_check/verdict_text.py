"""Messages for each verdict of a mail server check: what happened, and what to do."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    OAuthProvider,
    ProtocolFault,
    VerdictLevel,
)
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate, translate_marked
from desktop_app.ui.mail_check.certificate_text import (
    COMMON_NAME_ONLY,
    TLS_FAILED,
    day_text,
    is_common_name_only,
    name_list,
    sanitized,
)
from desktop_app.ui.mail_check.reason_text import REASONS
from desktop_app.ui.text.message import Choice, Message, message_of

_WRONG_PROTOCOL = {
    DetectedProtocol.TLS: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} requires TLS from the start on this port.\n"
        "Choose a server type with TLS, or the port without TLS.",
    ),
    DetectedProtocol.PLAIN: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} does not use TLS from the start on this port.\n"
        "Use the port for TLS: usually 993 for IMAP, 995 for POP.",
    ),
    DetectedProtocol.POP: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} speaks POP on this port.\nChoose POP as server type, or the port for IMAP.",
    ),
    DetectedProtocol.IMAP: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} speaks IMAP on this port.\nChoose IMAP as server type, or the port for POP.",
    ),
    DetectedProtocol.SMTP: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} is a server for outgoing mail (SMTP) on this port.\n"
        "Check server and port. The usual ports over TLS are 993 for IMAP and 995 for POP.",
    ),
    DetectedProtocol.HTTP: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} is a web server on this port.\n"
        "Check server and port. The usual ports over TLS are 993 for IMAP and 995 for POP.",
    ),
    DetectedProtocol.SSH: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} is an SSH server on this port.\n"
        "Check server and port. The usual ports over TLS are 993 for IMAP and 995 for POP.",
    ),
    DetectedProtocol.OTHER: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} speaks neither POP nor IMAP on this port.\n"
        "Check server and port. The usual ports over TLS are 993 for IMAP and 995 for POP.",
    ),
}
_OAUTH = {
    OAuthProvider.MICROSOFT: QT_TRANSLATE_NOOP(
        "mail_check",
        "Microsoft no longer accepts passwords here, only OAuth. {server_message}\n"
        "Change the mailbox in SuperOffice with “Sign in with Microsoft”. The password was not "
        "sent.",
    ),
    OAuthProvider.GOOGLE: QT_TRANSLATE_NOOP(
        "mail_check",
        "Google refused the password: only app passwords are accepted. {server_message}\n"
        "Create an app password in the Google account and use it here.",
    ),
    OAuthProvider.OTHER: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} does not accept passwords, only OAuth.\n"
        "Ask the mail server administrator for a login with a password.",
    ),
}
_FAULTS = {
    ProtocolFault.REPORTED: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} reported an internal error. {server_message}\n"
        "Try again later. If the problem persists, contact the mail server administrator.",
    ),
    ProtocolFault.TOO_LONG: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} sent far too much data, so the check stopped reading. {server_message}\n"
        "Try again later. If the problem persists, contact the mail server administrator.",
    ),
    ProtocolFault.MALFORMED: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} sent a reply that mail programs do not understand. {server_message}\n"
        "Try again later. If the problem persists, contact the mail server administrator.",
    ),
    ProtocolFault.TRUNCATED: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} closed the connection in the middle of a reply. {server_message}\n"
        "Try again later. If the problem persists, contact the mail server administrator.",
    ),
}

MESSAGES: dict[type[found.Verdict], str | Choice] = {
    found.LoginOk: QT_TRANSLATE_NOOP("mail_check", "{server} accepts this user name and password."),
    found.ReachedOnly: QT_TRANSLATE_NOOP("mail_check", "{server} responds.\n{reason}"),
    found.NotCheckable: QT_TRANSLATE_NOOP("mail_check", "Not checked.\n{reason}"),
    found.NameNotFound: QT_TRANSLATE_NOOP(
        "mail_check",
        "Cannot be reached from this computer: the name {server} was not found.\n"
        "Check the spelling. The name may also be known to the SuperOffice server only.",
    ),
    found.NoRoute: QT_TRANSLATE_NOOP(
        "mail_check",
        "Cannot be reached from this computer: there is no network route to {server}.\n"
        "The SuperOffice server may have one. Check the network or VPN, then try again.",
    ),
    found.ConnectionRefused: QT_TRANSLATE_NOOP(
        "mail_check",
        "Cannot be reached from this computer: {server} does not accept connections on this port."
        "\nCheck the port. A firewall may also let only the SuperOffice server through.",
    ),
    found.TimedOut: Choice(
        "level",
        {
            VerdictLevel.UNREACHABLE: QT_TRANSLATE_NOOP(
                "mail_check",
                "Cannot be reached from this computer: {server} did not answer in time.\n"
                "Check server and port. A firewall may let only the SuperOffice server through.",
            )
        },
        Choice(
            "field_to_fix",
            {
                None: QT_TRANSLATE_NOOP(
                    "mail_check",
                    "{server} stopped responding.\n"
                    "Try again later. If the problem persists, contact the mail server "
                    "administrator.",
                )
            },
            QT_TRANSLATE_NOOP(
                "mail_check",
                "{server} accepted the connection, but sent nothing.\n"
                "Check the port: another service may be running there.",
            ),
        ),
    ),
    found.ConnectionClosed: Choice(
        "level",
        {
            VerdictLevel.UNREACHABLE: QT_TRANSLATE_NOOP(
                "mail_check",
                "Cannot be reached from this computer: the connection to {server} was closed.\n"
                "A firewall may let only the SuperOffice server through.",
            )
        },
        QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} closed the connection without a reply.\n"
            "Check port and server type. The server may also reject this computer.",
        ),
    ),
    found.WrongProtocol: Choice("detected", _WRONG_PROTOCOL),
    found.TlsFailed: TLS_FAILED,
    found.TlsRequired: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} does not accept passwords without TLS.\nChoose a server type with TLS.",
    ),
    found.LoginRefused: Choice(
        "provider",
        {
            OAuthProvider.GOOGLE: QT_TRANSLATE_NOOP(
                "mail_check",
                "Google refused the user name or the password. {server_message}\n"
                "Check both. Google accepts only app passwords here, not the password of the "
                "Google account.",
            )
        },
        QT_TRANSLATE_NOOP(
            "mail_check",
            "{server} refused the user name or the password. {server_message}\n"
            "Check both. Some servers require the whole address as user name.",
        ),
    ),
    found.LoginUnclear: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} did not accept the login. {server_message}\n"
        "The password may still be right. Make sure of it before you check again: another attempt "
        "could lock the account. If the password is right, contact the mail server "
        "administrator.",
    ),
    found.LoginMethodMissing: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} does not accept a user name and password. It only offers {offered}.\n"
        "Ask the mail server administrator for a login with a password.",
    ),
    found.OAuthRequired: Choice("provider", _OAUTH),
    found.TooManyConnections: QT_TRANSLATE_NOOP(
        "mail_check",
        "{server} does not accept more connections right now. {server_message}\n"
        "This says nothing about the mailbox. Try again in a few minutes.",
    ),
    found.MaildropLocked: QT_TRANSLATE_NOOP(
        "mail_check",
        "Another program is reading this mailbox right now. {server_message}\n"
        "It may be SuperOffice itself. Try again in a minute.",
    ),
    found.ServerFault: Choice(
        "stage",
        {
            CheckStage.FOLDER: QT_TRANSLATE_NOOP(
                "mail_check",
                "{server} accepts this user name and password, but does not open the inbox. "
                "{server_message}\n"
                "Try again later. If the problem persists, contact the mail server "
                "administrator.",
            )
        },
        Choice("fault", _FAULTS),
    ),
    found.CheckCancelled: QT_TRANSLATE_NOOP("mail_check", "Stopped."),
}
"""Fields are attributes of the verdict, or ``server``, the name of the mail server."""

_IF_EMPTY = {
    "server": QT_TRANSLATE_NOOP("mail_check", "the mail server"),
    "issuer": QT_TRANSLATE_NOOP("mail_check", "an unknown issuer"),
    "offered": QT_TRANSLATE_NOOP("mail_check", "nothing"),
}
"""Texts in place of empty values."""


def verdict_message(verdict: found.Verdict, server: str) -> Message:
    """Return a verdict as a translated message. ``server`` is the server's name, or empty."""
    server = _shown("server", server)
    text = MESSAGES[type(verdict)]
    if isinstance(verdict, found.TlsFailed) and is_common_name_only(verdict, server):
        text = COMMON_NAME_ONLY
    return message_of(
        "mail_check",
        text,
        verdict,
        lambda name: server if name == "server" else _value_text(name, getattr(verdict, name)),
    )


def _value_text(name: str, value: object) -> str:
    if isinstance(value, Enum):
        return translate_marked("mail_check", REASONS[value])
    if isinstance(value, datetime):
        return day_text(value)
    if name == "server_message":
        return _server_quote(str(value))
    if isinstance(value, tuple):
        return name_list(value) if name == "names" else _shown(name, ", ".join(value))
    return _shown(name, str(value))


def _shown(name: str, value: str) -> str:
    if not (text := sanitized(value)) and name in _IF_EMPTY:
        return translate_marked("mail_check", _IF_EMPTY[name])
    return text


def _server_quote(reply: str) -> str:
    """Return a sentence that quotes the server's reply; empty without a reply."""
    return (
        translate("mail_check", "The server replied: “{reply}”.").format(
            reply=sanitized(reply).rstrip(".")
        )
        if reply
        else ""
    )
