"""Translated texts of a bulk run and its rows, never with a secret."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind, RunCounts
from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import JournalEntry, SaveOutcome, SaveProof
from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.bulk.bulk_text import new_value_text, with_old_values_text
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_text import outcome_reason_text
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import field_name
from desktop_app.ui.text.saving import (
    count_text,
    entry_outcome_text,
    merged_text,
    outcome_text,
    problem_text,
    proof_text,
    row_state_text,
)


def draft_changes_text(draft: Draft, proof: PasswordProof) -> str:
    """Return the changes of a row in one line: all new values, then the old ones."""
    return with_old_values_text(new_values_text(draft, proof), draft, draft.changes)


def new_values_text(draft: Draft, proof: PasswordProof) -> str:
    """Return the new values of a row in one line."""
    parts = [f"{field_name(field)}: {new_value_text(draft, field)}" for field in draft.changes]
    if proof is not PasswordProof.NOT_SENT:
        parts.append(translate("bulk", "Password: new"))
    return ", ".join(parts)


def is_read_back(row: QueuedRow) -> bool:
    """Return whether a row is saved, and a read has found the values in SuperOffice."""
    result = row.result
    return row.is_saved and result is not None and result.proof is not SaveProof.ANSWER_ONLY


def row_outcome_text(row: QueuedRow) -> str:
    """Return the state of a row, with whether the save was read back."""
    if row.is_sending:
        return row_state_text(row)
    return outcome_text(row.outcome, is_conflict=row.is_conflict, is_read_back=is_read_back(row))


def row_detail_text(row: QueuedRow, proof: PasswordProof) -> str:
    """Return what a row needs of the user, then what was verified of it; empty for nothing."""
    return " ".join(filter(None, (row_problem_text(row), row_proof_text(row, proof))))


def row_proof_text(row: QueuedRow, proof: PasswordProof) -> str:
    """Return what is known of a row's password and of a save that was not simply read back."""
    password = {
        PasswordProof.ACCEPTED: translate(
            "bulk", "The mail server accepted the password before the save."
        ),
        PasswordProof.UNTRIED: translate("bulk", "Password not checked: watch for new mail."),
        PasswordProof.NOT_SENT: "",
    }[proof]
    if not row.is_saved:
        return password if proof is PasswordProof.ACCEPTED else ""
    return " ".join(filter(None, (_save_proof_text(row), password)))


def _save_proof_text(row: QueuedRow) -> str:
    if row.result is None:
        return translate("bulk", "An earlier attempt saved this mailbox, according to the journal.")
    is_usual = row.result.proof is SaveProof.READ_BACK
    return "" if is_usual else proof_text(row.result.proof)


def row_problem_text(row: QueuedRow) -> str:
    """Return why a row is unsaved or is not as asked for, and what to do; else empty."""
    if isinstance(row.error, Conflict):
        choose = translate("bulk", "Open the mailbox to choose a value for each.")
        return f"{explain(row.error).what} {choose}"
    if row.error is not None:
        return explain(row.error).full_text
    if row.result is not None:
        told = "\n".join(filter(None, (problem_text(row.result), merged_text(row.result))))
        return " ".join(told.split("\n"))
    if row.is_unknown:
        return translate("bulk", "Already sent, but no reply arrived. It will not be sent again.")
    return ""


def is_proved(row: QueuedRow, proof: PasswordProof) -> bool:
    """Return whether a row is saved, its values were read back, and its password is tested."""
    result = row.result
    read = result is not None and result.proof is not SaveProof.ANSWER_ONLY
    read = read and not (result is not None and result.password_lost)
    return row.is_saved and read and proof is not PasswordProof.UNTRIED


def row_attention(row: QueuedRow, proof: PasswordProof) -> int:
    """Return how much a row needs the user, 0 most: for the order of the result."""
    result = row.result
    differs = result is not None and (result.password_lost or bool(result.differing_fields))
    if row.is_failed or row.is_unknown or differs:
        return 0
    if not row.is_saved:
        return 1
    return 3 if is_proved(row, proof) else 2


def run_headline_text(rows: Sequence[QueuedRow], left_out: int) -> str:
    """Return how many mailboxes are in each state; states without one are left out."""
    saved, read_back = sum(r.is_saved for r in rows), sum(map(is_read_back, rows))
    unread = saved - read_back
    conflicts = sum(r.is_conflict for r in rows)
    refused = sum(r.is_failed for r in rows) - conflicts
    unknown = sum(r.is_unknown for r in rows)
    waiting = sum(r.is_waiting or r.is_sending for r in rows)
    told = (
        (read_back, translate("bulk", "%n saved and read back", None, read_back)),
        (unread, translate("bulk", "%n saved, not read back", None, unread)),
        (refused, translate("bulk", "%n not saved", None, refused)),
        (conflicts, translate("bulk", "%n changed by someone else", None, conflicts)),
        (unknown, translate("bulk", "%n unknown", None, unknown)),
        (waiting, translate("bulk", "%n waiting", None, waiting)),
        (left_out, translate("bulk", "%n left out", None, left_out)),
    )
    return ", ".join(text for count, text in told if count)


def run_kind_text(kind: BulkRunKind) -> str:
    """Return the name of a kind of bulk run."""
    return {
        BulkRunKind.EDIT: translate("bulk", "Bulk edit"),
        BulkRunKind.PASSWORDS: translate("bulk", "Passwords replaced"),
        BulkRunKind.UNDO: translate("bulk", "Values restored"),
    }[kind]


def run_result_text(counts: RunCounts) -> str:
    """Return how many mailboxes of a run are in each state; states without one are left out."""
    numbers = (
        (outcome_text(SaveOutcome.DONE), counts.saved),
        (outcome_text(SaveOutcome.REFUSED), counts.not_saved),
        (outcome_text(SaveOutcome.UNKNOWN), counts.unknown),
        (outcome_text(None), counts.waiting),
    )
    return " · ".join(count_text(state, count) for state, count in numbers if count)


def run_title(run: BulkRunRecord) -> str:
    """Return what a bulk run did, and when it began."""
    begun = moment_text(local_time(run.bulk_run.made_at))
    return f"{run_kind_text(run.bulk_run.kind)} · {begun}"


def proof_of(bulk_run: BulkRun, mailbox_id: int) -> PasswordProof:
    """Return what the record of a run says of a row's password: UNTRIED or NOT_SENT."""
    typed = mailbox_id in bulk_run.typed_ids
    return PasswordProof.UNTRIED if typed else PasswordProof.NOT_SENT


def entry_state_text(entry: JournalEntry | None) -> str:
    """Return what the journal knows of a row, and why it failed."""
    state = entry_outcome_text(entry)
    if entry is None or entry.is_conflict or not entry.outcome.is_failed:
        return state
    return f"{state}. {outcome_reason_text(entry)}".strip()


def undo_title(count: int) -> str:
    """Return the title of the window that undoes the changes of ``count`` mailboxes."""
    return translate("bulk", "Restore the values of %n mailbox(es)", None, count)


def resume_title(count: int) -> str:
    """Return the title of the window that resumes a run with ``count`` mailboxes left."""
    return translate("bulk", "Continue with %n mailbox(es)", None, count)
