"""Texts on what a save will send, and how a save ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.core.journal import JournalEntry, SaveOutcome, SaveProof
from desktop_app.core.mailbox.conflicts import MergedChange
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    SendSavedPassword,
    Value,
    value_text,
)
from desktop_app.core.saved_draft import DraftOrigin, RestoredDraft, SavedDraft
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.services.saving.save import SaveResult
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate, translate_marked
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.plain_text import MAX_QUOTE, one_line, shortened

PROOFS = {
    SaveProof.READ_BACK: QT_TRANSLATE_NOOP("saving", "It was read back."),
    SaveProof.ANSWER_ONLY: QT_TRANSLATE_NOOP(
        "saving", "SuperOffice accepted it, but it could not be read back."
    ),
    SaveProof.FOUND_AFTER_LOST_ANSWER: QT_TRANSLATE_NOOP(
        "saving", "The response was lost, but SuperOffice has the new values."
    ),
    SaveProof.FOUND_AFTER_BAD_ANSWER: QT_TRANSLATE_NOOP(
        "saving",
        "SuperOffice's response did not confirm the save, but SuperOffice has the new values.",
    ),
}

MAX_VALUE_LENGTH = 80
"""Most characters of a value in a summary; the field itself shows the whole value."""


def mailbox_name(mailbox: Mailbox) -> str:
    """Return the address of a mailbox, shortened, or its id if the address is empty."""
    address = value_text(mailbox.values.get(Field.ADDRESS))
    return one_line(shortened(address, MAX_QUOTE)) or translate("saving", "mailbox {id}").format(
        id=mailbox.id
    )


def sending_text(draft: Draft, keep_behaviour: KeepBehaviour, *, is_later: bool) -> str:
    """Return what a save of the draft sends, in one line. Translated.

    ``is_later`` is for a pending change, which is sent when the user says so.
    """
    changes = [_change_text(draft, field) for field in Field if field in draft.changes]
    if isinstance(draft.password, ReplacePassword):
        changes.append(
            translate("saving", "the password as entered")
            if draft.is_new
            else translate("saving", "new password")
        )
    elif isinstance(draft.password, SendSavedPassword):
        changes.append(translate("saving", "the password stored on this computer"))
    counted = _counted_changes(changes, is_new=draft.is_new, is_later=is_later)
    keeps = isinstance(draft.password, KeepPassword) and not draft.is_new
    return f"{counted} · {_keep_text(keep_behaviour)}" if keeps else counted


def _counted_changes(changes: list[str], *, is_new: bool, is_later: bool) -> str:
    count, listed = len(changes), ", ".join(changes)
    if not changes:
        return ""
    if is_new and is_later:
        return translate("saving", "New mailbox, to be created later: {changes}").format(
            changes=listed
        )
    if is_new:
        return translate("saving", "New mailbox: {changes}").format(changes=listed)
    if is_later:
        text = translate("saving", "%Ln change(s), to be sent later: {changes}", None, count)
    else:
        text = translate("saving", "%Ln change(s): {changes}", None, count)
    return text.format(changes=listed)


def _keep_text(keep_behaviour: KeepBehaviour) -> str:
    if keep_behaviour is KeepBehaviour.PROVED:
        return translate("saving", "the stored password stays")
    return translate("saving", "the password is left out")


def keep_reason_text(*, is_later: bool) -> str:
    """Return why a save leaves out the password while that is untested. Translated."""
    reason = translate(
        "saving",
        "SuperOffice never shows the stored password, so this change does not contain it. "
        "Whether this SuperOffice keeps the stored password when you save without one has not "
        "been tested yet.",
    )
    advice = (
        translate(
            "saving",
            "Enter the password now, or you will be asked for it when you send the change.",
        )
        if is_later
        else translate(
            "saving", "If mail stops after the save, come back, enter the password and save again."
        )
    )
    return f"{reason} {advice}"


def _change_text(draft: Draft, field: Field) -> str:
    now = _listed_value(draft.changes[field])
    if draft.is_new:
        return translate("saving", "{field} {value}").format(field=field_name(field), value=now)
    return translate("saving", "{field} {before} → {now}").format(
        field=field_name(field),
        before=_listed_value(draft.original.values.get(field)),
        now=now,
    )


def _listed_value(value: Value) -> str:
    """Return a value in one short line; a text in quotes, because it may hold spaces."""
    return f"“{_quoted_value(value)}”" if isinstance(value, str) else _quoted_value(value)


def _quoted_value(value: Value) -> str:
    """Return a value in one short line: a value may hold line ends, and be a megabyte long."""
    return one_line(shortened(display_text(value), MAX_VALUE_LENGTH))


def outcome_text(
    outcome: SaveOutcome | None, *, is_conflict: bool = False, is_read_back: bool = False
) -> str:
    """Return the word for the outcome of a save; None means not sent yet. Translated."""
    if is_conflict:
        return translate("saving", "Changed by someone else")
    if outcome is None or outcome is SaveOutcome.UNDER_WAY:
        return translate("saving", "Waiting")
    if outcome.is_saved:
        return _saved_text(is_read_back=is_read_back)
    if outcome.is_open:
        return translate("saving", "Unknown")
    return translate("saving", "Not saved")


def _saved_text(*, is_read_back: bool) -> str:
    return (
        translate("saving", "Saved and read back") if is_read_back else translate("saving", "Saved")
    )


def row_state_text(row: QueuedRow) -> str:
    """Return the word for the state of a save in a bulk run's queue. Translated."""
    if row.is_sending:
        return translate("saving", "Saving…")
    return outcome_text(row.outcome, is_conflict=row.is_conflict)


