"""The demo server's error responses, in the two envelopes that SuperOffice documents.

The vendor documents no status codes for the mailbox calls, so this project chose one per fault
(the table in the package docstring) and clients are expected to branch on the envelope first.
"""

from __future__ import annotations

from collections.abc import Mapping

Envelope = Mapping[str, object]


class ErrorResponse(Exception):
    """A request is refused with an HTTP status, a JSON envelope and extra headers."""

    def __init__(
        self, status: int, envelope: Envelope, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(status, envelope)
        self.status = status
        self.envelope = envelope
        self.headers = headers


def aspnet_error(status: int, message: str, detail: str = "") -> ErrorResponse:
    """Return an error in the ASP.NET style: `Message` and, with a `detail`, `MessageDetail`."""
    envelope = {"Message": message}
    if detail:
        envelope["MessageDetail"] = detail
    return ErrorResponse(status, envelope)


def superoffice_error(status: int, error_type: str, message: str) -> ErrorResponse:
    """Return an error in SuperOffice's own style; `error_type` is a .NET exception class."""
    return ErrorResponse(
        status,
        {
            "Error": True,
            "ErrorType": error_type,
            "ErrorMessage": message,
            "ErrorSource": "SoCore",
        },
    )


def binding_error(name: str, reason: str) -> ErrorResponse:
    """Return the 400 error for a request whose argument `name` .NET could not bind."""
    return ErrorResponse(
        400, {"Message": "The request is invalid.", "ModelState": {name: [reason]}}
    )


def permission_error(message: str) -> ErrorResponse:
    """Return the 403 error for an action that the user's rights do not allow."""
    return superoffice_error(403, "SoSentryException", message)


def unknown_mailbox_error(mailbox_id: int) -> ErrorResponse:
    """Return the 404 error for saving a mailbox that does not exist."""
    return superoffice_error(
        404, "SoNotFoundException", f"There is no mailbox with id {mailbox_id}."
    )


def too_long_error(field: str, limit: int) -> ErrorResponse:
    """Return the 500 error for text of more than `limit` UTF-16 code units, as .NET counts."""
    return superoffice_error(
        500, "SoValidationException", f"{field} is longer than {limit} characters."
    )


def mandatory_field_error(field: str) -> ErrorResponse:
    """Return the error for an empty mandatory field: HTTP 200, which the vendor warns of."""
    return aspnet_error(200, "The mailbox was not saved.", f"{field} must have a value.")
