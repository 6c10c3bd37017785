"""Every profile at once: refreshed before a journey, and searched without a connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import Seen, search
from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.list_cache import cache_key
from desktop_app.services.snapshots.snapshot_rows import last_seen
from desktop_app.services.workspace.workspace import Phase, Workplace

if TYPE_CHECKING:
    from desktop_app.core.errors import Trouble
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping

DETAILS_TOO = 500
"""How many mailboxes of a profile are read in full, so that they can be searched and edited."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mailbox of a profile that holds the words."""

    profile: Profile
    seen: Seen


class RefreshAll(QObject):
    """Refreshes one profile after the other; one whose sign-in was refused is passed over.

    The user has asked for it, so each profile signs in once.
    """

    progressed = Signal()
    """One more is done, or one more detail has come."""
    ended = Signal()

    def __init__(
        self,
        profiles: Sequence[Profile],
        place_of: Callable[[Profile], Workplace],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.total = len(profiles)
        self.done = 0
        self.troubles: dict[str, Trouble] = {}
        """Why a profile could not be refreshed, by its id."""
        self.current: Profile | None = None
        self._waiting = list(profiles)
        self._place_of = place_of
        self._place: Workplace | None = None
        self._listed = False
        self._stopped = False

    def start(self) -> None:
        """Begin."""
        self._next()

    def stop(self) -> None:
        """Go no further; the one that is being refreshed is left to itself."""
        self._stopped = True
        self._waiting.clear()
        self._leave()
        self.ended.emit()

    def _next(self) -> None:
        self._leave()
        if self._stopped:
            return
        if not self._waiting:
            self.current = None
            self.ended.emit()
            return
        self.current = self._waiting.pop(0)
        place = self._place = self._place_of(self.current)
        self._listed = False
        place.standing_changed.connect(self._look)
        place.details.progressed.connect(self._look)
        if place.is_refused:
            self._look()
        else:
            place.refresh()

    def _leave(self) -> None:
        if self._place is not None:
            self._place.standing_changed.disconnect(self._look)
            self._place.details.progressed.disconnect(self._look)
            self._place = None

    def _look(self) -> None:
        place = self._place
        if place is None or self.current is None:
            return
        standing = place.standing
        if standing.phase is Phase.FAILED and standing.trouble is not None:
            self.troubles[self.current.id] = standing.trouble
            self._finish()
        elif standing.phase is Phase.READY and not self._listed:
            self._listed = True
            place.details.load([row.id for row in place.rows][:DETAILS_TOO])
            self._finish_when_read(place)
        elif self._listed:
            self._finish_when_read(place)

    def _finish_when_read(self, place: Workplace) -> None:
        if place.details.progress is not None:
            self.progressed.emit()
        else:
            self._finish()

    def _finish(self) -> None:
        self.done += 1
        self.progressed.emit()
        self._next()


def find_in_all(
    keeping: Keeping,
    profiles: Sequence[Profile],
    words: str,
    deliver: Callable[[list[Found]], None],
) -> None:
    """The mailboxes of all profiles that hold the words, from what is kept on this computer."""

    def work(shelf: OfflineShelf) -> list[Found]:
        return [
            Found(profile, seen)
            for profile in profiles
            for seen in search(last_seen(shelf, cache_key(profile)) or [], words)
        ]

    def finish(outcome: Done[list[Found]] | Failed) -> None:
        deliver(outcome.value if isinstance(outcome, Done) else [])

    keeping.submit(work, finish)
