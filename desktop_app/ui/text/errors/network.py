"""Why the server was not reached, or what answered was not SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import NetworkFailure
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.message import Message, message_for


@message_for.register
def _(error: errors.Unreachable) -> Message:
    return _UNREACHABLE_MESSAGES[error.failure]()


_UNREACHABLE_MESSAGES = {
    NetworkFailure.NAME_NOT_FOUND: lambda: Message(
        translate("errors", "The server's name was not found."),
        translate(
            "errors",
            "Check the address of the profile, and whether this computer has a network or VPN.",
        ),
    ),
    NetworkFailure.REFUSED: lambda: Message(
        translate("errors", "The server refuses connections."),
        translate(
            "errors", "It may be stopped, or the port in the profile's address may be wrong."
        ),
    ),
    NetworkFailure.NO_ROUTE: lambda: Message(
        translate("errors", "There is no way to the server from this computer."),
        translate("errors", "Check the network or VPN, then refresh."),
    ),
    NetworkFailure.RESET: lambda: Message(
        translate("errors", "The server closed the connection."),
        translate("errors", "Try again; if it stays, ask whoever runs the server."),
    ),
    NetworkFailure.TIMED_OUT: lambda: Message(
        translate("errors", "The server did not answer in time."),
        translate("errors", "Check the network or VPN, then try again."),
    ),
    NetworkFailure.TLS: lambda: Message(
        translate("errors", "The server's certificate was not accepted, so nothing was sent."),
        translate(
            "errors", "The details say why. Ask whoever runs the server, or your IT department."
        ),
    ),
    NetworkFailure.PROXY: lambda: Message(
        translate("errors", "The proxy between this computer and the server stopped the call."),
        translate(
            "errors",
            "It cannot be reached, or does not allow this address. Ask your IT department.",
        ),
    ),
    NetworkFailure.PROXY_SIGN_IN: lambda: Message(
        translate(
            "errors", "The proxy between this computer and the server wants a sign-in of its own."
        ),
        translate(
            "errors",
            "Put its user name and password into the profile; yours for SuperOffice is untouched.",
        ),
    ),
    NetworkFailure.CAPTIVE_PORTAL: lambda: Message(
        translate(
            "errors", "The network that this computer is in wants you to sign in to it first."
        ),
        translate(
            "errors",
            "Open any web page in your browser, sign in to the network there, then refresh.",
        ),
    ),
}


@message_for.register
def _(_trouble: errors.Cancelled) -> Message:
    return Message(translate("errors", "Stopped."), translate("errors", "Nothing more was done."))


@message_for.register
def _(_trouble: errors.DeadlineExceeded) -> Message:
    return Message(
        translate("errors", "The server answers too slowly, so the call was given up."),
        translate("errors", "Try again later, or ask whoever runs the server."),
    )


@message_for.register
def _(error: errors.ResponseTooLarge) -> Message:
    size = error.limit // (1024 * 1024)
    return Message(
        translate(
            "errors", "The server's answer is larger than {size} MiB, so it was not read."
        ).format(size=size),
        translate("errors", "Check that the profile's address is SuperOffice's own."),
    )


@message_for.register
def _(_trouble: errors.TruncatedResponse) -> Message:
    return Message(
        translate("errors", "The server's answer broke off in the middle."),
        translate("errors", "Try again; if it stays, ask whoever runs the server or the network."),
    )


@message_for.register
def _(error: errors.RedirectRefused) -> Message:
    return Message(
        translate(
            "errors",
            "The server wants to send this program on to {target}, which it does not follow.",
        ).format(target=error.target),
        translate("errors", "If that is the right server, put its address into the profile."),
    )


@message_for.register
def _(error: errors.UnexpectedResponse) -> Message:
    page = translate("errors", "something else")
    if error.title:
        page = translate("errors", "a web page (“{title}”)").format(title=error.title)
    elif error.status:
        page = translate("errors", "status {status}").format(status=error.status)
    return Message(
        translate(
            "errors", "The address answers, but not as SuperOffice's WebAPI: it sent {page}."
        ).format(page=page),
        translate("errors", "Check the address of the profile; it usually ends in /api."),
    )
