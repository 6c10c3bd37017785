"""Caches the last list and details of a profile, for a start without a network."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.mailbox_list.listing import CachedDetail, CachedProfile
from desktop_app.core.profiles.profile import Profile

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

COLLECT_MS = 500
"""Milliseconds during which details are collected before they are written together."""


class ListCache(QObject):
    """Reads and writes the cache in the background. GUI thread.

    StoreService reports what cannot be written. Without a store the cache does nothing.
    """

    def __init__(self, store: StoreService | None, profile: Profile, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._key = "" if store is None else profile.list_key
        self.language = profile.language
        """The language in which the server names categories and priorities."""
        self._unsaved: dict[int, CachedDetail] = {}
        self.default_mailbox: Mailbox | None = None
        """The default values of a new mailbox as last read; None if unknown."""

    def load(self, on_done: Callable[[CachedProfile | None], None]) -> None:
        """Load the cached profile; ``on_done`` gets None if nothing is cached."""
        if self._store is None:
            on_done(None)
            return
        key = self._key

        def finish(kept: CachedProfile | None) -> None:
            default = kept.details.get(0) if kept is not None else None
            self.default_mailbox = self.default_mailbox or (
                default.mailbox if default is not None else None
            )
            on_done(kept)

        self._store.read(lambda store: store.cached_profile(key), None, finish)

    def save_list(self, rows: Sequence[ListedMailbox], unreadable: int) -> None:
        """Cache a list, and delete details of removed mailboxes; id 0 is for default values."""
        key, loaded_at, language = self._key, time.time(), self.language

        def work(store: LocalStore) -> None:
            store.cached_lists.save(key, rows, loaded_at, unreadable, language)
            store.cached_details.delete_others(key, {0, *(row.id for row in rows)})

        self._submit(work)

    def save_default(self, default: Mailbox) -> None:
        """Cache the default values of a new mailbox, to create mailboxes without a connection."""
        self.default_mailbox = default
        self.save_detail(default)

    def save_detail(self, mailbox: Mailbox) -> None:
        """Cache the details of a mailbox; they are written after COLLECT_MS."""
        if self._store is None:
            return
        if not self._unsaved:
            # no timer of its own: this object may be destroyed by a worker's garbage collection
            QTimer.singleShot(COLLECT_MS, self, self.flush)
        self._unsaved[mailbox.id] = CachedDetail(mailbox, time.time())

    def flush(self) -> None:
        """Write the collected details now."""
        new, self._unsaved = list(self._unsaved.values()), {}
        key = self._key
        if new:
            self._submit(lambda store: store.cached_details.save(key, new))

    def _submit(self, work: Callable[[LocalStore], None]) -> None:
        if self._store is not None:
            self._store.run(work)


def delete_profile(store: StoreService, profile_id: str) -> None:
    """Delete the drafts, server facts and cached lists of a deleted profile; its journal stays."""

    def work(shelf: LocalStore) -> None:
        shelf.drafts.delete_profile(profile_id)
        shelf.server_facts.delete_profile(profile_id)
        for key in shelf.cached_lists.profiles():
            if key.split("\n")[0] == profile_id:
                shelf.cached_lists.delete_profile(key)
                shelf.cached_details.delete_profile(key)

    store.run(work)
