"""Translated texts of journal entries."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LoginConflict,
    LookupFinding,
)
from desktop_app.core.journal import (
    LOSS_SEEN,
    NOTHING_TO_SEND,
    PROGRAM_ENDED,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
    SaveProof,
)
from desktop_app.core.mailbox.characters import isolate_direction
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate, translate_marked
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.errors.saving import finding_text
from desktop_app.ui.text.mailbox import address_without_name, display_text, field_name
from desktop_app.ui.text.plain_text import one_line, shortened
from desktop_app.ui.text.saving import entry_outcome_text, password_lost_text, proof_text

_REASONS = {
    NOTHING_TO_SEND: QT_TRANSLATE_NOOP(
        "journal", "Someone else had already made the same changes. Nothing was sent."
    ),
    PROGRAM_ENDED: QT_TRANSLATE_NOOP(
        "journal",
        "The program ended before SuperOffice replied. After the next refresh, the program "
        "checks what SuperOffice has.",
    ),
    Conflict.written_name: QT_TRANSLATE_NOOP(
        "journal", "Someone else had changed these fields: {fields}. Nothing was sent."
    ),
    LoginConflict.written_name: QT_TRANSLATE_NOOP(
        "journal",
        "Someone else had changed the login that the password was entered for: {fields}. "
        "Nothing was sent.",
    ),
    AddressTaken.written_name: QT_TRANSLATE_NOOP(
        "journal", "SuperOffice already had a mailbox with this address. Nothing was sent."
    ),
    FieldsLocked.written_name: QT_TRANSLATE_NOOP(
        "journal", "You were no longer allowed to change: {fields}. Nothing was sent."
    ),
}
"""Sentences for the first word of an entry's reason, besides those of proofs and findings."""
_FINDINGS = {finding.written_name: finding for finding in LookupFinding}


def entry_time_text(entry: JournalEntry) -> str:
    """Return when the save began, in local time."""
    return moment_text(local_time(entry.started_at))


def entry_mailbox_text(entry: JournalEntry) -> str:
    """Return the mailbox's address, or its id if the address is unknown."""
    return entry.address or translate("journal", "mailbox {mailbox_id}").format(
        mailbox_id=entry.mailbox_id
    )


def entry_changes_text(entry: JournalEntry) -> str:
    """Return the requested changes in one line."""
    pairs = [(name, *map(isolate_direction, values)) for name, *values in entry_sides(entry)]
    if entry.is_new:
        told = ", ".join(f"{name}: {after}" for name, _, after in pairs)
        form = (
            translate("journal", "New mailbox, not sent: {values}")
            if entry.is_unsent
            else translate("journal", "New mailbox: {values}")
        )
        return form.format(values=told)
    told = "; ".join(f"{name}: {before} → {after}" for name, before, after in pairs)
    return (
        translate("journal", "Not sent: {values}").format(values=told) if entry.is_unsent else told
    )


def entry_sides(entry: JournalEntry) -> list[tuple[str, str, str]]:
    """Return each field's name, its value before, and the value that the save was to set."""
    found = [
        (field_name(field), display_text(entry.before.get(field)), display_text(value))
        for field, value in entry.after.items()
    ]
    if entry.password is not PasswordAction.KEPT:
        found.append((field_name(Field.PASSWORD), "", _password_text(entry)))
    return found


def _password_text(entry: JournalEntry) -> str:
    if entry.password is PasswordAction.NONE:
        return translate("journal", "none")
    if entry.is_unsent:
        return translate("journal", "a new password")
    return translate("journal", "replaced")


def values_title(entry: JournalEntry | None) -> str:
    """Return the title of the new values: they were sent, or they were not."""
    if entry is not None and entry.is_unsent:
        return translate("journal", "Not sent")
    return translate("journal", "Sent")


def entry_author_text(entry: JournalEntry) -> str:
    """Return who saved: the SuperOffice user, the operating system account and the computer."""
    return translate("journal", "{signed_in_as}, {account} at {computer}").format(
        signed_in_as=entry.context.signed_in_as, account=entry.account, computer=entry.computer
    )