def entry_outcome_text(entry: JournalEntry | None) -> str:
    """Return the word for the outcome of a journal entry; None means not sent yet. Translated."""
    if entry is None:
        return outcome_text(None)
    return outcome_text(
        entry.outcome,
        is_conflict=entry.is_conflict,
        is_read_back=entry.reason_name == SaveProof.READ_BACK.name,
    )


def count_text(state: str, count: int) -> str:
    """Return how many saves are in a state: "Saved: 3". Translated."""
    return translate("saving", "{state}: {count}").format(state=state, count=count)


def proof_text(proof: SaveProof) -> str:
    """Return the sentence for how a save was verified. Translated."""
    return translate_marked("saving", PROOFS[proof])


def first_save_text() -> str:
    """Return what to check in SuperOffice after the first save on a profile. Translated."""
    return translate(
        "saving",
        "This was the first save on this profile: check in SuperOffice that the folder and the "
        "interval of the mailbox are unchanged. This program cannot see them.",
    )


def password_lost_text(name: str) -> str:
    """Return that the password of a mailbox seems to be gone, and what to do. Translated."""
    return translate(
        "saving",
        "SuperOffice seems to have cleared the password of {mailbox} with this save: it no "
        "longer shows one. Enter the password and save again, or no mail will be collected.",
    ).format(mailbox=shortened(name, MAX_QUOTE))


def differences_text(saved: SaveResult) -> str:
    """Return the values that SuperOffice has stored differently from those sent. Translated."""
    lines = (
        f"{field_name(f)}: “{_quoted_value(saved.mailbox.values.get(f))}”"
        for f in saved.differing_fields
    )
    return (
        translate("saving", "Saved, but SuperOffice kept different values:")
        + "\n"
        + "\n".join(lines)
    )


def merged_text(saved: SaveResult) -> str:
    """Return what someone else changed before a save, and the save left; else empty. Translated."""
    if not saved.merged:
        return ""
    return translate(
        "saving",
        "Someone else changed {mailbox} in the meantime. Your save left those changes alone: "
        "{changes}.",
    ).format(mailbox=mailbox_name(saved.mailbox), changes=_merged_changes_text(saved.merged))


def kept_beside_conflict_text(merged: Sequence[MergedChange]) -> str:
    """Return what someone else changed beside a conflict; empty for nothing. Translated."""
    if not merged:
        return ""
    return translate(
        "saving", "Someone else also changed this. Your save will leave it alone: {changes}."
    ).format(changes=_merged_changes_text(merged))


def _merged_changes_text(merged: Sequence[MergedChange]) -> str:
    return ", ".join(
        f"{field_name(each.field)}: “{_quoted_value(each.before)}” → “{_quoted_value(each.now)}”"
        for each in merged
    )


def problem_text(saved: SaveResult) -> str:
    """Return what a save did that was not asked for, the worst first; else empty. Translated."""
    lost = password_lost_text(mailbox_name(saved.mailbox)) if saved.password_lost else ""
    differs = differences_text(saved) if saved.differing_fields else ""
    return "\n".join(filter(None, (lost, differs)))


def restored_text(restored: RestoredDraft, saved_draft: SavedDraft) -> str:
    """Return where a restored edit comes from, with conflicting and locked fields. Translated."""
    message = {
        DraftOrigin.UNSAVED: translate(
            "saving",
            "Your unsaved changes are back. If you had entered a password, enter it again.",
        ),
        DraftOrigin.PENDING: translate("saving", "This change is waiting to be sent."),
        DraftOrigin.JOURNAL: translate(
            "saving", "These are the values from before that save. Nothing has been sent yet."
        ),
        DraftOrigin.SNAPSHOT: translate(
            "saving", "These are the values from the other list. Nothing has been sent yet."
        ),
    }[saved_draft.origin]
    if restored.conflicting:
        message += " " + translate("saving", "Someone else has changed: {fields}.").format(
            fields=_field_names(restored.conflicting)
        )
    if any(field not in restored.draft.changes for field in restored.conflicting):
        message += " " + translate(
            "saving", "The waiting password was entered for the previous login."
        )
    if restored.locked:
        values = (_field_and_value(field, saved_draft.changes[field]) for field in restored.locked)
        message += " " + translate("saving", "You may no longer change: {fields}.").format(
            fields=", ".join(values)
        )
    return message


def _field_and_value(field: Field, value: Value) -> str:
    return translate("saving", "{field} (you entered “{value}”)").format(
        field=field_name(field), value=shortened(display_text(value), MAX_VALUE_LENGTH)
    )


def unsaved_drafts_text(drafts: Sequence[SavedDraft]) -> str:
    """Return which edits were unsaved when the program last ended. Translated."""
    names = ", ".join(draft.name or translate("saving", "a new mailbox") for draft in drafts)
    return translate(
        "saving", "Changes that were not saved when the program closed: {names}."
    ).format(names=names)


def _field_names(fields: Iterable[Field]) -> str:
    return ", ".join(field_name(f) for f in fields)
