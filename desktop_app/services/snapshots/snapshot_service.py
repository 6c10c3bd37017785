"""Snapshots behind the windows, and the last lists of profiles that are not open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.list_cache import cache_key

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.core.snapshot import Seen, Snapshot
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping
    from desktop_app.services.workspace.workspace import Workplace

    Deliver = Callable[[list[Seen] | None], None]


class SnapshotKeeper(QObject):
    """Takes, lists, reads, names and drops them."""

    changed = Signal()

    def __init__(self, keeping: Keeping) -> None:
        super().__init__(keeping)
        self._keeping = keeping

    def take(self, workplace: Workplace, name: str, *, automatic: bool = False) -> None:
        """Keep what is known of a profile now."""
        from desktop_app.services.snapshots.snapshot_rows import about_now, seen_of

        about = about_now(workplace.profile, name, automatic=automatic)
        rows, known = workplace.rows, dict(workplace.details.known)
        self._change(lambda shelf: shelf.snapshots.keep(about, seen_of(rows, known)))

    def find(self, deliver: Callable[[list[Snapshot]], None]) -> None:
        """The snapshots of all profiles, the newest first."""

        def finish(outcome: Done[list[Snapshot]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self._keeping.submit(lambda shelf: shelf.snapshots.of_profile(), finish)

    def read(self, number: int, deliver: Deliver) -> None:
        """What a snapshot holds; None if it cannot be read."""
        self._read(lambda shelf: shelf.snapshots.read(number), deliver)

    def read_last(self, profile: Profile, deliver: Deliver) -> None:
        """The last list of a profile, open or not; None if none is kept."""
        from desktop_app.services.snapshots.snapshot_rows import last_seen

        key = cache_key(profile)
        self._read(lambda shelf: last_seen(shelf, key), deliver)

    def drop(self, number: int) -> None:
        """The user does not want it any more."""
        self._change(lambda shelf: shelf.snapshots.drop(number))

    def _read(self, work: Callable[[OfflineShelf], list[Seen] | None], deliver: Deliver) -> None:
        def finish(outcome: Done[list[Seen] | None] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else None)

        self._keeping.submit(work, finish)

    def _change(self, work: Callable[[OfflineShelf], object]) -> None:
        self._keeping.submit(work, lambda _outcome: self.changed.emit())