def scope_text(query: JournalQuery, entries: Sequence[JournalEntry]) -> str:
    """Return which mailbox or bulk run the journal shows, named by its entries if there are any."""
    if query.bulk_run_key:
        if not entries:
            return translate("journal", "Showing only: one bulk run")
        begun = moment_text(local_time(entries[-1].started_at))
        return translate("journal", "Showing only: the bulk run of {moment}").format(moment=begun)
    if not entries:
        return translate("journal", "Showing only: one mailbox")
    return translate("journal", "Showing only: {mailbox}").format(
        mailbox=one_line(shortened(address_without_name(entry_mailbox_text(entries[0]))))
    )


def entry_details_text(entry: JournalEntry) -> str:
    """Return how a save ended and why, when it began and in which profile, and who saved."""
    ended = f"{entry_outcome_text(entry)}. {outcome_reason_text(entry)}".strip()
    place = f"{entry_time_text(entry)} · {entry.context.profile_name}"
    return "\n".join((ended, f"{place} · {entry_author_text(entry)}"))


def searched_text(entry: JournalEntry) -> str:
    """Return all that the journal shows of an entry, for the search. Runs in a worker."""
    return "\n".join(
        (
            entry.context.profile_name,
            entry_mailbox_text(entry),
            entry_changes_text(entry),
            entry_outcome_text(entry),
            outcome_reason_text(entry),
            entry_author_text(entry),
        )
    )


def outcome_reason_text(entry: JournalEntry) -> str:
    """Return the explanation of the outcome, with a reason that has no sentence as written.

    "Saved and read back" needs no explanation.
    """
    told, is_loss = _reason_text(entry), entry.reason.endswith(f" {LOSS_SEEN}")
    return f"{password_lost_text(entry.address)} {told}" if is_loss else told


def _reason_text(entry: JournalEntry) -> str:
    if entry.outcome is SaveOutcome.FOUND_DONE:
        return translate("journal", "A later check of SuperOffice found the values that were sent.")
    if (marked := _REASONS.get(entry.reason_name)) is not None:
        return translate_marked("journal", marked).format(fields=_field_names(entry))
    if entry.reason_name in SaveProof.__members__:
        proof = SaveProof[entry.reason_name]
        return "" if proof is SaveProof.READ_BACK else proof_text(proof)
    if (finding := _FINDINGS.get(entry.reason_name)) is not None:
        return finding_text(finding)
    if not entry.is_unsent:
        return entry.reason
    return translate("journal", "Nothing was sent. Reason: {reason}").format(reason=entry.reason)


def _field_names(entry: JournalEntry) -> str:
    """Return the titles of the fields that a reason names; those of other versions as written."""
    names = entry.reason.partition(": ")[2].split(", ")
    return ", ".join(
        field_name(Field[name]) if name in Field.__members__ else name for name in names
    )


def no_restore_text() -> str:
    """Return for which entries old values can be restored, where an entry is another."""
    return translate(
        "journal",
        "You can restore the values from before a change that was saved in a profile that you "
        "still have.",
    )


def keep_days_text(days: int) -> str:
    """Return a retention time in words; 0 or less is forever."""
    return (
        translate("journal", "forever")
        if days <= 0
        else translate("journal", "for %n day(s)", None, days)
    )


def minimum_keep_days_text(days: int) -> str:
    """Return the minimum retention set by the administrator; empty if there is none."""
    if days <= 0:
        return ""
    return translate(
        "journal",
        "Your administrator requires the journal to be kept for at least %n day(s).",
        None,
        days,
    )


def export_header() -> tuple[str, ...]:
    """Return the translated column titles of an export."""
    return (
        *(
            translate("journal", "When"),
            translate("journal", "Profile"),
            translate("journal", "Mailbox"),
            translate("journal", "Id"),
            translate("journal", "State"),
            translate("journal", "Details"),
        ),
        *(
            translate("journal", "Change"),
            translate("journal", "Signed in as"),
            translate("journal", "Account"),
            translate("journal", "Computer"),
            translate("journal", "Bulk run"),
        ),
    )


def export_cells(entry: JournalEntry) -> tuple[str | int, ...]:
    """Return one line of an export, without secrets; the time is local, ISO 8601."""
    case = entry.context
    return (
        *(
            local_time(entry.started_at).isoformat(timespec="seconds"),
            case.profile_name,
            entry_mailbox_text(entry),
        ),
        *(
            entry.mailbox_id,
            entry_outcome_text(entry),
            outcome_reason_text(entry),
            entry_changes_text(entry),
        ),
        *(case.signed_in_as, entry.account, entry.computer, case.bulk_run_key),
    )
