"""What was seen of the mailboxes of a profile: now, earlier, or when it was last open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import Snapshot, SnapshotRow

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.store.local_store import LocalStore


def snapshot_rows(
    rows: Iterable[ListedMailbox], known_details: Mapping[int, Mailbox]
) -> list[SnapshotRow]:
    """What is known of each mailbox of a list."""
    found = []
    for row in rows:
        details = known_details.get(row.id)
        values = None if details is None else dict(details.values)
        category, priority = row.category or "", row.priority or ""
        found.append(SnapshotRow(row.id, row.address or "", category, priority, values))
    return found


def save_first_snapshot(
    store: LocalStore, snapshot: Snapshot, build_rows: Callable[[], Sequence[SnapshotRow]]
) -> None:
    """Before the first save to a profile: keep what it held, once and for all."""
    if not store.snapshots.has_automatic(snapshot.profile_id):
        store.snapshots.save(snapshot, build_rows())


def new_snapshot(profile: Profile, name: str, *, automatic: bool) -> Snapshot:
    """A snapshot that is taken now."""
    return Snapshot(0, profile.id, profile.name, name, time.time(), automatic, 0)


def last_list_rows(store: LocalStore, key: str) -> list[SnapshotRow] | None:
    """The last list under a key, with its details."""
    kept = store.cached_profile(key)
    if kept is None:
        return None
    known = {number: detail.mailbox for number, detail in kept.details.items()}
    return snapshot_rows(kept.listing.rows, known)
