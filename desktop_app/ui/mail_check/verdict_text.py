"""Each result of a check of a mail server in sentences: what happened, and what to do."""

from __future__ import annotations

from functools import singledispatch

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginSkipped,
    NotChecked,
    OAuthProvider,
    ProtocolFault,
    VerdictLevel,
)
from desktop_app.ui.text.certificates import sanitized, tls_failure_message
from desktop_app.ui.text.errors.message import Message


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checking", text)


def verdict_message(verdict: found.Verdict, server: str) -> Message:
    """A result in words: what happened, and what to do."""
    return _message(verdict, sanitized(server) or tr("the mail server"))


@singledispatch
def _message(verdict: object, server: str) -> Message:
    raise TypeError(type(verdict).__name__, server)


@_message.register
def _(_verdict: found.LoginOk, server: str) -> Message:
    return Message(tr("%s accepts this user name and password.") % server, "")


@_message.register
def _(verdict: found.ReachedOnly, server: str) -> Message:
    return Message(tr("%s answers.") % server, _login_skipped_text(verdict.reason))


def _login_skipped_text(reason: LoginSkipped) -> str:
    return {
        LoginSkipped.NO_PASSWORD: tr(
            "Not tried: the password, because SuperOffice keeps it hidden. Type it to try."
        ),
        LoginSkipped.NO_USER_NAME: tr("Not tried: the login, because there is no user name."),
        LoginSkipped.OAUTH: tr(
            "Not tried: the sign-in with OAuth, which only SuperOffice can do. After a change of "
            "the Microsoft password, use “Change OAuth” in SuperOffice."
        ),
        LoginSkipped.PLAINTEXT: tr(
            "Not tried: the password, because without TLS it can be read on its way. Better is a "
            "server type over TLS."
        ),
        LoginSkipped.UNSENDABLE: tr(
            "Not tried: the login, because this server cannot be told a user name or password "
            "with these characters."
        ),
        LoginSkipped.NOT_REQUIRED: tr(
            "Not proved: the password, because the server lets this computer in without one."
        ),
        LoginSkipped.LOCKOUT_GUARD: tr(
            "Not tried: the password, because this server has refused three in a row, and no "
            "account is to be locked out."
        ),
        LoginSkipped.PREVIOUSLY_REFUSED: tr(
            "Not tried: the server has refused this very password before, and a second try could "
            "lock the account. It is tried again after a restart of this program."
        ),
    }[reason]


@_message.register
def _(verdict: found.NotCheckable, _server: str) -> Message:
    elsewhere = tr("This type of mailbox has no mail server that could be asked.")
    return {
        NotChecked.TYPE_UNKNOWN: Message(
            tr("Nothing was asked."), tr("Choose a server type first.")
        ),
        NotChecked.MAPI: Message(
            tr("Nothing was asked."), tr("MAPI is obsolete; there is no server to ask.")
        ),
        NotChecked.FACEBOOK: Message(tr("Nothing was asked."), elsewhere),
        NotChecked.SMS_PLUGIN: Message(tr("Nothing was asked."), elsewhere),
        NotChecked.MAILGUN: Message(
            tr("Nothing was asked."),
            tr("A Mailgun mailbox is a route of SuperOffice Online; it has no mail server."),
        ),
        NotChecked.NO_SERVER: Message(tr("Nothing was asked."), tr("Fill in the server first.")),
        NotChecked.INVALID_PORT: Message(
            tr("Nothing was asked."), tr("The port has to be a number from 1 to 65535.")
        ),
        NotChecked.NO_DETAILS: Message(
            tr("Nothing was asked."), tr("SuperOffice did not give the values of this mailbox.")
        ),
    }[verdict.reason]


@_message.register
def _(_verdict: found.NameNotFound, server: str) -> Message:
    return Message(
        tr("Cannot be reached from this computer: the name %s is not known here.") % server,
        tr("Check its spelling. It may also be a name that only the SuperOffice server knows."),
    )


@_message.register
def _(_verdict: found.NoRoute, server: str) -> Message:
    return Message(
        tr("Cannot be reached from this computer: there is no way to %s.") % server,
        tr("The SuperOffice server may have one. Check the network or VPN, then try again."),
    )


@_message.register
def _(_verdict: found.ConnectionRefused, server: str) -> Message:
    return Message(
        tr("Cannot be reached from this computer: %s takes no connection on this port.") % server,
        tr("Check the port. A firewall may also let only the SuperOffice server through."),
    )


@_message.register
def _(verdict: found.TimedOut, server: str) -> Message:
    if verdict.level is VerdictLevel.UNREACHABLE:
        return Message(
            tr("Cannot be reached from this computer: %s did not answer in time.") % server,
            tr("Check server and port. A firewall may let only the SuperOffice server through."),
        )
    if verdict.field_to_fix is None:
        return Message(
            tr("%s stopped answering.") % server, tr("Try again later, or ask who runs it.")
        )
    return Message(
        tr("%s took the connection, and then said nothing.") % server,
        tr("Check the port: another service may be behind it."),
    )


