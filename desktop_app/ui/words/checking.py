"""What a check of a mail server found out, in sentences."""

from __future__ import annotations

from functools import singledispatch

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core import verdicts as found
from desktop_app.core.checking import CheckReport, OldMail, Step
from desktop_app.core.errors import TlsCause
from desktop_app.core.probing import Certificate
from desktop_app.core.verdicts import (
    CheckStage,
    Fault,
    NotChecked,
    NotTried,
    OAuthProvider,
    Seen,
    Standing,
)
from desktop_app.ui.plain import shortened
from desktop_app.ui.words.said import Said


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checking", text)


MARKS = {
    Standing.PROVED: "✓",
    Standing.ANSWERED: "○",
    Standing.UNREACHED: "–",
    Standing.BROKEN: "✗",
    Standing.NONE: "–",
}
"""Never a tick without a tried password, and no cross for what only this computer cannot reach."""


def from_here() -> str:
    """What every result is limited to."""
    return tr("Seen from this computer; the SuperOffice server may see something else.")


def verdict_words(verdict: found.Verdict, server: str) -> Said:
    """A result in words: what happened, and what to do."""
    return _words(verdict, shortened(server) or tr("the mail server"))


def headline(report: CheckReport) -> str:
    """The mark and the sentences of a report in one line."""
    said = verdict_words(report.verdict, report.target.server)
    return f"{MARKS[report.verdict.standing]} {said.text}"


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
    advice = {
        Seen.TLS: tr("Choose the server type over TLS, or the port without it."),
        Seen.PLAIN: tr("Choose the port for TLS; the server type without TLS is not safe."),
    }
    other = tr("Choose the server type or the port that fits the other.")
    return Said(seen % server, advice.get(verdict.seen, other))


@_words.register
def _(verdict: found.TlsFailed, server: str) -> Said:
    shown = verdict.certificate
    names = shortened(shown.subject) if shown and shown.subject else tr("others")
    issuer = shortened(shown.issuer) if shown and shown.issuer else tr("somebody unknown")
    it = tr("Ask whoever runs the mail server.")
    return {
        TlsCause.UNKNOWN_ISSUER: lambda: Said(
            tr("The certificate of %s was issued by %s, whom this computer does not trust.")
            % (server, issuer),
            tr("If it is your company's own, put its CA file into the profile."),
        ),
        TlsCause.SELF_SIGNED: lambda: Said(
            tr("The certificate of %s vouches only for itself.") % server,
            tr("If it is your company's own, put it as CA file into the profile."),
        ),
        TlsCause.WRONG_NAME: lambda: Said(
            tr("The certificate of %s is for %s.") % (server, names),
            tr("Use one of these names as server, or ask whoever runs it."),
        ),
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
        verdict.cause,
        lambda: Said(tr("No safe connection to %s: TLS failed.") % server, it),
    )()


def _since(shown: Certificate | None) -> str:
    if shown is None or shown.expires is None:
        return ""
    return tr(" on %s") % day_words(shown.expires)


def _version(shown: Certificate | None) -> str:
    return f" ({shown.protocol})" if shown and shown.protocol else ""


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
        tr("%s refused user name or password.%s") % (server, said),
        tr("Check both. Some servers want the whole address as user name."),
    )


@_words.register
def _(verdict: found.LoginMethodMissing, server: str) -> Said:
    offered = shortened(", ".join(verdict.offered)) or tr("nothing")
    return Said(
        tr("%s takes no user name and password; it offers %s.") % (server, offered),
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
            tr("Google refused the password.%s It takes app passwords or OAuth only.") % said,
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
    happened = {
        Fault.SAID: tr("%s reports a fault of its own."),
        Fault.TOO_LONG: tr("%s sends far more than an answer needs, so it was cut off."),
        Fault.GARBLED: tr("%s answers in a way that mail programs do not understand."),
        Fault.CUT: tr("%s closed the connection in the middle."),
    }[verdict.fault]
    advice = tr("Try again later. If it stays, ask whoever runs the mail server.")
    return Said((happened % server) + _quoted(verdict.said), advice)


@_words.register
def _(_verdict: found.Stopped, _server: str) -> Said:
    return Said(tr("Stopped."), "")


def _quoted(said: str) -> str:
    return " " + tr("It says: “%s”.") % said.rstrip(".") if said else ""


def stage_name(stage: CheckStage) -> str:
    """What is tried, in a word or two."""
    return {
        CheckStage.NAME: tr("Name"),
        CheckStage.CONNECT: tr("Connection"),
        CheckStage.TLS: tr("TLS"),
        CheckStage.GREETING: tr("Greeting"),
        CheckStage.CAPABILITIES: tr("Abilities"),
        CheckStage.LOGIN: tr("Login"),
        CheckStage.FOLDER: tr("Inbox"),
    }[stage]


def step_words(step: Step) -> str:
    """A stage in one line: whether it went well, and how long it took."""
    mark = "✓" if step.failed is None else MARKS[step.failed.standing]
    seconds = tr("%s s") % QLocale().toString(step.seconds, "f", 2)
    return f"{mark} {stage_name(step.stage)} ({seconds})"


def mail_words(mail: OldMail | None) -> str:
    """How much mail lies in the inbox; a warning where a new mailbox would import it all."""
    if mail is None:
        return ""
    if mail.count == 0:
        return tr("The inbox is empty.")
    count = QLocale().toString(mail.count)
    if mail.oldest is None:
        return tr("Messages in the inbox: %s.") % count
    day = day_words(mail.oldest)
    if mail.looked_at < mail.count:
        looked = QLocale().toString(mail.looked_at)
        return tr("Messages in the inbox: %s; the oldest of the first %s came on %s.") % (
            count,
            looked,
            day,
        )
    return tr("Messages in the inbox: %s, the oldest of %s.") % (count, day)


def old_mail_warning(mail: OldMail | None) -> str:
    """What happens to old mail once SuperOffice begins to fetch; empty where there is none."""
    if mail is None or mail.count == 0:
        return ""
    return tr(
        "SuperOffice will import all of it, and may answer every sender automatically. Empty the "
        "inbox first, or switch the automatic reply off."
    )


def day_words(at: object) -> str:
    """A day as the user's locale writes it."""
    from datetime import datetime

    if not isinstance(at, datetime):
        return ""
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def certificate_words(shown: Certificate) -> str:
    """Whose it is, by whom, until when."""
    until = day_words(shown.expires) if shown.expires else "?"
    return tr("for %s, by %s, until %s, %s") % (shown.subject, shown.issuer, until, shown.protocol)
