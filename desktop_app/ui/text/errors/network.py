"""Why the server was not reached, or what answered was not SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import NetworkFailure
from desktop_app.ui.text.errors.message import Message, message_for, tr


@message_for.register
def _(trouble: errors.Unreachable) -> Message:
    return _UNREACHABLE_MESSAGES[trouble.failure]()


_UNREACHABLE_MESSAGES = {
    NetworkFailure.NAME_NOT_FOUND: lambda: Message(
        tr("The server's name was not found."),
        tr("Check the address of the profile, and whether this computer has a network or VPN."),
    ),
    NetworkFailure.REFUSED: lambda: Message(
        tr("The server refuses connections."),
        tr("It may be stopped, or the port in the profile's address may be wrong."),
    ),
    NetworkFailure.NO_ROUTE: lambda: Message(
        tr("There is no way to the server from this computer."),
        tr("Check the network or VPN, then refresh."),
    ),
    NetworkFailure.RESET: lambda: Message(
        tr("The server closed the connection."),
        tr("Try again; if it stays, ask whoever runs the server."),
    ),
    NetworkFailure.TIMED_OUT: lambda: Message(
        tr("The server did not answer in time."),
        tr("Check the network or VPN, then try again."),
    ),
    NetworkFailure.TLS: lambda: Message(
        tr("The server's certificate was not accepted, so nothing was sent."),
        tr("The details say why. Ask whoever runs the server, or your IT department."),
    ),
    NetworkFailure.PROXY: lambda: Message(
        tr("The proxy between this computer and the server stopped the call."),
        tr("It cannot be reached, or does not allow this address. Ask your IT department."),
    ),
    NetworkFailure.PROXY_SIGN_IN: lambda: Message(
        tr("The proxy between this computer and the server wants a sign-in of its own."),
        tr("Put its user name and password into the profile; yours for SuperOffice is untouched."),
    ),
    NetworkFailure.CAPTIVE_PORTAL: lambda: Message(
        tr("The network that this computer is in wants you to sign in to it first."),
        tr("Open any web page in your browser, sign in to the network there, then refresh."),
    ),
}


@message_for.register
def _(_trouble: errors.Cancelled) -> Message:
    return Message(tr("Stopped."), tr("Nothing more was done."))


@message_for.register
def _(_trouble: errors.DeadlineExceeded) -> Message:
    return Message(
        tr("The server answers too slowly, so the call was given up."),
        tr("Try again later, or ask whoever runs the server."),
    )


@message_for.register
def _(trouble: errors.ResponseTooLarge) -> Message:
    size = trouble.limit // (1024 * 1024)
    return Message(
        tr("The server's answer is larger than %d MiB, so it was not read.") % size,
        tr("Check that the profile's address is SuperOffice's own."),
    )


@message_for.register
def _(_trouble: errors.TruncatedResponse) -> Message:
    return Message(
        tr("The server's answer broke off in the middle."),
        tr("Try again; if it stays, ask whoever runs the server or the network."),
    )


@message_for.register
def _(trouble: errors.RedirectRefused) -> Message:
    return Message(
        tr("The server wants to send this program on to %s, which it does not follow.")
        % trouble.target,
        tr("If that is the right server, put its address into the profile."),
    )


@message_for.register
def _(trouble: errors.UnexpectedResponse) -> Message:
    page = tr("something else")
    if trouble.title:
        page = tr("a web page (“%s”)") % trouble.title
    elif trouble.status:
        page = tr("status %d") % trouble.status
    return Message(
        tr("The address answers, but not as SuperOffice's WebAPI: it sent %s.") % page,
        tr("Check the address of the profile; it usually ends in /api."),
    )
