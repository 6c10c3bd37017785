"""Why a mailbox was not saved, or nobody knows whether it was."""

from __future__ import annotations

from enum import Enum

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import (
    Conflict,
    FieldsLocked,
    LookupFinding,
    SaveOutcomeUnknown,
)
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

MESSAGES: dict[type[AppError], str | Choice] = {
    Conflict: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice has other values now: {fields}.\n"
        "Pick a value for each, then save again; or reload to see what is there.",
    ),
    FieldsLocked: QT_TRANSLATE_NOOP(
        "errors",
        "These fields may not be changed any more: {fields}.\nReload the mailbox to see why.",
    ),
    SaveOutcomeUnknown: QT_TRANSLATE_NOOP(
        "errors",
        "The mailbox may or may not have been saved. {cause} {finding}\n"
        "Nothing is sent again by itself. Refresh the list and look before you save again.",
    ),
}

FINDINGS: dict[Enum, str] = {
    LookupFinding.NOT_THERE_YET: QT_TRANSLATE_NOOP(
        "errors", "The new values are not there so far."
    ),
    LookupFinding.CANNOT_TELL: QT_TRANSLATE_NOOP(
        "errors", "Whether the password arrived cannot be seen."
    ),
    LookupFinding.OTHER_VALUES: QT_TRANSLATE_NOOP(
        "errors", "What is there now is neither the old nor what you asked for."
    ),
    LookupFinding.COULD_NOT_LOOK: QT_TRANSLATE_NOOP("errors", "Looking for them failed too."),
}
"""Sentences for the field ``finding``."""
