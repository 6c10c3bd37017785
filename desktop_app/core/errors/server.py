"""SuperOffice answered, and refused or failed; or a refusal before holds everything back."""

from __future__ import annotations

from desktop_app.core.errors.base import AppError


class ServerError(AppError):
    """The server refused or failed in its own words: ``message`` is foreign, plain text.

    ``error_type`` is the server's exception class (``SoSentryException``) or empty, ``status``
    the HTTP status.
    """

    written_name = "ServerSaid"

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


class Forbidden(ServerError):
    """The server says that the signed-in user may not do this."""

    written_name = "NoRight"


class ValidationFailed(ServerError):
    """The server refused values of the request."""

    written_name = "InvalidFields"


class NotFound(ServerError):
    """The address, or what was asked for, does not exist on the server."""


class EndpointNotFound(NotFound):
    """404 with a web page: not SuperOffice, but the web server before it, knows no such address."""

    written_name = "AddressUnknown"


class BlockedByGateway(ServerError):
    """403 with a web page: a web server or firewall before SuperOffice refused the request."""

    written_name = "Blocked"


class ServerBusy(ServerError):
    """429 or 503: the server asks to be left alone. ``retry_after`` is its wish in seconds, or
    None.
    """

    written_name = "Busy"

    def __init__(
        self,
        message: str = "",
        *,
        retry_after: float | None = None,
        status: int = 0,
        detail: str = "",
        may_have_run: bool = False,
    ) -> None:
        super().__init__(message, status=status, detail=detail, may_have_run=may_have_run)
        self.retry_after = retry_after


class StaleData(ServerError):
    """409: what was asked for contradicts what the server holds by now."""

    written_name = "HeldOtherwise"


class TenantMoved(ServerError):
    """421: Online has moved this tenant to another host; its state endpoint knows where."""

    written_name = "WrongSubdomain"


class ServerFailure(ServerError):
    """The server failed: an exception of its own, or a broken gateway before it."""

    written_name = "ServerFault"


class BadGateway(ServerFailure):
    """502 or 504: what stands before the server did not reach it."""

    written_name = "GatewayFault"


class MailboxNotFound(AppError):
    """There is no mailbox with this id (any more)."""

    written_name = "MailboxGone"


class SignInHalted(AppError):
    """Nothing was sent: a refused password halted this profile until the user acts."""

    written_name = "Halted"
