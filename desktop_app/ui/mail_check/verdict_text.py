"""Each result of a check of a mail server in sentences: what happened, and what to do."""

from __future__ import annotations

from functools import singledispatch

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
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.certificates import sanitized, tls_failure_message
from desktop_app.ui.text.message import Message


def verdict_message(verdict: found.Verdict, server: str) -> Message:
    """A result in words: what happened, and what to do."""
    return _message(verdict, sanitized(server) or translate("mail_check", "the mail server"))


@singledispatch
def _message(verdict: object, server: str) -> Message:
    raise TypeError(type(verdict).__name__, server)


@_message.register
def _(_verdict: found.LoginOk, server: str) -> Message:
    return Message(
        translate("mail_check", "{server} accepts this user name and password.").format(
            server=server
        ),
        "",
    )


@_message.register
def _(verdict: found.ReachedOnly, server: str) -> Message:
    return Message(
        translate("mail_check", "{server} answers.").format(server=server),
        _login_skipped_text(verdict.reason),
    )


def _login_skipped_text(reason: LoginSkipped) -> str:
    return {
        LoginSkipped.NO_PASSWORD: translate(
            "mail_check",
            "Not tried: the password, because SuperOffice keeps it hidden. Type it to try.",
        ),
        LoginSkipped.NO_USER_NAME: translate(
            "mail_check", "Not tried: the login, because there is no user name."
        ),
        LoginSkipped.OAUTH: translate(
            "mail_check",
            "Not tried: the sign-in with OAuth, which only SuperOffice can do. After a change of "
            "the Microsoft password, use “Change OAuth” in SuperOffice.",
        ),
        LoginSkipped.PLAINTEXT: translate(
            "mail_check",
            "Not tried: the password, because without TLS it can be read on its way. Better is a "
            "server type over TLS.",
        ),
        LoginSkipped.UNSENDABLE: translate(
            "mail_check",
            "Not tried: the login, because this server cannot be told a user name or password "
            "with these characters.",
        ),
        LoginSkipped.NOT_REQUIRED: translate(
            "mail_check",
            "Not proved: the password, because the server lets this computer in without one.",
        ),
        LoginSkipped.LOCKOUT_GUARD: translate(
            "mail_check",
            "Not tried: the password, because this server has refused three in a row, and no "
            "account is to be locked out.",
        ),
        LoginSkipped.PREVIOUSLY_REFUSED: translate(
            "mail_check",
            "Not tried: the server has refused this very password before, and a second try could "
            "lock the account. It is tried again after a restart of this program.",
        ),
    }[reason]


@_message.register
def _(verdict: found.NotCheckable, _server: str) -> Message:
    elsewhere = translate(
        "mail_check", "This type of mailbox has no mail server that could be asked."
    )
    return {
        NotChecked.TYPE_UNKNOWN: Message(
            translate("mail_check", "Nothing was asked."),
            translate("mail_check", "Choose a server type first."),
        ),
        NotChecked.MAPI: Message(
            translate("mail_check", "Nothing was asked."),
            translate("mail_check", "MAPI is obsolete; there is no server to ask."),
        ),
        NotChecked.FACEBOOK: Message(translate("mail_check", "Nothing was asked."), elsewhere),
        NotChecked.SMS_PLUGIN: Message(translate("mail_check", "Nothing was asked."), elsewhere),
        NotChecked.MAILGUN: Message(
            translate("mail_check", "Nothing was asked."),
            translate(
                "mail_check",
                "A Mailgun mailbox is a route of SuperOffice Online; it has no mail server.",
            ),
        ),
        NotChecked.NO_SERVER: Message(
            translate("mail_check", "Nothing was asked."),
            translate("mail_check", "Fill in the server first."),
        ),
        NotChecked.INVALID_PORT: Message(
            translate("mail_check", "Nothing was asked."),
            translate("mail_check", "The port has to be a number from 1 to 65535."),
        ),
        NotChecked.NO_DETAILS: Message(
            translate("mail_check", "Nothing was asked."),
            translate("mail_check", "SuperOffice did not give the values of this mailbox."),
        ),
    }[verdict.reason]


