"""Stores and loads snapshots, and loads the last lists of profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import (
    SnapshotComparison,
    by_address,
    by_id,
    compare,
    unread_count,
)
from desktop_app.services.background import Failure, Success
from desktop_app.services.snapshots.snapshot_rows import last_list_rows, new_snapshot, snapshot_rows

if TYPE_CHECKING:  # lazy: start
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.core.snapshot import Snapshot, SnapshotRow
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

    SnapshotRowsCallback = Callable[[list[SnapshotRow] | None], None]


class SnapshotService(QObject):
    """Takes, lists, reads and deletes snapshots in the background. GUI thread."""

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
        language: str | None,
        automatic: bool = False,
    ) -> None:
        """Store the list and the known details of a profile as a snapshot.

        ``language`` is that of the list's categories and priorities; None if it is not known.
        """
        about = new_snapshot(profile, name, automatic=automatic)
        known = dict(known_details)
        self._submit_change(
            lambda store: store.snapshots.save(about, snapshot_rows(rows, known, language))
        )

    def load(self, on_done: Callable[[list[Snapshot]], None]) -> None:
        """Load the snapshots of all profiles, newest first; none if the store cannot be read."""

        def finish(outcome: Success[list[Snapshot]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.snapshots.of_profile(), finish)

    def load_rows(self, snapshot_id: int, on_done: SnapshotRowsCallback) -> None:
        """Load the rows of a snapshot; None if it cannot be read."""
        self._submit_read(lambda store: store.snapshots.load_rows(snapshot_id), on_done)

    def load_last_list(self, profile: Profile, on_done: SnapshotRowsCallback) -> None:
        """Load the cached list of a profile, open or not; None if none is cached."""
        key = profile.list_key
        self._submit_read(lambda store: last_list_rows(store, key), on_done)

    def build_rows(
        self,
        rows: Sequence[ListedMailbox],
        known_details: Mapping[int, Mailbox],
        language: str | None,
        on_done: SnapshotRowsCallback,
    ) -> None:
        """Build the rows of a list as it is now, for a comparison; nothing is stored."""
        known = dict(known_details)
        self._submit_read(lambda _store: snapshot_rows(rows, known, language), on_done)

    def compare(
        self,
        before: Sequence[SnapshotRow],
        after: Sequence[SnapshotRow],
        on_done: Callable[[SnapshotComparison], None],
        *,
        same_profile: bool,
    ) -> None:
        """Compare two lists in the background, by id within one profile, else by address."""
        key = by_id if same_profile else by_address

        def work() -> SnapshotComparison:
            return SnapshotComparison(compare(before, after, key), unread_count(before, after, key))

        def finish(outcome: Success[SnapshotComparison] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else work())

        self._store.submit(lambda _store: work(), finish)

    def delete(self, snapshot_id: int) -> None:
        """Delete a snapshot."""
        self._submit_change(lambda store: store.snapshots.delete(snapshot_id))

    def _submit_read(
        self, read: Callable[[LocalStore], list[SnapshotRow] | None], on_done: SnapshotRowsCallback
    ) -> None:
        def finish(outcome: Success[list[SnapshotRow] | None] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else None)

        self._store.submit(read, finish)

    def _submit_change(self, change: Callable[[LocalStore], object]) -> None:
        self._store.submit(change, lambda _outcome: self.changed.emit())
