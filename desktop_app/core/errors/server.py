"""SuperOffice answered, and refused or failed; or a refusal before holds everything back."""

from __future__ import annotations

from desktop_app.core.errors.base import Trouble


class ServerSaid(Trouble):
    """The server refused or failed in its own words: ``message`` is foreign, plain text.

    ``error_type`` is the server's exception class (``SoSentryException``) or empty, ``status``
    the HTTP status.
    """

    def __init__(
        self,
        message: str = "",
        *,
        error_type: str = "",
        status: int = 0,
        detail: str = "",
        may_have_run: bool = False,
    ) -> None:
        super().__init__(detail or message, may_have_run=may_have_run)
        self.message = message
        self.error_type = error_type
        self.status = status


class NoRight(ServerSaid):
    """The server says that the signed-in user may not do this."""


class InvalidFields(ServerSaid):
    """The server refused values of the request."""


class NotFound(ServerSaid):
    """The address, or what was asked for, does not exist on the server."""


class AddressUnknown(NotFound):
    """404 with a web page: not SuperOffice, but the web server before it, knows no such address."""


class Blocked(ServerSaid):
    """403 with a web page: a web server or firewall before SuperOffice refused the request."""


class Busy(ServerSaid):
    """429 or 503: the server asks to be left alone. ``wait`` is its wish in seconds, or None."""

    def __init__(
        self,
        message: str = "",
        *,
        wait: float | None = None,
        status: int = 0,
        detail: str = "",
        may_have_run: bool = False,
    ) -> None:
        super().__init__(message, status=status, detail=detail, may_have_run=may_have_run)
        self.wait = wait


class HeldOtherwise(ServerSaid):
    """409: what was asked for contradicts what the server holds by now."""


class WrongSubdomain(ServerSaid):
    """421: Online has moved this tenant to another host; its state endpoint knows where."""


class ServerFault(ServerSaid):
    """The server failed: an exception of its own, or a broken gateway before it."""


class GatewayFault(ServerFault):
    """502 or 504: what stands before the server did not reach it."""


class MailboxGone(Trouble):
    """There is no mailbox with this id (any more)."""


class Halted(Trouble):
    """Nothing was sent: a refused password halted this profile until the user acts."""
