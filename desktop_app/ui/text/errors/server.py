"""Messages for requests that SuperOffice refused or failed to carry out.

The field ``message`` becomes a sentence that quotes the server; empty if the server gave no
message.
"""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.ServerError: Choice(
        "message",
        {
            "": QT_TRANSLATE_NOOP(
                "errors",
                "The server answered with status {status}.\n"
                "Try again; if it stays, ask the SuperOffice administrator.",
            )
        },
        QT_TRANSLATE_NOOP(
            "errors", "{message}\nTry again; if it stays, ask the SuperOffice administrator."
        ),
    ),
    errors.Forbidden: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice does not allow this user to do that. {message}\n"
        "Ask the SuperOffice administrator for the right “Service administration”.",
    ),
    errors.BlockedByGateway: QT_TRANSLATE_NOOP(
        "errors",
        "Not SuperOffice, but a web server or firewall before it refused the request.\n"
        "Ask whoever runs the server or the network; the details say what it answered.",
    ),
    errors.ValidationFailed: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the values. {message}\nCorrect them and save again.",
    ),
    errors.RequestRejected: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the request. {message}\n"
        "Refresh the list, then try again. If the problem persists, contact the SuperOffice "
        "administrator.",
    ),
    errors.NotFound: QT_TRANSLATE_NOOP(
        "errors",
        "The server does not know this address.\n"
        "Check the address of the profile; it usually ends in /api.",
    ),
    errors.StaleData: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice refused, because it holds something else by now. {message}\n"
        "Refresh, look at what is there, then try again.",
    ),
    errors.TenantMoved: QT_TRANSLATE_NOOP(
        "errors",
        "This installation has moved to another address.\n"
        "Look up its address in SuperOffice Online and put it into the profile.",
    ),
    errors.ServerBusy: QT_TRANSLATE_NOOP(
        "errors",
        "The server is too busy, or being maintained.\nTry again in a few minutes.",
    ),
    errors.BadGateway: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice itself was not reached by the gateway before it.\n"
        "It may be restarting: try again in a minute, or ask whoever runs the server.",
    ),
    errors.ServerFailure: QT_TRANSLATE_NOOP(
        "errors",
        "The server failed. {message}\nTry again; if it stays, ask the SuperOffice administrator.",
    ),
    errors.MailboxNotFound: QT_TRANSLATE_NOOP(
        "errors",
        "This mailbox is not there any more.\nRefresh the list to see what is.",
    ),
    errors.SignInHalted: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because SuperOffice refused the password before.\n"
        "Change the password of the profile, or refresh to try again.",
    ),
}
