"""What the demo server refuses, in one of the two envelopes that SuperOffice documents.

The vendor documents no status codes for the mailbox calls, so this project chose one per fault
(the table in the package docstring) and clients are expected to branch on the envelope first.
"""

from __future__ import annotations

from collections.abc import Mapping

Envelope = Mapping[str, object]


class ErrorResponse(Exception):
    """An answer that refuses: HTTP status, JSON envelope and extra headers."""

    def __init__(
        self, status: int, envelope: Envelope, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(status, envelope)
        self.status = status
        self.envelope = envelope
        self.headers = headers


def aspnet_error(status: int, message: str, detail: str = "") -> ErrorResponse:
    """Give a fault in the ASP.NET style: `Message` and, when there is one, `MessageDetail`."""
    envelope = {"Message": message}
    if detail:
        envelope["MessageDetail"] = detail
    return ErrorResponse(status, envelope)


def superoffice_error(status: int, error_type: str, message: str) -> ErrorResponse:
    """Give a fault in SuperOffice's own style, named after a .NET exception class."""
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
    """Refuse a request that .NET could not turn into its arguments, naming the argument."""
    return ErrorResponse(
        400, {"Message": "The request is invalid.", "ModelState": {name: [reason]}}
    )


def permission_error(message: str) -> ErrorResponse:
    """Refuse what the user's rights do not allow."""
    return superoffice_error(403, "SoSentryException", message)


def unknown_mailbox_error(mailbox_id: int) -> ErrorResponse:
    """Refuse to save a mailbox that does not exist."""
    return superoffice_error(
        404, "SoNotFoundException", f"There is no mailbox with id {mailbox_id}."
    )


def too_long_error(field: str, limit: int) -> ErrorResponse:
    """Refuse text of more than `limit` UTF-16 code units, which is how .NET counts."""
    return superoffice_error(
        500, "SoValidationException", f"{field} is longer than {limit} characters."
    )


def mandatory_field_error(field: str) -> ErrorResponse:
    """Refuse an empty mandatory field: with HTTP 200, as the vendor warns can happen."""
    return aspnet_error(200, "The mailbox was not saved.", f"{field} must have a value.")
