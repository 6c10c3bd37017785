"""The last good list and details of one profile, kept for a start without a network."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.profiles.profile import Profile

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.cached_list import CachedDetail, CachedProfile
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping

COLLECT_MS = 500
"""Details that come within this time are written together."""


def cache_key(profile: Profile) -> str:
    """What a list belongs to: another address or user sees another one."""
    return "\n".join((profile.id, profile.binding, profile.address, profile.user_name))


class Cache(QObject):
    """Reads and writes in the background; what cannot be kept is told of by Keeping.

    Where nothing is kept, it does nothing.
    """

    def __init__(self, keeping: Keeping | None, profile: Profile, parent: QObject) -> None:
        super().__init__(parent)
        self._keeping = keeping
        self._key = "" if keeping is None else cache_key(profile)
        self._new: dict[int, CachedDetail] = {}
        self.default: Mailbox | None = None
        """What a new mailbox starts from, as it was last read; None where it is not known."""

    def find(self, deliver: Callable[[CachedProfile | None], None]) -> None:
        """What is kept, or None. The list comes first, whatever else is to be written."""
        if self._keeping is None:
            deliver(None)
            return
        key = self._key

        def finish(kept: CachedProfile | None) -> None:
            default = kept.details.get(0) if kept is not None else None
            self.default = self.default or (default.mailbox if default is not None else None)
            deliver(kept)

        self._keeping.find(lambda shelf: read(shelf, key), None, finish)

    def keep_list(self, rows: Sequence[ListedMailbox], unreadable: int) -> None:
        """A list came: keep it, and forget the details of what is gone; 0 is for new ones."""
        key, loaded_at = self._key, time.time()

        def work(shelf: OfflineShelf) -> None:
            shelf.lists.keep(key, rows, loaded_at, unreadable)
            shelf.details.keep_only(key, {0, *(row.id for row in rows)})

        self._submit(work)

    def keep_default(self, default: Mailbox) -> None:
        """What a new mailbox starts from came: without a connection one can be begun, too."""
        self.default = default
        self.keep_detail(default)

    def keep_detail(self, mailbox: Mailbox) -> None:
        """Details came."""
        from desktop_app.core.mailbox_list.cached_list import CachedDetail

        if self._keeping is None:
            return
        if not self._new:
            # no timer of its own: this object may be destroyed by a worker's garbage collection
            QTimer.singleShot(COLLECT_MS, self, self.flush)
        self._new[mailbox.id] = CachedDetail(mailbox, time.time())

    def flush(self) -> None:
        """Write the details that came so far."""
        new, self._new = list(self._new.values()), {}
        key = self._key
        if new:
            self._submit(lambda shelf: shelf.details.keep(key, new))

    def _submit(self, work: Callable[[OfflineShelf], None]) -> None:
        if self._keeping is not None:
            self._keeping.do(work)


def read(shelf: OfflineShelf, key: str) -> CachedProfile | None:
    """What is kept under a key, or None."""
    from desktop_app.core.mailbox_list.cached_list import CachedProfile

    listing = shelf.lists.of_profile(key)
    return None if listing is None else CachedProfile(listing, shelf.details.of_profile(key))


def forget(keeping: Keeping, profile_id: str) -> None:
    """Nothing is kept any more of a profile that was deleted; its journal stays."""

    def work(shelf: OfflineShelf) -> None:
        shelf.drafts.forget(profile_id)
        shelf.verdicts.forget(profile_id)
        for key in shelf.lists.profiles():
            if key.split("\n")[0] == profile_id:
                shelf.lists.forget(key)
                shelf.details.forget(key)

    keeping.do(work)
