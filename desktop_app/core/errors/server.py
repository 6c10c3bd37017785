"""Errors that the server reports, and the halt of a profile after a refused password."""

from __future__ import annotations

from desktop_app.core.errors.base import AppError


class ServerError(AppError):
    """The server refused or failed. ``message`` is its explanation, foreign plain text.

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
    """The signed-in user does not have the right to do this."""

    written_name = "NoRight"


class ValidationFailed(ServerError):
    """The server rejected values in the request."""

    written_name = "InvalidFields"


class RequestRejected(ValidationFailed):
    """The server rejected a request that only reads, such as an id too large for the server."""


class NotFound(ServerError):
    """The address or the requested object does not exist on the server."""


class EndpointNotFound(NotFound):
    """404 with a web page: the web server in front of SuperOffice does not know the address."""

    written_name = "AddressUnknown"


class BlockedByGateway(ServerError):
    """403 with a web page: a web server or firewall in front of SuperOffice blocked the request."""

    written_name = "Blocked"


class ServerBusy(ServerError):
    """429 or 503: the server is overloaded.

    ``retry_after`` is the pause that the server asks for in seconds, or None.
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
    """409: the request conflicts with data that has changed on the server."""

    written_name = "HeldOtherwise"


class TenantMoved(ServerError):
    """421: Online has moved this tenant to another host; the state endpoint returns the new one."""

    written_name = "WrongSubdomain"


class ServerFailure(ServerError):
    """The server failed with an internal error, or a gateway in front of it failed."""

    written_name = "ServerFault"


class BadGateway(ServerFailure):
    """502 or 504: a gateway could not reach the server behind it."""

    written_name = "GatewayFault"


class MailboxNotFound(AppError):
    """The mailbox with this id does not exist, or no longer exists."""

    written_name = "MailboxGone"


class SignInHalted(AppError):
    """Nothing was sent: after a refused password the profile sends nothing until the user acts."""

    written_name = "Halted"
