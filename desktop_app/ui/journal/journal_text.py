"""The lines of the journal, in words."""

from __future__ import annotations

from desktop_app.core.errors.saving import LookupFinding
from desktop_app.core.journal import JournalEntry, PasswordAction, SaveOutcome, SaveProof
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.errors.saving import finding_text
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.saving import entry_outcome_text, proof_text


def entry_time_text(entry: JournalEntry) -> str:
    """When it was begun, as a local time."""
    return moment_text(local_time(entry.started_at))


def entry_mailbox_text(entry: JournalEntry) -> str:
    """Which mailbox."""
    return entry.address or translate("journal", "mailbox {mailbox_id}").format(
        mailbox_id=entry.mailbox_id
    )


def entry_changes_text(entry: JournalEntry) -> str:
    """What was to be changed, in one line."""
    pairs = entry_sides(entry)
    if entry.is_new:
        told = ", ".join(f"{name}: {after}" for name, _, after in pairs)
        return translate("journal", "New mailbox. {values}").format(values=told)
    return "; ".join(f"{name}: {before} → {after}" for name, before, after in pairs)


def entry_sides(entry: JournalEntry) -> list[tuple[str, str, str]]:
    """Each field: its name, what was there before, and what was sent."""
    found = [
        (field_name(field), display_text(entry.before.get(field)), display_text(value))
        for field, value in entry.after.items()
    ]
    if entry.password is not PasswordAction.KEPT:
        deed = (
            translate("journal", "replaced")
            if entry.password is PasswordAction.REPLACED
            else translate("journal", "none")
        )
        found.append((field_name(Field.PASSWORD), "", deed))
    return found


def entry_author_text(entry: JournalEntry) -> str:
    """Who it was: in SuperOffice, and at which computer."""
    return translate("journal", "{signed_in_as}, {account} at {computer}").format(
        signed_in_as=entry.context.signed_in_as, account=entry.account, computer=entry.computer
    )


def outcome_reason_text(entry: JournalEntry) -> str:
    """What is known of the outcome beyond its name."""
    if entry.outcome is SaveOutcome.FOUND_DONE:
        return translate("journal", "A later look found what had been sent.")
    message = {
        **{proof.name: proof_text(proof) for proof in SaveProof},
        **{finding.name: finding_text(finding) for finding in LookupFinding},
        "NOTHING_TO_SEND": translate(
            "journal", "Someone else had made the same changes; nothing was sent."
        ),
        "PROGRAM_ENDED": translate(
            "journal", "The program ended before the answer came. It is looked up."
        ),
        "LockedMeanwhile:": translate("journal", "A field may not be changed any more."),
        "MailboxGone": translate("journal", "The mailbox is gone."),
    }
    first = entry.reason.split(" ")[0]
    return message.get(first, entry.reason)


def keep_days_text(days: int) -> str:
    """How long lines are kept."""
    return (
        translate("journal", "for ever")
        if days <= 0
        else translate("journal", "%n day(s)", None, days)
    )


def minimum_keep_days_text(days: int) -> str:
    """What the administrator says about that."""
    if days <= 0:
        return ""
    return translate(
        "journal", "Your administrator keeps the journal for %n day(s) at least.", None, days
    )


def export_header() -> tuple[str, ...]:
    """The columns of an export."""
    return (
        *(
            translate("journal", "When"),
            translate("journal", "Profile"),
            translate("journal", "Mailbox"),
            translate("journal", "Id"),
            translate("journal", "Outcome"),
            translate("journal", "Details"),
        ),
        *(
            translate("journal", "Differences"),
            translate("journal", "Signed in as"),
            translate("journal", "Account"),
            translate("journal", "Computer"),
            translate("journal", "Bulk run"),
        ),
    )


def export_cells(entry: JournalEntry) -> tuple[str | int, ...]:
    """One line of an export; no secret is in it."""
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
