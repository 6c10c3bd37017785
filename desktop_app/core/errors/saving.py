"""Errors of a save: a conflict, locked fields, or an unknown outcome.

Import these from here, not from `core.errors`: every start loads that package, and the mailbox
types that these errors need would make the start slower.
"""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError
from desktop_app.core.mailbox.mailbox import Field, Mailbox


class _Collision(AppError):
    """Nothing was sent because of ``fields``; ``theirs`` is the mailbox on the server now."""

    def __init__(self, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        super().__init__(", ".join(f.name for f in fields))
        self.theirs = theirs
        self.fields = fields


class Conflict(_Collision):
    """Nothing was sent: someone else changed ``fields`` after they were loaded."""


class LoginConflict(Conflict):
    """Nothing was sent: the password was entered for a login that someone else has changed.

    ``fields`` are those of the login, and any others that both changed.
    """

    written_name = "ConflictOfLogin"


class FieldsLocked(_Collision):
    """Nothing was sent: ``fields`` may no longer be written."""

    written_name = "LockedMeanwhile"


class AddressTaken(_Collision):
    """No mailbox was created: ``theirs`` has its address, and the user had not seen it.

    ``has_same_values`` means that it has all the values that were to be sent, so that an earlier
    save has probably created it.
    """

    def __init__(self, theirs: Mailbox, *, has_same_values: bool) -> None:
        super().__init__(theirs, (Field.ADDRESS,))
        self.has_same_values = has_same_values


class LookupFinding(Enum):
    """Why a read after a save did not prove it."""

    NOT_THERE_YET = auto()
    CANNOT_TELL = auto()
    """The server shows none of the fields that were sent."""
    OTHER_VALUES = auto()
    """The server holds neither the old values nor the values that were sent."""
    MAILBOX_GONE = auto()
    """The server no longer has the mailbox, neither alone nor in the list."""
    COULD_NOT_LOOK = auto()

    @property
    def written_name(self) -> str:
        """The journal entry's ``reason``; it never changes."""
        return "MailboxGone" if self is LookupFinding.MAILBOX_GONE else self.name


class SaveOutcomeUnknown(AppError):
    """The save was sent, but no answer arrived, or none that confirms it, because of ``cause``.

    ``finding`` is the result of the read that followed; ``password_lost`` says whether it no longer
    showed the stored password.
    """

    written_name = "SaveUnknown"

    def __init__(
        self,
        cause: AppError,
        finding: LookupFinding,
        mailbox: Mailbox | None = None,
        *,
        password_lost: bool = False,
    ) -> None:
        super().__init__(cause.detail, may_have_run=True)
        self.cause = cause
        self.finding = finding
        self.mailbox = mailbox
        self.password_lost = password_lost


class NewMailboxIncomplete(AppError):
    """Nothing was sent: a new mailbox needs ``fields`` to work, and could not be deleted."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        super().__init__(", ".join(f.name for f in fields))
        self.fields = fields


class PasswordNotKept(AppError):
    """Nothing was sent: the server clears the stored password when a save sends none."""
