"""What SuperOffice refused, or failed to do."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.text.errors.message import (
    Message,
    message_for,
    server_quote,
    tr,
    with_leading_space,
)


@message_for.register
def _(trouble: errors.ServerError) -> Message:
    return Message(
        server_quote(trouble) or tr("The server answered with status %d.") % trouble.status,
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@message_for.register
def _(trouble: errors.Forbidden) -> Message:
    return Message(
        tr("SuperOffice does not allow this user to do that.")
        + with_leading_space(server_quote(trouble)),
        tr("Ask the SuperOffice administrator for the right “Service administration”."),
    )


@message_for.register
def _(_trouble: errors.BlockedByGateway) -> Message:
    return Message(
        tr("Not SuperOffice, but a web server or firewall before it refused the request."),
        tr("Ask whoever runs the server or the network; the details say what it answered."),
    )


@message_for.register
def _(trouble: errors.ValidationFailed) -> Message:
    return Message(
        tr("SuperOffice did not accept the values.") + with_leading_space(server_quote(trouble)),
        tr("Correct them and save again."),
    )


@message_for.register
def _(_trouble: errors.NotFound) -> Message:
    return Message(
        tr("The server does not know this address."),
        tr("Check the address of the profile; it usually ends in /api."),
    )


@message_for.register
def _(trouble: errors.StaleData) -> Message:
    return Message(
        tr("SuperOffice refused, because it holds something else by now.")
        + with_leading_space(server_quote(trouble)),
        tr("Refresh, look at what is there, then try again."),
    )


@message_for.register
def _(_trouble: errors.TenantMoved) -> Message:
    return Message(
        tr("This installation has moved to another address."),
        tr("Look up its address in SuperOffice Online and put it into the profile."),
    )


@message_for.register
def _(_trouble: errors.ServerBusy) -> Message:
    return Message(
        tr("The server is too busy, or being maintained."),
        tr("Try again in a few minutes."),
    )


@message_for.register
def _(_trouble: errors.BadGateway) -> Message:
    return Message(
        tr("SuperOffice itself was not reached by the gateway before it."),
        tr("It may be restarting: try again in a minute, or ask whoever runs the server."),
    )


@message_for.register
def _(trouble: errors.ServerFailure) -> Message:
    return Message(
        tr("The server failed.") + with_leading_space(server_quote(trouble)),
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@message_for.register
def _(_trouble: errors.MailboxNotFound) -> Message:
    return Message(
        tr("This mailbox is not there any more."),
        tr("Refresh the list to see what is."),
    )


@message_for.register
def _(_trouble: errors.SignInHalted) -> Message:
    return Message(
        tr("Nothing was sent, because SuperOffice refused the password before."),
        tr("Change the password of the profile, or refresh to try again."),
    )
