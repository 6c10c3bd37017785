"""Each result of a check of a mail server in sentences: what happened, and what to do."""

from __future__ import annotations

from functools import singledispatch

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Fault,
    NotChecked,
    NotTried,
    OAuthProvider,
    Seen,
    Standing,
)
from desktop_app.ui.text.certificates import foreign, tls_words
from desktop_app.ui.text.errors.message import Said


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checking", text)


def verdict_words(verdict: found.Verdict, server: str) -> Said:
    """A result in words: what happened, and what to do."""
    return _words(verdict, foreign(server) or tr("the mail server"))


@singledispatch
def _words(verdict: object, server: str) -> Said:
    raise TypeError(type(verdict).__name__, server)


@_words.register
def _(_verdict: found.Works, server: str) -> Said:
    return Said(tr("%s accepts this user name and password.") % server, "")


@_words.register
def _(verdict: found.Answered, server: str) -> Said:
    return Said(tr("%s answers.") % server, _not_tried(verdict.why))


def _not_tried(why: NotTried) -> str:
    return {
        NotTried.NO_PASSWORD: tr(
            "Not tried: the password, because SuperOffice keeps it hidden. Type it to try."
        ),
        NotTried.NO_USER_NAME: tr("Not tried: the login, because there is no user name."),
        NotTried.OAUTH: tr(
            "Not tried: the sign-in with OAuth, which only SuperOffice can do. After a change of "
            "the Microsoft password, use “Change OAuth” in SuperOffice."
        ),
        NotTried.IN_THE_CLEAR: tr(
            "Not tried: the password, because without TLS it can be read on its way. Better is a "
            "server type over TLS."
        ),
        NotTried.UNSENDABLE: tr(
            "Not tried: the login, because this server cannot be told a user name or password "
            "with these characters."
        ),
        NotTried.NOT_ASKED: tr(
            "Not proved: the password, because the server lets this computer in without one."
        ),
        NotTried.STOPPED: tr(
            "Not tried: the password, because this server has refused three in a row, and no "
            "account is to be locked out."
        ),
        NotTried.REFUSED_BEFORE: tr(
            "Not tried: the server has refused this very password before, and a second try could "
            "lock the account. It is tried again after a restart of this program."
        ),
    }[why]


@_words.register
def _(verdict: found.NotCheckable, _server: str) -> Said:
    elsewhere = tr("This type of mailbox has no mail server that could be asked.")
    return {
        NotChecked.TYPE_UNKNOWN: Said(tr("Nothing was asked."), tr("Choose a server type first.")),
        NotChecked.MAPI: Said(
            tr("Nothing was asked."), tr("MAPI is obsolete; there is no server to ask.")
        ),
        NotChecked.FACEBOOK: Said(tr("Nothing was asked."), elsewhere),
        NotChecked.SMS_PLUGIN: Said(tr("Nothing was asked."), elsewhere),
        NotChecked.MAILGUN: Said(
            tr("Nothing was asked."),
            tr("A Mailgun mailbox is a route of SuperOffice Online; it has no mail server."),
        ),
        NotChecked.NO_SERVER: Said(tr("Nothing was asked."), tr("Fill in the server first.")),
        NotChecked.ODD_PORT: Said(
            tr("Nothing was asked."), tr("The port has to be a number from 1 to 65535.")
        ),
        NotChecked.NO_DETAILS: Said(
            tr("Nothing was asked."), tr("SuperOffice did not give the values of this mailbox.")
        ),
    }[verdict.why]


@_words.register
def _(_verdict: found.NameNotFound, server: str) -> Said:
    return Said(
        tr("Cannot be reached from this computer: the name %s is not known here.") % server,
        tr("Check its spelling. It may also be a name that only the SuperOffice server knows."),
    )


@_words.register
def _(_verdict: found.NoWay, server: str) -> Said:
    return Said(
        tr("Cannot be reached from this computer: there is no way to %s.") % server,
        tr("The SuperOffice server may have one. Check the network or VPN, then try again."),
    )


@_words.register
def _(_verdict: found.Refused, server: str) -> Said:
    return Said(
        tr("Cannot be reached from this computer: %s takes no connection on this port.") % server,
        tr("Check the port. A firewall may also let only the SuperOffice server through."),
    )


@_words.register
def _(verdict: found.TimedOut, server: str) -> Said:
    if verdict.standing is Standing.UNREACHED:
        return Said(
            tr("Cannot be reached from this computer: %s did not answer in time.") % server,
            tr("Check server and port. A firewall may let only the SuperOffice server through."),
        )
    if verdict.mend is None:
        return Said(
            tr("%s stopped answering.") % server, tr("Try again later, or ask who runs it.")
        )
    return Said(
        tr("%s took the connection, and then said nothing.") % server,
        tr("Check the port: another service may be behind it."),
    )


