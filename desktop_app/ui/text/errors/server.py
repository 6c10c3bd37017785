"""What SuperOffice refused, or failed to do."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.text.errors.message import Said, after, their_words, tr, words_for


@words_for.register
def _(trouble: errors.ServerSaid) -> Said:
    return Said(
        their_words(trouble) or tr("The server answered with status %d.") % trouble.status,
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@words_for.register
def _(trouble: errors.NoRight) -> Said:
    return Said(
        tr("SuperOffice does not allow this user to do that.") + after(their_words(trouble)),
        tr("Ask the SuperOffice administrator for the right “Service administration”."),
    )


@words_for.register
def _(_trouble: errors.Blocked) -> Said:
    return Said(
        tr("Not SuperOffice, but a web server or firewall before it refused the request."),
        tr("Ask whoever runs the server or the network; the details say what it answered."),
    )


@words_for.register
def _(trouble: errors.InvalidFields) -> Said:
    return Said(
        tr("SuperOffice did not accept the values.") + after(their_words(trouble)),
        tr("Correct them and save again."),
    )


@words_for.register
def _(_trouble: errors.NotFound) -> Said:
    return Said(
        tr("The server does not know this address."),
        tr("Check the address of the profile; it usually ends in /api."),
    )


@words_for.register
def _(trouble: errors.HeldOtherwise) -> Said:
    return Said(
        tr("SuperOffice refused, because it holds something else by now.")
        + after(their_words(trouble)),
        tr("Refresh, look at what is there, then try again."),
    )


@words_for.register
def _(_trouble: errors.WrongSubdomain) -> Said:
    return Said(
        tr("This installation has moved to another address."),
        tr("Look up its address in SuperOffice Online and put it into the profile."),
    )


@words_for.register
def _(_trouble: errors.Busy) -> Said:
    return Said(
        tr("The server is too busy, or being maintained."),
        tr("Try again in a few minutes."),
    )


@words_for.register
def _(_trouble: errors.GatewayFault) -> Said:
    return Said(
        tr("SuperOffice itself was not reached by the gateway before it."),
        tr("It may be restarting: try again in a minute, or ask whoever runs the server."),
    )


@words_for.register
def _(trouble: errors.ServerFault) -> Said:
    return Said(
        tr("The server failed.") + after(their_words(trouble)),
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@words_for.register
def _(_trouble: errors.MailboxGone) -> Said:
    return Said(
        tr("This mailbox is not there any more."),
        tr("Refresh the list to see what is."),
    )


@words_for.register
def _(_trouble: errors.Halted) -> Said:
    return Said(
        tr("Nothing was sent, because SuperOffice refused the password before."),
        tr("Change the password of the profile, or refresh to try again."),
    )