@_message.register
def _(verdict: found.ConnectionClosed, server: str) -> Message:
    if verdict.level is VerdictLevel.UNREACHABLE:
        return Message(
            tr("Cannot be reached from this computer: the connection to %s was cut.") % server,
            tr("A firewall may let only the SuperOffice server through."),
        )
    return Message(
        tr("%s closed the connection without a word.") % server,
        tr("Check port and server type. It may also turn this computer away."),
    )


@_message.register
def _(verdict: found.WrongProtocol, server: str) -> Message:
    seen = {
        DetectedProtocol.TLS: tr("On this port %s wants TLS from the start."),
        DetectedProtocol.PLAIN: tr("On this port %s does not speak TLS from the start."),
        DetectedProtocol.POP: tr("On this port %s speaks POP."),
        DetectedProtocol.IMAP: tr("On this port %s speaks IMAP."),
        DetectedProtocol.SMTP: tr("On this port %s sends mail (SMTP) instead of giving it out."),
        DetectedProtocol.HTTP: tr("On this port %s is a web server."),
        DetectedProtocol.SSH: tr("On this port %s is an SSH server."),
        DetectedProtocol.OTHER: tr("On this port %s speaks neither POP nor IMAP."),
    }[verdict.detected]
    usual = tr("Check server and port. Usual over TLS are 993 for IMAP and 995 for POP.")
    advice = {
        DetectedProtocol.TLS: tr("Choose the server type over TLS, or the port without it."),
        DetectedProtocol.PLAIN: tr("Use the port for TLS: usually 993 for IMAP, 995 for POP."),
        DetectedProtocol.POP: tr("Choose POP as server type, or the port for IMAP."),
        DetectedProtocol.IMAP: tr("Choose IMAP as server type, or the port for POP."),
    }
    return Message(seen % server, advice.get(verdict.detected, usual))


@_message.register
def _(verdict: found.TlsFailed, server: str) -> Message:
    return tls_failure_message(verdict.cause, verdict.certificate, server)


@_message.register
def _(_verdict: found.TlsRequired, server: str) -> Message:
    return Message(
        tr("%s takes no password without TLS.") % server,
        tr("Choose the server type over TLS."),
    )


@_message.register
def _(verdict: found.LoginRefused, server: str) -> Message:
    said = _quoted(verdict.server_message)
    return Message(
        tr("%s refused the user name or the password.%s") % (server, said),
        tr("Check both. Some servers want the whole address as user name."),
    )


@_message.register
def _(verdict: found.LoginMethodMissing, server: str) -> Message:
    offered = sanitized(", ".join(verdict.offered)) or tr("nothing")
    return Message(
        tr("%s takes no user name and password; all it offers is %s.") % (server, offered),
        tr("Ask whoever runs it for a login with a password."),
    )


@_message.register
def _(verdict: found.OAuthRequired, server: str) -> Message:
    said = _quoted(verdict.server_message)
    return {
        OAuthProvider.MICROSOFT: Message(
            tr("Microsoft takes no passwords here any more, only OAuth.%s") % said,
            tr(
                "Change the mailbox in SuperOffice with “Sign in with Microsoft”; the password "
                "was not sent."
            ),
        ),
        OAuthProvider.GOOGLE: Message(
            tr("Google refused the password: it takes only app passwords.%s") % said,
            tr("Make an app password in the Google account, and use that."),
        ),
        OAuthProvider.OTHER: Message(
            tr("%s takes no passwords, only OAuth.") % server,
            tr("Ask whoever runs it for a login with a password."),
        ),
    }[verdict.provider]


@_message.register
def _(verdict: found.TooManyConnections, server: str) -> Message:
    return Message(
        tr("%s takes no more connections just now.%s") % (server, _quoted(verdict.server_message)),
        tr("That says nothing about the mailbox. Try again in a few minutes."),
    )


@_message.register
def _(verdict: found.MaildropLocked, _server: str) -> Message:
    return Message(
        tr("Another program is reading this mailbox just now.%s") % _quoted(verdict.server_message),
        tr("That may be SuperOffice itself. Try again in a minute."),
    )


@_message.register
def _(verdict: found.ServerFault, server: str) -> Message:
    advice = tr("Try again later. If it stays, ask whoever runs the mail server.")
    if verdict.stage is CheckStage.FOLDER:
        happened = tr("%s accepts this user name and password, but does not show the inbox.")
        return Message(happened % server + _quoted(verdict.server_message), advice)
    happened = {
        ProtocolFault.REPORTED: tr("%s reports a fault of its own."),
        ProtocolFault.TOO_LONG: tr("%s sends far more than an answer needs, so it was cut off."),
        ProtocolFault.MALFORMED: tr("%s answers in a way that mail programs do not understand."),
        ProtocolFault.TRUNCATED: tr("%s closed the connection in the middle."),
    }[verdict.fault]
    return Message((happened % server) + _quoted(verdict.server_message), advice)


@_message.register
def _(_verdict: found.CheckCancelled, _server: str) -> Message:
    return Message(tr("Stopped."), "")


def _quoted(reply: str) -> str:
    return " " + tr("It says: “%s”.") % sanitized(reply).rstrip(".") if reply else ""
