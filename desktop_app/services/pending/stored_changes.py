"""Reads the pending changes of earlier runs, and finds passwords whose change is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.core.pending_change import PendingChange
from desktop_app.services.pending.change_writer import PENDING_PASSWORD

if TYPE_CHECKING:
    from desktop_app.core.secrets.saved_password import SavedPassword
    from desktop_app.services.store.local_store import LocalStore


class LoadedChanges(NamedTuple):
    """Changes stored by an earlier run; ``unreadable`` are mailbox ids of unreadable changes."""

    changes: list[PendingChange]
    unreadable: list[int]
    orphaned_passwords: list[SavedPassword]


def load_changes(store: LocalStore) -> LoadedChanges:
    """Return the stored changes of all profiles. Worker thread."""
    edits = store.pending_changes.all()
    readable = {edit.id for edit in edits}
    boxes = store.pending_changes.mailbox_ids()
    unreadable = [mailbox for number, mailbox in boxes.items() if number not in readable]
    return LoadedChanges(edits, unreadable, orphaned_passwords(store))


def orphaned_passwords(store: LocalStore) -> list[SavedPassword]:
    """Return the stored passwords whose change no longer exists or never did."""
    numbers, kept = (
        store.pending_changes.mailbox_ids(),
        store.saved_passwords.all_including_unconfirmed(),
    )
    return [one for one in kept if one.name is PENDING_PASSWORD and one.mailbox_id not in numbers]
