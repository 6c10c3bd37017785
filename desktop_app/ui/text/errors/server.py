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
                "The server responded with status {status}.\n"
                "Try again. If the problem persists, contact the SuperOffice administrator.",
            )
        },
        QT_TRANSLATE_NOOP(
            "errors",
            "{message}\nTry again. If the problem persists, contact the SuperOffice administrator.",
        ),
    ),
    errors.Forbidden: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice does not allow this user to do that. {message}\n"
        "Ask the SuperOffice administrator for the right “Service administration”.",
    ),
    errors.BlockedByGateway: QT_TRANSLATE_NOOP(
        "errors",
        "A web server or firewall in front of SuperOffice refused the request.\n"
        "Contact the server or network administrator. The details show its response.",
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
        "The server does not recognize this address.\n"
        "Check the profile's address. It usually ends in /api.",
    ),
    errors.StaleData: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice rejected the save because the data has changed in the meantime. {message}\n"
        "Refresh, check the current values, then try again.",
    ),
    errors.TenantMoved: QT_TRANSLATE_NOOP(
        "errors",
        "This installation has moved to another address.\n"
        "Look up its address in SuperOffice Online and enter it in the profile.",
    ),
    errors.ServerBusy: QT_TRANSLATE_NOOP(
        "errors",
        "The server is busy or under maintenance.\nTry again in a few minutes.",
    ),
    errors.BadGateway: QT_TRANSLATE_NOOP(
        "errors",
        "The gateway could not reach SuperOffice behind it.\n"
        "SuperOffice may be restarting. Try again in a minute. If the problem persists, contact "
        "the server administrator.",
    ),
    errors.ServerFailure: QT_TRANSLATE_NOOP(
        "errors",
        "The server failed. {message}\n"
        "Try again. If the problem persists, contact the SuperOffice administrator.",
    ),
    errors.MailboxNotFound: QT_TRANSLATE_NOOP(
        "errors",
        "This mailbox no longer exists.\nRefresh the list.",
    ),
    errors.SignInHalted: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because SuperOffice refused the password earlier.\n"
        "Enter the right password, or refresh to try again.",
    ),
}
