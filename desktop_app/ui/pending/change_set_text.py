"""Translated texts of pending changes and of their sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop_app.core.errors import AppError, Unreachable
from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, KeepPassword, Value
from desktop_app.core.pending_change import PendingChange, SendObstacle
from desktop_app.services.bulk.save_queue import QueuedRow, SaveQueue
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import moment_text
from desktop_app.ui.text.errors.explain import explain, run_state_text
from desktop_app.ui.text.mailbox import address_without_name, display_text, field_name
from desktop_app.ui.text.saving import (
    mailbox_name,
    merged_text,
    outcome_text,
    password_lost_text,
    row_state_text,
)


def cached_values_text(cached_at: datetime | None, *, creates: bool, error: AppError | None) -> str:
    """Return why values may be outdated, and that edits can be sent later.

    ``error`` is why they were not read now, None if unknown.
    """
    if error is None or isinstance(error, Unreachable):
        why = translate("pending", "SuperOffice cannot be reached.")
    else:
        why = explain(error).what
    later = translate("pending", "You can add your edit to the pending changes and send it later.")
    if creates:
        return f"{why} {later}"
    if cached_at is None:
        age = translate("pending", "These values may be out of date.")
    else:
        age = translate("pending", "These values are as of {moment}.").format(
            moment=moment_text(cached_at)
        )
    return f"{why} {age} {later}"


def change_added_text(draft: Draft, profile: str) -> str:
    """Return that an edit was added to the pending changes of a profile."""
    name = display_text(draft.result.get(Field.ADDRESS))
    return translate(
        "pending", "Added to the pending changes of {profile}: {name}. Nothing has been sent."
    ).format(profile=profile, name=name)


def changes_action_text(count: int) -> str:
    """Return the menu text of "Pending changes", with their number if there are any."""
    return (
        translate("pending", "Pending &changes ({count})").format(count=count)
        if count
        else translate("pending", "Pending &changes")
    )


def change_name_text(change: PendingChange) -> str:
    """Return the address of a change's mailbox, marked if the change creates it."""
    address = address_without_name(change.name)
    return (
        translate("pending", "New: {name}").format(name=address) if change.draft.is_new else address
    )


def value_pairs(change: PendingChange, row: QueuedRow | None) -> list[tuple[str, str, str]]:
    """Return each changed field's name, the server's last known value, and the new value.

    After a conflict in the queue's ``row``, the server's value is the one that was found then.
    """
    draft = change.draft
    error = None if row is None else row.error
    values = error.theirs.values if isinstance(error, Conflict) else draft.original.values
    pairs = [_pair(field, values, draft.changes) for field in draft.changes]
    if not isinstance(draft.password, KeepPassword):
        stored = "" if draft.is_new else translate("pending", "stored in SuperOffice")
        pairs.append((field_name(Field.PASSWORD), stored, translate("pending", "replaced")))
    return pairs


def _pair(
    field: Field, before: Mapping[Field, Value], after: Mapping[Field, Value]
) -> tuple[str, str, str]:
    return field_name(field), display_text(before.get(field)), display_text(after[field])


def send_text(count: int, profile: str) -> str:
    """Return the label of the button that sends ``count`` changes to a profile."""
    if not count:
        return translate("pending", "&Send to {profile}").format(profile=profile)
    return translate("pending", "&Send %n change(s) to {profile}", None, count).format(
        profile=profile
    )


def new_mailboxes_text(changes: Sequence[PendingChange]) -> str:
    """Return how many changes create a mailbox, which cannot be undone; empty for none."""
    new = sum(change.draft.is_new for change in changes)
    if not new:
        return ""
    return translate(
        "pending",
        "%n of them create(s) a new mailbox. Mailboxes cannot be deleted from this program.",
        None,
        new,
    )


def change_fields_text(change: PendingChange) -> str:
    """Return the names of the changed fields, in one line."""
    if change.draft.is_new:
        return translate("pending", "New mailbox")
    return ", ".join(name for name, _, _ in value_pairs(change, None))


def change_state_text(row: QueuedRow | None, obstacle: SendObstacle | None) -> str:
    """Return the state of a pending change in a few words."""
    if row is not None:
        return row_state_text(row)
    if obstacle is SendObstacle.OTHER_INSTALLATION:
        return translate("pending", "For another SuperOffice")
    return translate("pending", "Needs a password") if obstacle else outcome_text(None)


def change_problem_text(
    row: QueuedRow | None,
    obstacle: SendObstacle | None,
    keep_behaviour: KeepBehaviour = KeepBehaviour.UNPROVED,
) -> str:
    """Return why a change is not saved and what to do; empty if there is no problem."""
    if row is None and obstacle is SendObstacle.OTHER_INSTALLATION:
        return translate(
            "pending",
            "This change was made for another SuperOffice: the profile now points to a different "
            "server. Change the address of the profile back to send the change, or discard it.",
        )
    if row is None and obstacle is not None:
        if keep_behaviour is KeepBehaviour.DESTROYS:
            return translate(
                "pending",
                "This SuperOffice clears the stored password when you save without one. Choose "
                "Edit and enter the password.",
            )
        return translate(
            "pending",
            "This change leaves the password out, and it is not verified that this SuperOffice "
            "keeps the stored password then. Choose Edit to save this change on its own without "
            "the password, or to enter the password. Or test this once with a mailbox whose "
            "password you have.",
        )
    if row is None or row.error is None:
        return ""
    if isinstance(row.error, Conflict):
        choose = translate("pending", "Choose Edit to decide which values to keep.")
        return f"{explain(row.error).what} {choose}"
    return explain(row.error).full_text


def sending_state_text(queue: SaveQueue) -> str:
    """Return how a sending is going: lost passwords first, why it paused, the changes by state.

    More lines say what someone else had changed in mailboxes that were saved.
    """
    state = f"{run_state_text(queue)} {sending_headline_text(queue.rows)}".strip()
    merged = (merged_text(row.result) for row in queue.rows if row.result is not None)
    first = f"{_lost_passwords_text(queue)} {state}".strip()
    return "\n".join(filter(None, (first, *merged)))


def sending_headline_text(rows: Sequence[QueuedRow]) -> str:
    """Return how many changes are in each state; states without one are left out."""
    saved = sum(row.is_saved for row in rows)
    read_back = sum(_is_read_back(row) for row in rows)
    unread = saved - read_back
    conflicts = sum(row.is_conflict for row in rows)
    refused = sum(row.is_failed for row in rows) - conflicts
    unknown = sum(row.is_unknown for row in rows)
    waiting = sum(row.is_waiting for row in rows)
    told = (
        (read_back, translate("pending", "%n saved and read back", None, read_back)),
        (unread, translate("pending", "%n saved, not read back", None, unread)),
        (conflicts, translate("pending", "%n changed by someone else", None, conflicts)),
        (refused, translate("pending", "%n not saved", None, refused)),
        (unknown, translate("pending", "%n unknown", None, unknown)),
        (waiting, translate("pending", "%n waiting", None, waiting)),
    )
    return ", ".join(text for count, text in told if count)


def _is_read_back(row: QueuedRow) -> bool:
    result = row.result
    return row.is_saved and result is not None and result.proof is not SaveProof.ANSWER_ONLY


def _lost_passwords_text(queue: SaveQueue) -> str:
    """Return which saved mailboxes seem to have lost their password; empty if there are none."""
    results = (row.result for row in queue.rows)
    names = [mailbox_name(r.mailbox) for r in results if r is not None and r.password_lost]
    return password_lost_text(", ".join(names)) if names else ""