@_message.register
def _(_verdict: found.NameNotFound, server: str) -> Message:
    return Message(
        translate(
            "mail_check",
            "Cannot be reached from this computer: the name {server} is not known here.",
        ).format(server=server),
        translate(
            "mail_check",
            "Check its spelling. It may also be a name that only the SuperOffice server knows.",
        ),
    )


@_message.register
def _(_verdict: found.NoRoute, server: str) -> Message:
    return Message(
        translate(
            "mail_check", "Cannot be reached from this computer: there is no way to {server}."
        ).format(server=server),
        translate(
            "mail_check",
            "The SuperOffice server may have one. Check the network or VPN, then try again.",
        ),
    )


@_message.register
def _(_verdict: found.ConnectionRefused, server: str) -> Message:
    return Message(
        translate(
            "mail_check",
            "Cannot be reached from this computer: {server} takes no connection on this port.",
        ).format(server=server),
        translate(
            "mail_check",
            "Check the port. A firewall may also let only the SuperOffice server through.",
        ),
    )


@_message.register
def _(verdict: found.TimedOut, server: str) -> Message:
    if verdict.level is VerdictLevel.UNREACHABLE:
        return Message(
            translate(
                "mail_check",
                "Cannot be reached from this computer: {server} did not answer in time.",
            ).format(server=server),
            translate(
                "mail_check",
                "Check server and port. A firewall may let only the SuperOffice server through.",
            ),
        )
    if verdict.field_to_fix is None:
        return Message(
            translate("mail_check", "{server} stopped answering.").format(server=server),
            translate("mail_check", "Try again later, or ask who runs it."),
        )
    return Message(
        translate("mail_check", "{server} took the connection, and then said nothing.").format(
            server=server
        ),
        translate("mail_check", "Check the port: another service may be behind it."),
    )


@_message.register
def _(verdict: found.ConnectionClosed, server: str) -> Message:
    if verdict.level is VerdictLevel.UNREACHABLE:
        return Message(
            translate(
                "mail_check",
                "Cannot be reached from this computer: the connection to {server} was cut.",
            ).format(server=server),
            translate("mail_check", "A firewall may let only the SuperOffice server through."),
        )
    return Message(
        translate("mail_check", "{server} closed the connection without a word.").format(
            server=server
        ),
        translate("mail_check", "Check port and server type. It may also turn this computer away."),
    )


@_message.register
def _(verdict: found.WrongProtocol, server: str) -> Message:
    seen = {
        DetectedProtocol.TLS: translate("mail_check", "On this port %s wants TLS from the start."),
        DetectedProtocol.PLAIN: translate(
            "mail_check", "On this port %s does not speak TLS from the start."
        ),
        DetectedProtocol.POP: translate("mail_check", "On this port %s speaks POP."),
        DetectedProtocol.IMAP: translate("mail_check", "On this port %s speaks IMAP."),
        DetectedProtocol.SMTP: translate(
            "mail_check", "On this port %s sends mail (SMTP) instead of giving it out."
        ),
        DetectedProtocol.HTTP: translate("mail_check", "On this port %s is a web server."),
        DetectedProtocol.SSH: translate("mail_check", "On this port %s is an SSH server."),
        DetectedProtocol.OTHER: translate(
            "mail_check", "On this port %s speaks neither POP nor IMAP."
        ),
    }[verdict.detected]
    usual = translate(
        "mail_check", "Check server and port. Usual over TLS are 993 for IMAP and 995 for POP."
    )
    advice = {
        DetectedProtocol.TLS: translate(
            "mail_check", "Choose the server type over TLS, or the port without it."
        ),
        DetectedProtocol.PLAIN: translate(
            "mail_check", "Use the port for TLS: usually 993 for IMAP, 995 for POP."
        ),
        DetectedProtocol.POP: translate(
            "mail_check", "Choose POP as server type, or the port for IMAP."
        ),
        DetectedProtocol.IMAP: translate(
            "mail_check", "Choose IMAP as server type, or the port for POP."
        ),
    }
    return Message(seen % server, advice.get(verdict.detected, usual))


