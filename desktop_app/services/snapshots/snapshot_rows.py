"""What was seen of the mailboxes of a profile: now, earlier, or when it was last open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import Seen, Snapshot
from desktop_app.services.mailbox_list.list_cache import read

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.workspace.workspace import Workplace


def seen_of(rows: Iterable[ListedMailbox], known: Mapping[int, Mailbox]) -> list[Seen]:
    """What is known of each mailbox of a list."""
    found = []
    for row in rows:
        details = known.get(row.id)
        values = None if details is None else dict(details.values)
        category, priority = row.category or "", row.priority or ""
        found.append(Seen(row.id, row.address or "", category, priority, values))
    return found


def seen_now(workplace: Workplace) -> list[Seen]:
    """What a profile that is open shows."""
    return seen_of(workplace.rows, workplace.details.known)


def keep_first(shelf: OfflineShelf, about: Snapshot, make: Callable[[], Sequence[Seen]]) -> None:
    """Before the first save to a profile: keep what it held, once and for all."""
    if not shelf.snapshots.has_automatic(about.profile_id):
        shelf.snapshots.keep(about, make())


def about_now(profile: Profile, name: str, *, automatic: bool) -> Snapshot:
    """A snapshot that is taken now."""
    return Snapshot(0, profile.id, profile.name, name, time.time(), automatic, 0)


def last_seen(shelf: OfflineShelf, key: str) -> list[Seen] | None:
    """The last list under a key, with its details."""
    kept = read(shelf, key)
    if kept is None:
        return None
    known = {number: detail.mailbox for number, detail in kept.details.items()}
    return seen_of(kept.listing.rows, known)
