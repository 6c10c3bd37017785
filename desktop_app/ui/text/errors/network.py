"""Why the server was not reached, or what answered was not SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import Reach
from desktop_app.ui.text.errors.message import Said, tr, words_for


@words_for.register
def _(trouble: errors.Unreachable) -> Said:
    return _UNREACHABLE[trouble.reach]()


_UNREACHABLE = {
    Reach.NAME_NOT_FOUND: lambda: Said(
        tr("The server's name was not found."),
        tr("Check the address of the profile, and whether this computer has a network or VPN."),
    ),
    Reach.REFUSED: lambda: Said(
        tr("The server refuses connections."),
        tr("It may be stopped, or the port in the profile's address may be wrong."),
    ),
    Reach.NO_ROUTE: lambda: Said(
        tr("There is no way to the server from this computer."),
        tr("Check the network or VPN, then refresh."),
    ),
    Reach.RESET: lambda: Said(
        tr("The server closed the connection."),
        tr("Try again; if it stays, ask whoever runs the server."),
    ),
    Reach.TIMED_OUT: lambda: Said(
        tr("The server did not answer in time."),
        tr("Check the network or VPN, then try again."),
    ),
    Reach.TLS: lambda: Said(
        tr("The server's certificate was not accepted, so nothing was sent."),
        tr("The details say why. Ask whoever runs the server, or your IT department."),
    ),
    Reach.PROXY: lambda: Said(
        tr("The proxy between this computer and the server stopped the call."),
        tr("It cannot be reached, or does not allow this address. Ask your IT department."),
    ),
    Reach.PROXY_SIGN_IN: lambda: Said(
        tr("The proxy between this computer and the server wants a sign-in of its own."),
        tr("Put its user name and password into the profile; yours for SuperOffice is untouched."),
    ),
    Reach.NETWORK_SIGN_IN: lambda: Said(
        tr("The network that this computer is in wants you to sign in to it first."),
        tr("Open any web page in your browser, sign in to the network there, then refresh."),
    ),
}


@words_for.register
def _(_trouble: errors.Cancelled) -> Said:
    return Said(tr("Stopped."), tr("Nothing more was done."))


@words_for.register
def _(_trouble: errors.DeadlinePassed) -> Said:
    return Said(
        tr("The server answers too slowly, so the call was given up."),
        tr("Try again later, or ask whoever runs the server."),
    )


@words_for.register
def _(trouble: errors.AnswerTooLarge) -> Said:
    size = trouble.limit // (1024 * 1024)
    return Said(
        tr("The server's answer is larger than %d MiB, so it was not read.") % size,
        tr("Check that the profile's address is SuperOffice's own."),
    )


@words_for.register
def _(_trouble: errors.AnswerCut) -> Said:
    return Said(
        tr("The server's answer broke off in the middle."),
        tr("Try again; if it stays, ask whoever runs the server or the network."),
    )


@words_for.register
def _(trouble: errors.Redirected) -> Said:
    return Said(
        tr("The server wants to send this program on to %s, which it does not follow.")
        % trouble.target,
        tr("If that is the right server, put its address into the profile."),
    )


@words_for.register
def _(trouble: errors.NotTheApi) -> Said:
    page = tr("something else")
    if trouble.title:
        page = tr("a web page (“%s”)") % trouble.title
    elif trouble.status:
        page = tr("status %d") % trouble.status
    return Said(
        tr("The address answers, but not as SuperOffice's WebAPI: it sent %s.") % page,
        tr("Check the address of the profile; it usually ends in /api."),
    )