@_words.register
def _(verdict: found.Closed, server: str) -> Said:
    if verdict.standing is Standing.UNREACHED:
        return Said(
            tr("Cannot be reached from this computer: the connection to %s was cut.") % server,
            tr("A firewall may let only the SuperOffice server through."),
        )
    return Said(
        tr("%s closed the connection without a word.") % server,
        tr("Check port and server type. It may also turn this computer away."),
    )


@_words.register
def _(verdict: found.NotThisProtocol, server: str) -> Said:
    seen = {
        Seen.TLS: tr("On this port %s wants TLS from the start."),
        Seen.PLAIN: tr("On this port %s does not speak TLS from the start."),
        Seen.POP: tr("On this port %s speaks POP."),
        Seen.IMAP: tr("On this port %s speaks IMAP."),
        Seen.SMTP: tr("On this port %s sends mail (SMTP) instead of giving it out."),
        Seen.HTTP: tr("On this port %s is a web server."),
        Seen.SSH: tr("On this port %s is an SSH server."),
        Seen.OTHER: tr("On this port %s speaks neither POP nor IMAP."),
    }[verdict.seen]
    usual = tr("Check server and port. Usual over TLS are 993 for IMAP and 995 for POP.")
    advice = {
        Seen.TLS: tr("Choose the server type over TLS, or the port without it."),
        Seen.PLAIN: tr("Use the port for TLS: usually 993 for IMAP, 995 for POP."),
        Seen.POP: tr("Choose POP as server type, or the port for IMAP."),
        Seen.IMAP: tr("Choose IMAP as server type, or the port for POP."),
    }
    return Said(seen % server, advice.get(verdict.seen, usual))


@_words.register
def _(verdict: found.TlsFailed, server: str) -> Said:
    return tls_words(verdict.cause, verdict.certificate, server)


@_words.register
def _(_verdict: found.WantsTls, server: str) -> Said:
    return Said(
        tr("%s takes no password without TLS.") % server,
        tr("Choose the server type over TLS."),
    )


@_words.register
def _(verdict: found.LoginRefused, server: str) -> Said:
    said = _quoted(verdict.said)
    return Said(
        tr("%s refused the user name or the password.%s") % (server, said),
        tr("Check both. Some servers want the whole address as user name."),
    )


@_words.register
def _(verdict: found.LoginMethodMissing, server: str) -> Said:
    offered = foreign(", ".join(verdict.offered)) or tr("nothing")
    return Said(
        tr("%s takes no user name and password; all it offers is %s.") % (server, offered),
        tr("Ask whoever runs it for a login with a password."),
    )


@_words.register
def _(verdict: found.NeedsOAuth, server: str) -> Said:
    said = _quoted(verdict.said)
    return {
        OAuthProvider.MICROSOFT: Said(
            tr("Microsoft takes no passwords here any more, only OAuth.%s") % said,
            tr(
                "Change the mailbox in SuperOffice with “Sign in with Microsoft”; the password "
                "was not sent."
            ),
        ),
        OAuthProvider.GOOGLE: Said(
            tr("Google refused the password: it takes only app passwords.%s") % said,
            tr("Make an app password in the Google account, and use that."),
        ),
        OAuthProvider.OTHER: Said(
            tr("%s takes no passwords, only OAuth.") % server,
            tr("Ask whoever runs it for a login with a password."),
        ),
    }[verdict.provider]


@_words.register
def _(verdict: found.TooManyConnections, server: str) -> Said:
    return Said(
        tr("%s takes no more connections just now.%s") % (server, _quoted(verdict.said)),
        tr("That says nothing about the mailbox. Try again in a few minutes."),
    )


@_words.register
def _(verdict: found.MaildropLocked, _server: str) -> Said:
    return Said(
        tr("Another program is reading this mailbox just now.%s") % _quoted(verdict.said),
        tr("That may be SuperOffice itself. Try again in a minute."),
    )


@_words.register
def _(verdict: found.ServerFault, server: str) -> Said:
    advice = tr("Try again later. If it stays, ask whoever runs the mail server.")
    if verdict.stage is CheckStage.FOLDER:
        happened = tr("%s accepts this user name and password, but does not show the inbox.")
        return Said(happened % server + _quoted(verdict.said), advice)
    happened = {
        Fault.SAID: tr("%s reports a fault of its own."),
        Fault.TOO_LONG: tr("%s sends far more than an answer needs, so it was cut off."),
        Fault.GARBLED: tr("%s answers in a way that mail programs do not understand."),
        Fault.CUT: tr("%s closed the connection in the middle."),
    }[verdict.fault]
    return Said((happened % server) + _quoted(verdict.said), advice)


@_words.register
def _(_verdict: found.Stopped, _server: str) -> Said:
    return Said(tr("Stopped."), "")


def _quoted(said: str) -> str:
    return " " + tr("It says: “%s”.") % foreign(said).rstrip(".") if said else ""
