"""Messages for mailboxes that were not saved, or perhaps not saved."""

from __future__ import annotations

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LoginConflict,
    LookupFinding,
    NewMailboxIncomplete,
    PasswordNotKept,
    SaveOutcomeUnknown,
)
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate_marked
from desktop_app.ui.text.message import Choice

MESSAGES: dict[type[AppError], str | Choice] = {
    Conflict: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice has other values now: {fields}.\n"
        "Choose a value for each and save again, or reload to see the current values.",
    ),
    LoginConflict: QT_TRANSLATE_NOOP(
        "errors",
        "The password was entered for another login: someone else has changed {fields} since.\n"
        "Choose a value for each and save again, or reload to see the current values.",
    ),
    FieldsLocked: QT_TRANSLATE_NOOP(
        "errors",
        "You may no longer change these fields: {fields}.\nReload the mailbox to see why.",
    ),
    AddressTaken: Choice(
        "has_same_values",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "SuperOffice already has this mailbox, with the values you entered: {theirs}. An "
                "earlier save has probably created it.\n"
                "Discard this one. To create a second mailbox with the same address, confirm that "
                "in its window and save again.",
            )
        },
        QT_TRANSLATE_NOOP(
            "errors",
            "SuperOffice now has a mailbox with this address: {theirs}.\n"
            "Compare it in the list. To create a second mailbox with the same address, confirm "
            "that in its window and save again.",
        ),
    ),
    SaveOutcomeUnknown: Choice(
        "password_lost",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "SuperOffice no longer shows the stored password, and the mailbox may or may not "
                "have been saved. {cause} {finding}\n"
                "Reload the mailbox, enter its password and save again.",
            )
        },
        QT_TRANSLATE_NOOP(
            "errors",
            "The mailbox may or may not have been saved. {cause} {finding}\n"
            "Nothing is sent again automatically. Refresh the list and check before you save "
            "again.",
        ),
    ),
    NewMailboxIncomplete: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice cannot collect mail for the new mailbox without: {fields}.\n"
        "Open it, enter what is missing, and save again.",
    ),
    PasswordNotKept: QT_TRANSLATE_NOOP(
        "errors",
        "This SuperOffice clears the stored password when you save without one, so nothing was "
        "sent.\n"
        "Open the mailbox, enter its password and save it there.",
    ),
}

FINDINGS = {
    LookupFinding.NOT_THERE_YET: QT_TRANSLATE_NOOP("errors", "The new values are not there."),
    LookupFinding.CANNOT_TELL: QT_TRANSLATE_NOOP(
        "errors", "What was sent cannot be read back, so a check cannot tell."
    ),
    LookupFinding.OTHER_VALUES: QT_TRANSLATE_NOOP(
        "errors", "SuperOffice has neither the old values nor the new ones."
    ),
    LookupFinding.MAILBOX_GONE: QT_TRANSLATE_NOOP(
        "errors", "SuperOffice no longer has this mailbox."
    ),
    LookupFinding.COULD_NOT_LOOK: QT_TRANSLATE_NOOP(
        "errors", "SuperOffice could not be read afterwards."
    ),
}
"""Sentences for the field ``finding`` of SaveOutcomeUnknown."""


def finding_text(finding: LookupFinding) -> str:
    """Return the sentence for what a later check found about a save. Translated."""
    return translate_marked("errors", FINDINGS[finding])
