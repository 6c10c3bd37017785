"""Messages for servers that cannot be reached, or do not reply as SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import NetworkFailure
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_UNREACHABLE = {
    NetworkFailure.NAME_NOT_FOUND: QT_TRANSLATE_NOOP(
        "errors",
        "The server's name was not found.\n"
        "Check the address of the profile, and whether this computer has a network or VPN.",
    ),
    NetworkFailure.REFUSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server refuses connections.\n"
        "It may be stopped, or the port in the profile's address may be wrong.",
    ),
    NetworkFailure.NO_ROUTE: QT_TRANSLATE_NOOP(
        "errors",
        "There is no way to the server from this computer.\n"
        "Check the network or VPN, then refresh.",
    ),
    NetworkFailure.RESET: QT_TRANSLATE_NOOP(
        "errors",
        "The server closed the connection.\nTry again; if it stays, ask whoever runs the server.",
    ),
    NetworkFailure.TIMED_OUT: QT_TRANSLATE_NOOP(
        "errors",
        "The server did not answer in time.\nCheck the network or VPN, then try again.",
    ),
    NetworkFailure.TLS: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate was not accepted, so nothing was sent.\n"
        "The details say why. Ask whoever runs the server, or your IT department.",
    ),
    NetworkFailure.PROXY: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy between this computer and the server stopped the call.\n"
        "It cannot be reached, or does not allow this address. Ask your IT department.",
    ),
    NetworkFailure.PROXY_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy between this computer and the server wants a sign-in of its own.\n"
        "Put its user name and password into the profile; yours for SuperOffice is untouched.",
    ),
    NetworkFailure.NETWORK_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "The network that this computer is in wants you to sign in to it first.\n"
        "Open any web page in your browser, sign in to the network there, then refresh.",
    ),
}

_UNEXPECTED_STATUS = Choice(
    "status",
    {
        0: QT_TRANSLATE_NOOP(
            "errors",
            "The address answers, but not as SuperOffice's WebAPI: it sent something else.\n"
            "Check the address of the profile; it usually ends in /api.",
        )
    },
    QT_TRANSLATE_NOOP(
        "errors",
        "The address answers, but not as SuperOffice's WebAPI: it sent status {status}.\n"
        "Check the address of the profile; it usually ends in /api.",
    ),
)

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.Unreachable: Choice("failure", _UNREACHABLE),
    errors.Cancelled: QT_TRANSLATE_NOOP("errors", "Stopped.\nNothing more was done."),
    errors.DeadlineExceeded: QT_TRANSLATE_NOOP(
        "errors",
        "The server answers too slowly, so the call was given up.\n"
        "Try again later, or ask whoever runs the server.",
    ),
    errors.ResponseTooLarge: QT_TRANSLATE_NOOP(
        "errors",
        "The server's answer is larger than {limit_mib} MiB, so it was not read.\n"
        "Check that the profile's address is SuperOffice's own.",
    ),
    errors.TruncatedResponse: QT_TRANSLATE_NOOP(
        "errors",
        "The server's answer broke off in the middle.\n"
        "Try again; if it stays, ask whoever runs the server or the network.",
    ),
    errors.RedirectRefused: QT_TRANSLATE_NOOP(
        "errors",
        "The server wants to send this program on to {target}, which it does not follow.\n"
        "If that is the right server, put its address into the profile.",
    ),
    errors.UnexpectedResponse: Choice(
        "title",
        {"": _UNEXPECTED_STATUS},
        QT_TRANSLATE_NOOP(
            "errors",
            "The address answers, but not as SuperOffice's WebAPI: it sent a web page "
            "(“{title}”).\nCheck the address of the profile; it usually ends in /api.",
        ),
    ),
}