@_message.register
def _(verdict: found.TlsFailed, server: str) -> Message:
    return tls_failure_message(verdict.cause, verdict.certificate, server)


@_message.register
def _(_verdict: found.TlsRequired, server: str) -> Message:
    return Message(
        translate("mail_check", "{server} takes no password without TLS.").format(server=server),
        translate("mail_check", "Choose the server type over TLS."),
    )


@_message.register
def _(verdict: found.LoginRefused, server: str) -> Message:
    message = _quoted(verdict.server_message)
    return Message(
        translate("mail_check", "{server} refused the user name or the password.{said}").format(
            server=server, said=message
        ),
        translate("mail_check", "Check both. Some servers want the whole address as user name."),
    )


@_message.register
def _(verdict: found.LoginMethodMissing, server: str) -> Message:
    offered = sanitized(", ".join(verdict.offered)) or translate("mail_check", "nothing")
    return Message(
        translate(
            "mail_check", "{server} takes no user name and password; all it offers is {offered}."
        ).format(server=server, offered=offered),
        translate("mail_check", "Ask whoever runs it for a login with a password."),
    )


@_message.register
def _(verdict: found.OAuthRequired, server: str) -> Message:
    message = _quoted(verdict.server_message)
    return {
        OAuthProvider.MICROSOFT: Message(
            translate(
                "mail_check", "Microsoft takes no passwords here any more, only OAuth.{said}"
            ).format(said=message),
            translate(
                "mail_check",
                "Change the mailbox in SuperOffice with “Sign in with Microsoft”; the password "
                "was not sent.",
            ),
        ),
        OAuthProvider.GOOGLE: Message(
            translate(
                "mail_check", "Google refused the password: it takes only app passwords.{said}"
            ).format(said=message),
            translate("mail_check", "Make an app password in the Google account, and use that."),
        ),
        OAuthProvider.OTHER: Message(
            translate("mail_check", "{server} takes no passwords, only OAuth.").format(
                server=server
            ),
            translate("mail_check", "Ask whoever runs it for a login with a password."),
        ),
    }[verdict.provider]


@_message.register
def _(verdict: found.TooManyConnections, server: str) -> Message:
    return Message(
        translate("mail_check", "{server} takes no more connections just now.{quoted}").format(
            server=server, quoted=_quoted(verdict.server_message)
        ),
        translate("mail_check", "That says nothing about the mailbox. Try again in a few minutes."),
    )


@_message.register
def _(verdict: found.MaildropLocked, _server: str) -> Message:
    return Message(
        translate("mail_check", "Another program is reading this mailbox just now.{quoted}").format(
            quoted=_quoted(verdict.server_message)
        ),
        translate("mail_check", "That may be SuperOffice itself. Try again in a minute."),
    )


@_message.register
def _(verdict: found.ServerFault, server: str) -> Message:
    advice = translate(
        "mail_check", "Try again later. If it stays, ask whoever runs the mail server."
    )
    if verdict.stage is CheckStage.FOLDER:
        happened = translate(
            "mail_check", "%s accepts this user name and password, but does not show the inbox."
        )
        return Message(happened % server + _quoted(verdict.server_message), advice)
    happened = {
        ProtocolFault.REPORTED: translate("mail_check", "%s reports a fault of its own."),
        ProtocolFault.TOO_LONG: translate(
            "mail_check", "%s sends far more than an answer needs, so it was cut off."
        ),
        ProtocolFault.MALFORMED: translate(
            "mail_check", "%s answers in a way that mail programs do not understand."
        ),
        ProtocolFault.TRUNCATED: translate("mail_check", "%s closed the connection in the middle."),
    }[verdict.fault]
    return Message((happened % server) + _quoted(verdict.server_message), advice)


@_message.register
def _(_verdict: found.CheckCancelled, _server: str) -> Message:
    return Message(translate("mail_check", "Stopped."), "")


def _quoted(reply: str) -> str:
    return (
        " "
        + translate("mail_check", "It says: “{rstrip}”.").format(
            rstrip=sanitized(reply).rstrip(".")
        )
        if reply
        else ""
    )
