"""What SuperOffice refused, or failed to do."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.message import (
    Message,
    message_for,
    server_quote,
    with_leading_space,
)


@message_for.register
def _(error: errors.ServerError) -> Message:
    return Message(
        server_quote(error)
        or translate("errors", "The server answered with status {status}.").format(
            status=error.status
        ),
        translate("errors", "Try again; if it stays, ask the SuperOffice administrator."),
    )


@message_for.register
def _(error: errors.Forbidden) -> Message:
    return Message(
        translate("errors", "SuperOffice does not allow this user to do that.")
        + with_leading_space(server_quote(error)),
        translate(
            "errors", "Ask the SuperOffice administrator for the right “Service administration”."
        ),
    )


@message_for.register
def _(_trouble: errors.BlockedByGateway) -> Message:
    return Message(
        translate(
            "errors", "Not SuperOffice, but a web server or firewall before it refused the request."
        ),
        translate(
            "errors",
            "Ask whoever runs the server or the network; the details say what it answered.",
        ),
    )


@message_for.register
def _(error: errors.ValidationFailed) -> Message:
    return Message(
        translate("errors", "SuperOffice did not accept the values.")
        + with_leading_space(server_quote(error)),
        translate("errors", "Correct them and save again."),
    )


@message_for.register
def _(_trouble: errors.NotFound) -> Message:
    return Message(
        translate("errors", "The server does not know this address."),
        translate("errors", "Check the address of the profile; it usually ends in /api."),
    )


@message_for.register
def _(error: errors.StaleData) -> Message:
    return Message(
        translate("errors", "SuperOffice refused, because it holds something else by now.")
        + with_leading_space(server_quote(error)),
        translate("errors", "Refresh, look at what is there, then try again."),
    )


@message_for.register
def _(_trouble: errors.TenantMoved) -> Message:
    return Message(
        translate("errors", "This installation has moved to another address."),
        translate(
            "errors", "Look up its address in SuperOffice Online and put it into the profile."
        ),
    )


@message_for.register
def _(_trouble: errors.ServerBusy) -> Message:
    return Message(
        translate("errors", "The server is too busy, or being maintained."),
        translate("errors", "Try again in a few minutes."),
    )


@message_for.register
def _(_trouble: errors.BadGateway) -> Message:
    return Message(
        translate("errors", "SuperOffice itself was not reached by the gateway before it."),
        translate(
            "errors", "It may be restarting: try again in a minute, or ask whoever runs the server."
        ),
    )


@message_for.register
def _(error: errors.ServerFailure) -> Message:
    return Message(
        translate("errors", "The server failed.") + with_leading_space(server_quote(error)),
        translate("errors", "Try again; if it stays, ask the SuperOffice administrator."),
    )


@message_for.register
def _(_trouble: errors.MailboxNotFound) -> Message:
    return Message(
        translate("errors", "This mailbox is not there any more."),
        translate("errors", "Refresh the list to see what is."),
    )


@message_for.register
def _(_trouble: errors.SignInHalted) -> Message:
    return Message(
        translate("errors", "Nothing was sent, because SuperOffice refused the password before."),
        translate("errors", "Change the password of the profile, or refresh to try again."),
    )
