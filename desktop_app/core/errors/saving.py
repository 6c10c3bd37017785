"""Why a mailbox was not saved, or nobody knows whether it was.

Imported from here and not from `core.errors`, which every start loads: the mailbox types behind
these errors would make it slower.
"""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError
from desktop_app.core.mailbox.mailbox import Field, Mailbox


class _Collision(AppError):
    """Nothing was sent, because of ``fields``; ``theirs`` is the mailbox as the server has it."""

    def __init__(self, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        super().__init__(", ".join(f.name for f in fields))
        self.theirs = theirs
        self.fields = fields


class Conflict(_Collision):
    """Nothing was sent: someone else changed ``fields`` meanwhile."""


class FieldsLocked(_Collision):
    """Nothing was sent: ``fields`` may no longer be written."""

    written_name = "LockedMeanwhile"


class LookupFinding(Enum):
    """Why a look at the server did not prove a save. The name is the reason of a journal line."""

    NOT_THERE_YET = auto()
    CANNOT_TELL = auto()
    """The server shows none of the fields that were sent."""
    OTHER_VALUES = auto()
    """Neither what was there before nor what was sent."""
    COULD_NOT_LOOK = auto()


class SaveOutcomeUnknown(AppError):
    """The save was sent and its answer never came. ``finding`` says what was found afterwards."""

    written_name = "SaveUnknown"

    def __init__(
        self, cause: AppError, finding: LookupFinding, mailbox: Mailbox | None = None
    ) -> None:
        super().__init__(cause.detail, may_have_run=True)
        self.cause = cause
        self.finding = finding
        self.mailbox = mailbox
