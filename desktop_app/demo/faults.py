"""What the demo server refuses, in one of the two envelopes that SuperOffice documents.

The vendor documents no status codes for the mailbox calls, so this project chose one per fault
(the table in the package docstring) and clients are expected to branch on the envelope first.
"""

from __future__ import annotations

from collections.abc import Mapping

Envelope = Mapping[str, object]


class Fault(Exception):
    """An answer that refuses: HTTP status, JSON envelope and extra headers."""

    def __init__(
        self, status: int, envelope: Envelope, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(status, envelope)
        self.status = status
        self.envelope = envelope
        self.headers = headers


def aspnet(status: int, message: str, detail: str = "") -> Fault:
    """Give a fault in the ASP.NET style: `Message` and, when there is one, `MessageDetail`."""
    envelope = {"Message": message}
    if detail:
        envelope["MessageDetail"] = detail
    return Fault(status, envelope)


def superoffice(status: int, error_type: str, message: str) -> Fault:
    """Give a fault in SuperOffice's own style, named after a .NET exception class."""
    return Fault(
        status,
        {
            "Error": True,
            "ErrorType": error_type,
            "ErrorMessage": message,
            "ErrorSource": "SoCore",
        },
    )


def not_bound(name: str, why: str) -> Fault:
    """Refuse a request that .NET could not turn into its arguments, naming the argument."""
    return Fault(400, {"Message": "The request is invalid.", "ModelState": {name: [why]}})


def no_right(message: str) -> Fault:
    """Refuse what the user's rights do not allow."""
    return superoffice(403, "SoSentryException", message)


def unknown_mailbox(mailbox_id: int) -> Fault:
    """Refuse to save a mailbox that does not exist."""
    return superoffice(404, "SoNotFoundException", f"There is no mailbox with id {mailbox_id}.")


def too_long(field: str, limit: int) -> Fault:
    """Refuse text of more than `limit` UTF-16 code units, which is how .NET counts."""
    return superoffice(500, "SoValidationException", f"{field} is longer than {limit} characters.")


def mandatory(field: str) -> Fault:
    """Refuse an empty mandatory field: with HTTP 200, as the vendor warns can happen."""
    return aspnet(200, "The mailbox was not saved.", f"{field} must have a value.")
