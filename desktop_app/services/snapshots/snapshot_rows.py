"""Builds snapshots and their rows from a list and the known details."""

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
    rows: Iterable[ListedMailbox],
    known_details: Mapping[int, Mailbox],
    language: str | None,
) -> list[SnapshotRow]:
    """Return a snapshot row for each mailbox of a list, with details where known.

    ``language`` is that of the list's categories and priorities, None if not known.
    """
    found = []
    for row in rows:
        details = known_details.get(row.id)
        values = None if details is None else dict(details.values)
        category, priority = row.category or "", row.priority or ""
        found.append(SnapshotRow(row.id, row.address or "", category, priority, values, language))
    return found


def save_first_snapshot(
    store: LocalStore, snapshot: Snapshot, build_rows: Callable[[], Sequence[SnapshotRow]]
) -> None:
    """Store an automatic snapshot, if the profile has none yet."""
    if not store.snapshots.has_automatic(snapshot.profile_id):
        store.snapshots.save(snapshot, build_rows())


def new_snapshot(profile: Profile, name: str, *, automatic: bool) -> Snapshot:
    """Return the header of a snapshot taken now."""
    return Snapshot(0, profile.id, profile.name, name, time.time(), automatic, 0)


def last_list_rows(store: LocalStore, key: str) -> list[SnapshotRow] | None:
    """Return the rows of the cached list with this ``list_key``; None if none is cached."""
    kept = store.cached_profile(key)
    if kept is None:
        return None
    known = {number: detail.mailbox for number, detail in kept.details.items()}
    return snapshot_rows(kept.listing.rows, known, kept.listing.language)
