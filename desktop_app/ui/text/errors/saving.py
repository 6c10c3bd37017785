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
        "Pick a value for each, then save again; or reload to see what is there.",
    ),
    LoginConflict: QT_TRANSLATE_NOOP(
        "errors",
        "The password was entered for another login: someone else has changed {fields} since.\n"
        "Choose a value for each, then save again; or reload to see what is there.",
    ),
    FieldsLocked: QT_TRANSLATE_NOOP(
        "errors",
        "These fields may not be changed any more: {fields}.\nReload the mailbox to see why.",
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
            "Nothing is sent again by itself. Refresh the list and look before you save again.",
        ),
    ),
    NewMailboxIncomplete: QT_TRANSLATE_NOOP(
        "errors",
        "The new mailbox lacks what SuperOffice needs to fetch its mail: {fields}.\n"
        "Open it, enter what is missing, and save again.",
    ),
    PasswordNotKept: QT_TRANSLATE_NOOP(
        "errors",
        "This SuperOffice loses the stored password when a save carries none, so nothing was sent."
        "\nOpen the mailbox, enter its password and save it there.",
    ),
}

FINDINGS = {
    LookupFinding.NOT_THERE_YET: QT_TRANSLATE_NOOP("errors", "The new values are not there."),
    LookupFinding.CANNOT_TELL: QT_TRANSLATE_NOOP(
        "errors", "What was sent cannot be read back, so a look cannot tell."
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
