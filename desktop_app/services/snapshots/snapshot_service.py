"""Snapshots behind the windows, and the last lists of profiles that are not open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Success
from desktop_app.services.snapshots.snapshot_rows import last_list_rows, new_snapshot, snapshot_rows

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.core.snapshot import Snapshot, SnapshotRow
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

    SnapshotRowsCallback = Callable[[list[SnapshotRow] | None], None]


class SnapshotService(QObject):
    """Takes, lists, reads, names and drops them."""

    changed = Signal()

    def __init__(self, store: StoreService) -> None:
        super().__init__(store)
        self._store = store

    def take(
        self,
        profile: Profile,
        rows: Sequence[ListedMailbox],
        known_details: Mapping[int, Mailbox],
        name: str,
        *,
        automatic: bool = False,
    ) -> None:
        """Keep what is known of a profile now."""
        about = new_snapshot(profile, name, automatic=automatic)
        known = dict(known_details)
        self._submit_change(lambda store: store.snapshots.save(about, snapshot_rows(rows, known)))

    def load(self, on_done: Callable[[list[Snapshot]], None]) -> None:
        """The snapshots of all profiles, the newest first."""

        def finish(outcome: Success[list[Snapshot]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.snapshots.of_profile(), finish)

    def load_rows(self, snapshot_id: int, on_done: SnapshotRowsCallback) -> None:
        """What a snapshot holds; None if it cannot be read."""
        self._submit_read(lambda store: store.snapshots.load_rows(snapshot_id), on_done)

    def load_last_list(self, profile: Profile, on_done: SnapshotRowsCallback) -> None:
        """The last list of a profile, open or not; None if none is kept."""
        key = profile.list_key
        self._submit_read(lambda store: last_list_rows(store, key), on_done)

    def delete(self, snapshot_id: int) -> None:
        """The user does not want it any more."""
        self._submit_change(lambda store: store.snapshots.delete(snapshot_id))

    def _submit_read(
        self, read: Callable[[LocalStore], list[SnapshotRow] | None], on_done: SnapshotRowsCallback
    ) -> None:
        def finish(outcome: Success[list[SnapshotRow] | None] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else None)

        self._store.submit(read, finish)

    def _submit_change(self, change: Callable[[LocalStore], object]) -> None:
        self._store.submit(change, lambda _outcome: self.changed.emit())
